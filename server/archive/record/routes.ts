import { requireCustomer } from '../../auth/require-visible.ts';
import type { HandlersOf } from '../../http/endpoint.ts';
import { addConsent } from '../consents/add-consent.ts';
import { readConsents } from '../consents/read-consents.ts';
import { checkField } from '../freshness/check-field.ts';
import { addMember } from '../groups/add-member.ts';
import { endMembership } from '../groups/end-membership.ts';
import { pageOf } from '../page-of.ts';
import { readRecord } from './read-record.ts';

export const recordRoutes: HandlersOf<'readRecord' | 'checkField' | 'listConsents' | 'addConsent' | 'addMember' | 'endMembership'> = {
  async readRecord({ hub, caller, id }) {
    await requireCustomer(hub, caller, id);
    return readRecord(hub, caller, id);
  },

  async checkField({ hub, caller, id, body }) {
    await requireCustomer(hub, caller, id);
    await checkField(hub, caller, id, body.field);
    return readRecord(hub, caller, id);
  },

  async listConsents({ hub, caller, id, query }) {
    await requireCustomer(hub, caller, id);
    const { rows, next } = pageOf(await readConsents(hub.db, id, query), query.limit);
    return { consents: rows, next };
  },

  async addConsent({ hub, caller, id, body }) {
    await requireCustomer(hub, caller, id);
    await addConsent(hub, caller.id, id, body);
    return readRecord(hub, caller, id);
  },

  async addMember({ hub, caller, id, body }) {
    await requireCustomer(hub, caller, id);
    await requireCustomer(hub, caller, body.memberId);
    await addMember(hub, caller.id, id, body);
    return readRecord(hub, caller, id);
  },

  async endMembership({ hub, caller, id }) {
    await endMembership(hub, caller, id);
    return { ok: true };
  },
};
