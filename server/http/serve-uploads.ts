import type { Express, Request, Response } from 'express';
import { z } from 'zod';
import { type Caller, identifyCaller } from '../auth/identify-caller.ts';
import { requirePassword, withRight } from '../auth/permissions.ts';
import { requireConversation } from '../auth/require-visible.ts';
import { messageLimits } from '../contract/message-limits.ts';
import { receiveUpload } from '../conversations/uploads/receive-upload.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import { requireOwnOrigin } from './own-origin.ts';

/** Files on their way into a message, and out of it to whoever was sent a link. */
export function mountUploads(app: Express, hub: Hub): void {
  app.post('/api/uploads', async (request, response) => {
    requireOwnOrigin(request);
    const caller = await admit(hub, request);
    const query = Query.safeParse(request.query);
    if (!query.success)
      throw new HubError('bad_request', query.error.issues.map(({ path, message }) => `query.${path.join('.')}: ${message}`).join('; '));
    if (Number(request.headers['content-length']) > messageLimits.fileBytes)
      throw new HubError('payload_too_large', `${messageLimits.fileBytes} bytes`);
    await requireConversation(hub, caller, query.data.conversationId);
    const contentType = (request.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
    response.json(await receiveUpload(hub, caller.id, { ...query.data, contentType, bytes: request }));
  });

  app.get('/api/uploads/:id', async (request, response) => {
    const caller = await admit(hub, request);
    const id = z.uuid().safeParse(request.params.id);
    const file = id.success && (await readUpload(hub, caller.id, id.data));
    if (!file) throw new HubError('not_found');
    sendAway(response, file);
  });

  app.get('/files/:key', async (request, response) => {
    const file = await hub.db.maybe<StoredFile>(
      sql`select name, content_type, content from attachments where link_key = ${request.params.key.slice(0, 64)}`,
    );
    if (!file) throw new HubError('not_found');
    sendAway(response.set('x-robots-tag', 'noindex'), file);
  });
}

const Query = z.object({
  conversationId: z.uuid(),
  clientId: z.string().min(8).max(64),
  name: z
    .string()
    .trim()
    .min(1)
    .max(messageLimits.fileName)
    .regex(/^[^\p{Cc}\p{Cs}/\\]+$/u),
});

async function admit(hub: Hub, request: Request): Promise<Caller> {
  const caller = await identifyCaller(hub, request.headers);
  if (!caller) throw new HubError('not_signed_in');
  requirePassword(caller);
  return withRight(caller, 'tickets.write');
}

interface StoredFile {
  name: string;
  contentType: string;
  content: Buffer;
}

const readUpload = (hub: Hub, agentId: string, id: string): Promise<StoredFile | undefined> =>
  hub.db.maybe<StoredFile>(sql`
    select u.name, u.content_type, (select string_agg(p.content, ''::bytea order by p.part) from upload_parts p where p.upload_id = u.id) as content
    from uploads u where u.id = ${id} and u.agent_id = ${agentId} and u.ready_at is not null`);

const pictures = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/** Only pictures are shown where they are; anything else is saved, and can do nothing in our name. */
function sendAway(response: Response, { name, contentType, content }: StoredFile): void {
  const shown = pictures.has(contentType);
  response
    .set('content-security-policy', "default-src 'none'; sandbox")
    .set('cache-control', 'private, max-age=3600')
    .set('content-disposition', `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(name)}`)
    .type(shown ? contentType : 'application/octet-stream')
    .send(content);
}
