import { pipeline } from 'node:stream/promises';
import express, { type Express, type Request } from 'express';
import { z } from 'zod';
import { mayRead } from '../archive/custom-fields/field-rights.ts';
import { type Caller, identifyCaller } from '../auth/identify-caller.ts';
import { requirePassword, withRight } from '../auth/permissions.ts';
import { requireCustomer } from '../auth/require-visible.ts';
import { ReasonBody } from '../contract/privacy.ts';
import { HubError } from '../errors.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { exportPerson } from '../privacy/export-person.ts';
import { requireOwnOrigin } from './own-origin.ts';

/** However slowly somebody reads, a transaction does not stay open for ever (milliseconds). */
const LONGEST = 15 * 60_000;

/** A person's data as a download: asked for by a form or a program, with the reason, and written in the log before the first byte. */
export function mountPersonExport(app: Express, hub: Hub): void {
  app.post(
    '/api/customers/:id/export.zip',
    express.urlencoded({ extended: false, limit: '10kb' }),
    express.json({ limit: '10kb' }),
    async (request, response) => {
      const caller = await admit(hub, request);
      const customerId = await readWish(hub, caller, request);
      const { reason } = readReason(request);
      await hub.db.transact(async (tx) => {
        record(hub, tx, { name: 'customer.exported', actor: agentActor(caller.id), customerId, data: { reason } });
      });
      response
        .type('application/zip')
        .set('cache-control', 'no-store')
        .set('content-disposition', `attachment; filename="customer-${customerId}.zip"`);
      const withheld = (await hub.catalog.current()).customFields.filter((field) => !mayRead(caller, field)).map(({ key }) => key);
      await hub.db
        .transact(async (tx) => {
          const fail = (error: unknown) => response.destroy(error instanceof Error ? error : new Error('export failed'));
          const zip = await exportPerson(tx, { customerId, at: hub.clock.now(), withheld }, fail);
          await pipeline(zip, response, { signal: AbortSignal.timeout(LONGEST) });
        })
        // Whoever goes away in the middle has simply had enough.
        .catch((error: unknown) => {
          if (!request.destroyed) hub.log.warn({ err: error }, 'export of a person ended early');
          response.destroy();
        });
    },
  );
}

async function admit(hub: Hub, request: Request): Promise<Caller> {
  requireOwnOrigin(request);
  const caller = await identifyCaller(hub, request.headers);
  if (!caller) throw new HubError('not_signed_in');
  requirePassword(caller);
  if (caller.masked) throw new HubError('not_allowed', 'addresses are masked for you');
  return withRight(caller, 'privacy.read');
}

async function readWish(hub: Hub, caller: Caller, request: Request): Promise<string> {
  const id = z.uuid().safeParse(request.params.id);
  if (!id.success) throw new HubError('not_found');
  await requireCustomer(hub, caller, id.data);
  return id.data;
}

function readReason(request: Request): { reason: string } {
  const body = ReasonBody.safeParse(request.body);
  if (!body.success || /[\0\p{Cs}]/u.test(body.data.reason)) throw new HubError('bad_request', 'body.reason: say why');
  return body.data;
}
