import type { Catalog, PolicyRow } from '../../catalog/read-catalog.ts';
import { both, channelWords, durationWords, listed, presetWords } from '../../catalog/words.ts';
import type { PolicyChange } from '../../contract/configuration.ts';
import type { Label, Promises } from '../../contract/entities.ts';
import { channels } from '../../contract/statuses.ts';
import { kindWords } from './preview-policy.ts';

type Compared = Pick<PolicyRow, 'preset' | 'promises' | 'queuePromises' | 'lines' | 'bars'>;

/** What becomes different, place by place, in words. */
export function comparePolicies(catalog: Pick<Catalog, 'tiers' | 'queues'>, before: Compared, after: Compared): PolicyChange[] {
  const queueIds = [...new Set([...Object.keys(before.queuePromises), ...Object.keys(after.queuePromises)])];
  return [
    ...change(['preset'], both('Order', '排序方式'), presetWords[before.preset], presetWords[after.preset]),
    ...promiseChanges(catalog, ['promises'], before.promises, after.promises),
    ...queueIds.flatMap((id) =>
      promiseChanges(
        catalog,
        ['queuePromises', id],
        before.queuePromises[id] ?? {},
        after.queuePromises[id] ?? {},
        queueWords(catalog, id),
      ),
    ),
    // Lines of a table that is left behind order nobody any more.
    ...(after.preset === 'table' ? lineChanges(catalog, before.lines, after.lines) : []),
    ...barChanges(before.bars, after.bars),
  ];
}

function change(place: readonly string[], what: Label, from: Label | null, to: Label | null): PolicyChange[] {
  return from?.en === to?.en ? [] : [{ place: place.join('.'), what, from, to }];
}

const queueWords = ({ queues }: Pick<Catalog, 'queues'>, id: string): Label =>
  queues.find((queue) => queue.id === id)?.label ?? both(id, id);

/** Every tier and channel that either side speaks of, tiers as they rank. */
function* kinds(catalog: Pick<Catalog, 'tiers'>, ...sides: readonly object[]) {
  const known = catalog.tiers.map(({ key }) => key);
  const others = sides.flatMap((side) => Object.keys(side)).filter((tier) => !known.includes(tier));
  for (const tier of [...known, ...new Set(others)]) for (const channel of channels) yield { tier, channel };
}

function promiseChanges(
  catalog: Pick<Catalog, 'tiers'>,
  place: readonly string[],
  before: Promises,
  after: Promises,
  queue?: Label,
): PolicyChange[] {
  return [...kinds(catalog, before, after)].flatMap((kind) => {
    const [from, to] = [before[kind.tier]?.[kind.channel], after[kind.tier]?.[kind.channel]];
    const kindLabel = kindWords(catalog, kind);
    const what = queue ? both(`${queue.en}: ${kindLabel.en}`, `${queue['zh-CN']}：${kindLabel['zh-CN']}`) : capital(kindLabel);
    return change([...place, kind.tier, kind.channel], what, secondsWords(from), secondsWords(to));
  });
}

const secondsWords = (seconds: number | undefined): Label | null => (seconds === undefined ? null : durationWords(seconds));

const capital = (words: Label): Label => ({ ...words, en: words.en.charAt(0).toUpperCase() + words.en.slice(1) });

const lineChanges = (catalog: Pick<Catalog, 'tiers'>, before: PolicyRow['lines'], after: PolicyRow['lines']): PolicyChange[] =>
  [...kinds(catalog, before, after)].flatMap((kind) => {
    const [from, to] = [before[kind.tier]?.[kind.channel], after[kind.tier]?.[kind.channel]];
    return change(['lines', kind.tier, kind.channel], capital(kindWords(catalog, kind)), lineWords(from), lineWords(to));
  });

const lineWords = (line: { headStart: number; acceleration: number } | undefined): Label | null =>
  line ? both(`${line.headStart} + ${line.acceleration}/s`, `${line.headStart} + ${line.acceleration}/秒`) : null;

const barChanges = (before: PolicyRow['bars'], after: PolicyRow['bars']): PolicyChange[] =>
  channels.flatMap((channel) => {
    const what = both(`While holding: ${channelWords[channel].en}`, `处理${channelWords[channel]['zh-CN']}时`);
    return change(['bars', channel], what, barWords(before[channel] ?? []), barWords(after[channel] ?? []));
  });

const barWords = (barred: readonly (typeof channels)[number][]): Label =>
  barred.length === 0
    ? both('bars nothing', '不排除任何渠道')
    : listed(channels.filter((channel) => barred.includes(channel)).map((channel) => channelWords[channel]));
