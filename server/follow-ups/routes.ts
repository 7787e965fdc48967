import type { Caller } from '../auth/identify-caller.ts';
import { requireCustomer } from '../auth/require-visible.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import type { HandlersOf } from '../http/endpoint.ts';
import type { Hub } from '../hub.ts';
import { readSegment } from '../segments/present-segment.ts';
import { changeFollowUp, finishFollowUp, reopenFollowUp } from './change-follow-up.ts';
import { countDue } from './count-due.ts';
import { createFollowUp } from './create-follow-up.ts';
import { listFollowUps } from './list-follow-ups.ts';
import { readFollowUp } from './present-follow-up.ts';
import { readRule, readRules } from './present-rule.ts';
import { readCare } from './read-care.ts';
import { changeRule, createRule, endRule } from './save-rule.ts';
import { readBatch, startBatch, undoBatch } from './start-batch.ts';

type Names =
  | 'listFollowUps'
  | 'dueCounts'
  | 'createFollowUp'
  | 'changeFollowUp'
  | 'finishFollowUp'
  | 'reopenFollowUp'
  | 'customerCare'
  | 'listFollowUpRules'
  | 'createFollowUpRule'
  | 'changeFollowUpRule'
  | 'endFollowUpRule'
  | 'startBatch'
  | 'readBatch'
  | 'undoBatch';

export const followUpRoutes: HandlersOf<Names> = {
  listFollowUps: ({ hub, caller, query }) => listFollowUps(hub, caller, query),

  dueCounts: ({ hub, caller, query }) => countDue(hub.db, caller, new Date(query.today)),

  async createFollowUp({ hub, caller, body }) {
    await requireCustomer(hub, caller, body.customerId);
    return readFollowUp(hub, await createFollowUp(hub, caller.id, body));
  },

  async changeFollowUp({ hub, caller, id, body }) {
    await requireFollowUp(hub, caller, id);
    await changeFollowUp(hub, caller.id, id, body);
    return readFollowUp(hub, id);
  },

  async finishFollowUp({ hub, caller, id, body }) {
    await requireFollowUp(hub, caller, id);
    await finishFollowUp(hub, caller.id, id, body.outcome);
    return readFollowUp(hub, id);
  },

  async reopenFollowUp({ hub, caller, id }) {
    await requireFollowUp(hub, caller, id);
    await reopenFollowUp(hub, caller.id, id);
    return readFollowUp(hub, id);
  },

  async customerCare({ hub, caller, id }) {
    await requireCustomer(hub, caller, id);
    return readCare(hub, caller, id);
  },

  listFollowUpRules: async ({ hub }) => ({ rules: await readRules(hub.db, sql`true`) }),

  createFollowUpRule: async ({ hub, caller, body }) => readRule(hub.db, await createRule(hub, caller.id, body)),

  async changeFollowUpRule({ hub, caller, id, body }) {
    await changeRule(hub, caller.id, id, body);
    return readRule(hub.db, id);
  },

  async endFollowUpRule({ hub, caller, id }) {
    await endRule(hub, caller.id, id);
    return readRule(hub.db, id);
  },

  async startBatch({ hub, caller, body }) {
    const { filter } = await readSegment(hub.db, caller, body.segmentId);
    return readBatch(hub.db, await startBatch(hub, caller.id, filter, body));
  },

  readBatch: ({ hub, id }) => readBatch(hub.db, id),

  async undoBatch({ hub, caller, id }) {
    await undoBatch(hub, caller.id, id);
    return readBatch(hub.db, id);
  },
};

/** One may act on the follow-ups of customers one may see. */
async function requireFollowUp(hub: Hub, caller: Caller, id: string): Promise<void> {
  const found = await hub.db.maybe<{ customerId: string }>(sql`select customer_id from follow_ups where id = ${id}`);
  if (!found) throw new HubError('not_found');
  await requireCustomer(hub, caller, found.customerId);
}
