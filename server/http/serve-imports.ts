import type { Express, Request } from 'express';
import { z } from 'zod';
import { type Caller, identifyCaller } from '../auth/identify-caller.ts';
import { requirePassword, withRight } from '../auth/permissions.ts';
import { importKinds, importLimits } from '../contract/imports.ts';
import { HubError } from '../errors.ts';
import { writeCsv } from '../exports/write-csv.ts';
import type { Hub } from '../hub.ts';
import { listProblems } from '../imports/list-problems.ts';
import { readImport, readRun } from '../imports/present-import.ts';
import { receiveFile } from '../imports/receive-file.ts';
import { requireOwnOrigin } from './own-origin.ts';
import { sendFile } from './send-file.ts';

/** Files on their way in, and what is wrong with their rows on its way out. */
export function mountImports(app: Express, hub: Hub): void {
  app.post('/api/imports', async (request, response) => {
    requireOwnOrigin(request);
    const caller = await admit(hub, request);
    const query = Query.safeParse(request.query);
    if (!query.success)
      throw new HubError('bad_request', query.error.issues.map(({ path, message }) => `query.${path.join('.')}: ${message}`).join('; '));
    if (Number(request.headers['content-length']) > importLimits.bytes)
      throw new HubError('payload_too_large', `${importLimits.bytes} bytes`);
    const id = await receiveFile(hub, caller.id, { ...query.data, bytes: request });
    response.json(await readImport(hub.db, id));
  });

  app.get('/api/imports/:id/problems.csv', async (request, response) => {
    await admit(hub, request);
    const id = z.uuid().safeParse(request.params.id);
    if (!id.success) throw new HubError('not_found');
    const { fileName } = await readRun(hub.db, id.data);
    await sendFile(hub, response, {
      name: `${fileName}-problems.csv`,
      type: 'text/csv; charset=utf-8',
      bytes: writeCsv(listProblems(hub.db, id.data)),
    });
  });
}

const Query = z.object({
  kind: z.enum(importKinds),
  fileName: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .regex(/^[^\p{Cc}/\\]+$/u),
});

async function admit(hub: Hub, request: Request): Promise<Caller> {
  const caller = await identifyCaller(hub, request.headers);
  if (!caller) throw new HubError('not_signed_in');
  requirePassword(caller);
  if (caller.masked) throw new HubError('not_allowed', 'addresses are masked for you');
  return withRight(caller, 'imports.write');
}
