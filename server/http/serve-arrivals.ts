import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import express, { type Express, type Request } from 'express';
import { z } from 'zod';
import { identifyCaller } from '../auth/identify-caller.ts';
import { requirePassword, withRight } from '../auth/permissions.ts';
import type { Permission } from '../contract/permissions.ts';
import { rehearsalLimits } from '../contract/rehearsals.ts';
import { HubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import { exportArrivals } from '../routing/history/export-arrivals.ts';

/** Arrivals on their way out, as a download that is written while it is read; and on their way in, with a rehearsal. */
export function mountArrivals(app: Express, hub: Hub): void {
  // Only who may rehearse may send so much, and that is known before it is read.
  app.post('/api/rehearsals', async (request, _, next) => {
    await admit(hub, request, 'planning.write');
    next();
  });
  app.use('/api/rehearsals', express.json({ limit: 2 * rehearsalLimits.csvBytes }));

  app.get('/api/routing/arrivals.csv', async (request, response) => {
    await admit(hub, request, 'planning.read');
    const range = readRange(request);
    const { queues } = await hub.catalog.current();
    if (range.queueId && !queues.some(({ id }) => id === range.queueId)) throw new HubError('unknown_queue');
    const keys = new Map(queues.map(({ id, key }) => [id, key]));
    const rows = exportArrivals({ db: hub.db, now: hub.clock.now(), nameOf: (id) => keys.get(id) ?? id }, range);
    response
      .type('text/csv; charset=utf-8')
      .set('cache-control', 'no-store')
      .set('content-disposition', `attachment; filename="arrivals-${day(range.from)}-${day(range.to)}.csv"`);
    // Whoever goes away in the middle has simply had enough.
    await pipeline(Readable.from(rows), response).catch((error: unknown) => {
      if (!response.destroyed || !request.destroyed) hub.log.warn({ err: error }, 'export of arrivals ended early');
    });
  });
}

const day = (time: Date): string => time.toISOString().slice(0, 10);

async function admit(hub: Hub, request: Request, permission: Permission): Promise<void> {
  const caller = await identifyCaller(hub, request.headers);
  if (!caller) throw new HubError('not_signed_in');
  requirePassword(caller);
  withRight(caller, permission);
}

const Query = z.object({ from: z.iso.datetime({ offset: true }), to: z.iso.datetime({ offset: true }), queueId: z.uuid().optional() });

function readRange(request: Request): { from: Date; to: Date; queueId?: string | undefined } {
  const query = Query.safeParse(request.query);
  if (!query.success) {
    throw new HubError('bad_request', query.error.issues.map(({ path, message }) => `query.${path.join('.')}: ${message}`).join('; '));
  }
  return { from: new Date(query.data.from), to: new Date(query.data.to), queueId: query.data.queueId };
}
