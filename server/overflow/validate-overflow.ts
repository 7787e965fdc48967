import { type Checked, checkDraft, problem } from '../catalog/check-draft.ts';
import type { Catalog } from '../catalog/read-catalog.ts';
import { both } from '../catalog/words.ts';
import type { Problem } from '../contract/configuration.ts';
import { Overflow } from '../contract/overflow.ts';
import { overflowOf } from './rules.ts';

/** Whether these can be the rules of this queue, or every place that cannot be, by name. */
export const validateOverflow = (catalog: Catalog, queueId: string, given: unknown): Checked<Overflow> =>
  checkDraft(Overflow, given, (draft) => [
    ...strayRules(catalog, queueId, draft),
    ...missingAddress(draft),
    ...circles(catalog, queueId, draft),
  ]);

function strayRules(catalog: Catalog, queueId: string, draft: Overflow): Problem[] {
  return (['before', 'after'] as const).flatMap((part) =>
    draft[part].flatMap(({ act, channels }, i) => {
      if (act.do === 'offer' && channels.some((channel) => channel !== 'voice'))
        return [problem([part, i, 'channels'], both('only callers can be offered something', '只有来电可以提供选项'))];
      if (act.do !== 'queue') return [];
      if (act.queueId === queueId) return [problem([part, i, 'act', 'queueId'], both('is this very queue', '就是本队列'))];
      const isKnown = catalog.queues.some(({ id }) => id === act.queueId);
      return isKnown ? [] : [problem([part, i, 'act', 'queueId'], both('is no queue', '没有这个队列'))];
    }),
  );
}

function missingAddress({ before, after, chatUrl }: Overflow): Problem[] {
  const isOffered = [...before, ...after].some(({ act }) => act.do === 'offer' && act.choices.includes('chat_link'));
  return isOffered && chatUrl === null ? [problem(['chatUrl'], both('is needed for the link that is offered', '提供链接时必须填写'))] : [];
}

/** From queue to queue and back nobody would ever be served: such rules are refused where they would close the circle. */
function circles(catalog: Catalog, queueId: string, draft: Overflow): Problem[] {
  const leadsTo = (id: string): string[] =>
    targets(id === queueId ? draft : overflowOf(catalog.queues.find((queue) => queue.id === id) ?? none));
  const reaches = (from: string, seen: Set<string>): boolean =>
    from === queueId || (!seen.has(from) && leadsTo(from).some((next) => reaches(next, seen.add(from))));
  return (['before', 'after'] as const).flatMap((part) =>
    draft[part].flatMap(({ act }, i) =>
      act.do === 'queue' && act.queueId !== queueId && reaches(act.queueId, new Set())
        ? [problem([part, i, 'act', 'queueId'], both('leads back to this queue', '会绕回本队列'))]
        : [],
    ),
  );
}

const none = { overflow: {} };

const targets = ({ before, after }: Overflow): string[] =>
  [...before, ...after].flatMap(({ act }) => (act.do === 'queue' ? [act.queueId] : []));
