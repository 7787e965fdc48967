import type { UploadView } from '../../server/contract/message-parts.ts';
import { HubFailure, readFailure } from './failure.ts';

export interface Bringing {
  readonly conversationId: string;
  readonly clientId: string;
  readonly file: File;
  /** 0 … 1 */
  readonly progressed: (share: number) => void;
  readonly signal: AbortSignal;
}

/** A line that moves nothing for so long is dead (milliseconds). */
const stalledMs = 30_000;

/**
 * Bring a file for a message; the browser reads it from the disk while it travels. Rejects with `HubFailure`, `canceled` when
 * it was given up. Only `XMLHttpRequest` tells how far a request body has got.
 */
export const bringFile = ({ conversationId, clientId, file, progressed, signal }: Bringing): Promise<UploadView> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let watch: ReturnType<typeof setTimeout>;
    const alive = () => {
      clearTimeout(watch);
      watch = setTimeout(() => request.abort(), stalledMs);
    };
    request.open('POST', `/api/uploads?${new URLSearchParams({ conversationId, clientId, name: nameOf(file) })}`);
    request.setRequestHeader('content-type', file.type || 'application/octet-stream');
    request.upload.onprogress = ({ loaded, total }) => {
      alive();
      progressed(total > 0 ? loaded / total : 0);
    };
    request.onload = () => settle(request).then(resolve, reject);
    request.onerror = request.onabort = () => reject(new HubFailure(signal.aborted ? 'canceled' : 'network', 0));
    request.onloadend = () => clearTimeout(watch);
    signal.addEventListener('abort', () => request.abort());
    alive();
    request.send(file);
  });

/** A pasted picture has no name of its own; a name is one line without folders. */
const nameOf = (file: File): string => {
  const clean = file.name.replace(/[\p{Cc}\p{Cs}/\\]+/gu, '_').trim();
  const [base, end] = [clean.replace(/\.[^.]{1,10}$/, ''), /\.[^.]{1,10}$/.exec(clean)?.[0] ?? ''];
  return `${[...base].slice(0, 120).join('') || 'file'}${end}`;
};

async function settle(request: XMLHttpRequest): Promise<UploadView> {
  if (request.status < 200 || request.status > 299)
    throw await readFailure(new Response(request.responseText, { status: request.status || 599 }));
  const kept: UploadView = JSON.parse(request.responseText);
  return kept;
}
