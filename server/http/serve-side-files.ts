import type { Express } from 'express';
import { readOwnClear } from '../auth/masks/read-clear.ts';
import { requireTicket } from '../auth/require-visible.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import { admit } from './serve-files.ts';

interface SideFile {
  readonly ticketId: string;
  readonly customerId: string;
  readonly name: string;
  readonly content: Buffer;
}

/** Files that third parties sent: to be saved, never shown by us. */
export function mountSideFiles(app: Express, hub: Hub): void {
  app.get('/api/side-files/:id', async (request, response) => {
    const caller = await admit(hub, request.headers);
    const file = await readFile(hub, request.params.id);
    await requireTicket(hub, caller, file.ticketId);
    if (caller.masked && !(await readOwnClear(hub, caller.id)).has(file.customerId)) throw new HubError('masked_file');
    response
      .set('content-security-policy', "default-src 'none'; sandbox")
      .set('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
      .type('application/octet-stream')
      .send(file.content);
  });
}

async function readFile(hub: Hub, id: string): Promise<SideFile> {
  const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
  const file =
    isUuid &&
    (await hub.db.maybe<SideFile>(sql`
      select s.ticket_id, m.customer_id, f.name, f.content
      from side_files f join side_messages m on m.id = f.message_id join side_conversations s on s.id = m.side_id where f.id = ${id}`));
  if (!file) throw new HubError('not_found');
  return file;
}
