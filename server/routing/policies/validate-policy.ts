import { type Checked, checkDraft, problem } from '../../catalog/check-draft.ts';
import type { Catalog } from '../../catalog/read-catalog.ts';
import { both } from '../../catalog/words.ts';
import type { Problem } from '../../contract/configuration.ts';
import type { Promises } from '../../contract/entities.ts';
import { PolicyDraft } from '../../contract/routing-rules.ts';
import { channels } from '../../contract/statuses.ts';

/** A promise is at least a second, and nothing is promised for after a quarter. */
export const shortestPromise = 1;
export const longestPromise = 90 * 86_400;

/** No head start lasts longer than thirty thousand years; beyond that, doubles stop telling seconds apart. */
const MOST_SCORE = 1e12;

/** A policy as somebody drafted it, complete and possible; or what stands in its way, by place. */
export const checkPolicy = (catalog: Catalog, given: unknown): Checked<PolicyDraft> =>
  checkDraft(PolicyDraft, given, (draft) => [
    ...promiseProblems(catalog, ['promises'], draft.promises),
    ...gaps(catalog, 'promises', draft.promises),
    ...Object.entries(draft.queuePromises).flatMap(([queueId, promises]) =>
      catalog.queues.some(({ id }) => id === queueId)
        ? promiseProblems(catalog, ['queuePromises', queueId], promises)
        : [problem(['queuePromises', queueId], both('there is no such queue', '没有这个队列'))],
    ),
    ...lineProblems(catalog, draft),
  ]);

const unknownTiers = (catalog: Catalog, place: readonly string[], byTier: object): Problem[] =>
  Object.keys(byTier)
    .filter((key) => !catalog.tiers.some((tier) => tier.key === key))
    .map((key) => problem([...place, key], both('there is no such tier', '没有这个等级')));

function promiseProblems(catalog: Catalog, place: readonly string[], promises: Promises): Problem[] {
  const outside = Object.entries(promises).flatMap(([tier, byChannel]) =>
    Object.entries(byChannel)
      .filter(([, seconds]) => seconds < shortestPromise || seconds > longestPromise)
      .map(([channel, seconds]) =>
        problem(
          [...place, tier, channel],
          seconds < shortestPromise
            ? both('must be at least 1 second', '不得少于 1 秒')
            : both('must be at most 90 days', '不得超过 90 天'),
        ),
      ),
  );
  return [...unknownTiers(catalog, place, promises), ...outside];
}

/** Every tier has one on every channel: who has none would wait by a promise that nobody made. */
const gaps = (catalog: Catalog, part: 'promises' | 'lines', byTier: Partial<Record<string, object>>): Problem[] =>
  catalog.tiers.flatMap(({ key }) => {
    const given = byTier[key];
    if (!given) return [problem([part, key], missing)];
    return channels.filter((channel) => !(channel in given)).map((channel) => problem([part, key, channel], missing));
  });

const missing = both('is missing', '缺失');

function lineProblems(catalog: Catalog, { preset, lines }: PolicyDraft): Problem[] {
  if (preset !== 'table')
    return Object.keys(lines).length === 0 ? [] : [problem(['lines'], both('belong to the preset `table` only', '仅用于预设 `table`'))];
  const absurd = Object.entries(lines).flatMap(([tier, byChannel]) =>
    Object.entries(byChannel).flatMap(([channel, line]) =>
      Object.entries(line)
        .filter(([, value]) => Math.abs(value) > MOST_SCORE)
        .map(([key]) => problem(['lines', tier, channel, key], both('is absurdly large', '数值大得离谱'))),
    ),
  );
  return [...unknownTiers(catalog, ['lines'], lines), ...absurd, ...gaps(catalog, 'lines', lines)];
}
