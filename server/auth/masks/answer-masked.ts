import { api, type Endpoint, type EndpointName } from '../../contract/api.ts';
import type { Area } from '../../contract/permissions.ts';
import { HubError } from '../../errors.ts';
import type { Hub } from '../../hub.ts';
import type { Caller } from '../identify-caller.ts';
import { type InClear, maskAnswer } from './mask-answer.ts';
import { MASK, maskText } from './mask-text.ts';
import { readOwnClear } from './read-clear.ts';

interface Question {
  readonly name: EndpointName;
  readonly caller: Caller;
  readonly id: string;
  readonly body: unknown;
}

/**
 * The answer of an endpoint as this person may see it, and its failure too. Throws `masked_text` when what they send holds
 * a masked address: it would be kept, or go out, in the place of the real one.
 */
export async function answerMasked<Answer>(hub: Hub, question: Question, answer: () => Promise<Answer>): Promise<Answer> {
  const { name, caller, body } = question;
  if (!caller.masked || isOfOurs(name)) return answer();
  if (JSON.stringify(body ?? null).includes(MASK)) throw new HubError('masked_text');
  const given = await answer().catch(async (error: unknown) => {
    throw error instanceof HubError ? maskFailure(error, await readOwnClear(hub, caller.id)) : error;
  });
  // Read afterwards: who accepts a task holds the contact by the answer.
  return maskAnswer(given, await readOwnClear(hub, caller.id), customerOf(question));
}

/** What holds no customers: settings, the people who work here, and one's own things and words. */
const isOfOurs = (name: EndpointName): boolean => {
  const { access }: Endpoint = api[name];
  return own.has(name) || areasOfOurs.some((area) => access === `${area}.read` || access === `${area}.write`);
};
const areasOfOurs: readonly Area[] = ['settings', 'people', 'webhooks', 'planning'];
const own = new Set<EndpointName>([
  ...(['signIn', 'me', 'signOut', 'changePassword', 'setLanguage', 'listTokens', 'createToken', 'revokeToken', 'catalog'] as const),
  ...(['keepPresence', 'getDraft', 'saveDraft', 'readSignature', 'keepFirstSteps'] as const),
]);

const maskFailure = ({ code, detail, facts }: HubError, clear: InClear): HubError =>
  new HubError(code, detail && maskText(detail), facts && maskAnswer(facts, clear));

const customerOf = ({ name, id }: Question): string | undefined => (api[name].path.startsWith('/api/customers/:id') ? id : undefined);
