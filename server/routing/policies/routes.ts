import { HubError } from '../../errors.ts';
import type { HandlersOf } from '../../http/endpoint.ts';
import { findTroubles } from '../findings/find-troubles.ts';
import { comparePolicies } from './compare-policies.ts';
import { previewPolicy } from './preview-policy.ts';
import { readPolicies } from './read-policies.ts';
import { savePolicy } from './save-policy.ts';
import { checkPolicy } from './validate-policy.ts';

export const policyRoutes: HandlersOf<'listPolicies' | 'previewPolicy' | 'savePolicy' | 'routingFindings'> = {
  async listPolicies({ hub, query: { before, limit } }) {
    const versions = await readPolicies(hub, { before, limit: limit + 1 });
    return { versions: versions.slice(0, limit), more: versions.length > limit };
  },

  async previewPolicy({ hub, body: { draft: given } }) {
    const catalog = await hub.catalog.current();
    const { draft, problems } = checkPolicy(catalog, given);
    const basedOn = catalog.policy.version;
    if (!draft) return { basedOn, problems: [...problems], sentences: [], changes: [], findings: [] };
    const policy = { ...draft, version: basedOn + 1 };
    return {
      basedOn,
      problems: [],
      sentences: previewPolicy(catalog, policy),
      changes: comparePolicies(catalog, catalog.policy, policy),
      findings: await findTroubles(hub, { ...catalog, policy }),
    };
  },

  async savePolicy({ hub, caller, body }) {
    const version = await savePolicy(hub, caller.id, body);
    const [saved] = await readPolicies(hub, { before: version + 1, limit: 1 });
    if (!saved) throw new HubError('not_found');
    return saved;
  },

  routingFindings: async ({ hub }) => ({ findings: await findTroubles(hub, await hub.catalog.current()) }),
};
