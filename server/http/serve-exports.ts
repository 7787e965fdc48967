import type { Express, Request, Response } from 'express';
import { z } from 'zod';
import { type Caller, identifyCaller } from '../auth/identify-caller.ts';
import { requirePassword, withRight } from '../auth/permissions.ts';
import { fileFormats } from '../contract/imports.ts';
import { languages } from '../contract/statuses.ts';
import { HubError } from '../errors.ts';
import { makeExport, type Wanted } from '../exports/make-export.ts';
import type { Hub } from '../hub.ts';
import { sendFile } from './send-file.ts';

const File = z.object({ what: z.enum(['customers', 'orders', 'tickets']), format: z.enum(fileFormats) });
const Query = z.object({ language: z.enum(languages).optional(), segmentId: z.uuid().optional() });

/** Lists as files: `/api/exports/customers.csv`, `.xlsx`, `.jsonl`; the same for orders, tickets and a customer's history. */
export function mountExports(app: Express, hub: Hub): void {
  app.get('/api/exports/:file', async (request, response) => {
    const caller = await admit(hub, request);
    const [what, format] = (request.params.file ?? '').split('.');
    const file = File.safeParse({ what, format });
    if (!file.success) throw new HubError('not_found');
    const query = readQuery(request);
    const wanted: Wanted = file.data.what === 'customers' ? { what: 'customers', segmentId: query.segmentId } : { what: file.data.what };
    await answer(hub, caller, request, response, wanted, file.data.format);
  });

  app.get('/api/customers/:id/history.:format', async (request, response) => {
    const caller = await admit(hub, request);
    const id = z.uuid().safeParse(request.params.id);
    const format = z.enum(fileFormats).safeParse(request.params.format);
    if (!id.success || !format.success) throw new HubError('not_found');
    await answer(hub, caller, request, response, { what: 'history', customerId: id.data }, format.data);
  });
}

async function answer(
  hub: Hub,
  caller: Caller,
  request: Request,
  response: Response,
  wanted: Wanted,
  format: (typeof fileFormats)[number],
): Promise<void> {
  const language = readQuery(request).language ?? languages.find((one) => one === caller.language) ?? 'en';
  await sendFile(hub, response, await makeExport({ hub, caller, language }, wanted, format));
}

function readQuery(request: Request): z.infer<typeof Query> {
  const query = Query.safeParse(request.query);
  if (!query.success)
    throw new HubError('bad_request', query.error.issues.map(({ path, message }) => `query.${path.join('.')}: ${message}`).join('; '));
  return query.data;
}

async function admit(hub: Hub, request: Request): Promise<Caller> {
  const caller = await identifyCaller(hub, request.headers);
  if (!caller) throw new HubError('not_signed_in');
  requirePassword(caller);
  return withRight(caller, 'exports.read');
}
