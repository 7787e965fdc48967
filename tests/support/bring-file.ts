import type { UploadView } from '../../server/contract/message-parts.ts';
import type { Client, Failure, TestHub } from './hub.ts';

export interface GivenFile {
  readonly name?: string;
  readonly contentType?: string;
  readonly content?: string | Uint8Array;
  readonly clientId?: string;
}

/** The beginning of a real PNG, and enough behind it. */
export const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(200, 7)]);

/** A file on its way into a message, as the composer sends it. */
export async function bringFile(
  test: Pick<TestHub, 'url'>,
  who: Pick<Client, 'token'>,
  conversationId: string,
  { name = 'notes.txt', contentType = 'text/plain', content = 'words', clientId = crypto.randomUUID() }: GivenFile = {},
): Promise<{ status: number; file: UploadView; code: string }> {
  const query = new URLSearchParams({ conversationId, clientId, name });
  const response = await fetch(`${test.url}/api/uploads?${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${who.token}`, 'content-type': contentType },
    body: typeof content === 'string' ? content : Buffer.from(content),
  });
  const body = (await response.json()) as UploadView & Partial<Failure>;
  return { status: response.status, file: body, code: body.error?.code ?? '' };
}
