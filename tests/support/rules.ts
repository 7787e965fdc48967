import type { z } from 'zod';
import type { QueueRules } from '../../server/contract/routing-rules.ts';
import { type PolicyGiven, policyDraft, rulesDraft } from './configuration.ts';
import { addPerson, type Client, client, type TestHub } from './hub.ts';

/** The one who may change the rules. */
export const employAdmin = async (test: TestHub): Promise<Client> =>
  client(test, await addPerson(test, { name: 'Root', role: 'admin', queues: [] }));

/** Change some rules of a queue, as an admin does in the settings. */
export async function setRules(admin: Client, queueId: string, changed: Partial<z.input<typeof QueueRules>>): Promise<void> {
  const { queues } = await admin.call('listQueueRules');
  const revision = queues.find((queue) => queue.queueId === queueId)?.revision ?? '';
  await admin.call('changeQueueRules', { id: queueId, body: { revision, rules: rulesDraft(changed) } });
}

/** Put another policy in force. */
export async function setPolicy(admin: Client, changed: Partial<PolicyGiven>): Promise<number> {
  const { versions } = await admin.call('listPolicies', {});
  const { version } = await admin.call('savePolicy', { body: { basedOn: versions[0]?.version ?? 0, draft: policyDraft(changed) } });
  return version;
}
