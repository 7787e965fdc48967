import { checkDraft, problem } from '../../catalog/check-draft.ts';
import { both, counted } from '../../catalog/words.ts';
import { DispositionsPart, type Effect } from '../../contract/settings.ts';
import type { Reader } from '../../db/database.ts';
import { json, sql } from '../../db/sql.ts';
import { type Change, definePart } from '../part.ts';
import { repeated } from './repeated.ts';

/** What agents say a contact was about, in the order they are offered. */
export const dispositions = definePart<DispositionsPart>({
  key: 'dispositions',
  title: both('Dispositions', '处理结果'),
  tables: sql`dispositions`,
  schema: DispositionsPart,
  check: (given, { catalog: { queues } }) =>
    checkDraft(DispositionsPart, given, (draft) => [
      ...repeated(draft, 'code', ({ code }) => code),
      ...draft.flatMap(({ queueIds }, i) =>
        queueIds
          .filter((queueId) => !queues.some(({ id }) => id === queueId))
          .map(() => problem([i, 'queueIds'], both('names a queue that there is not', '包含不存在的队列'))),
      ),
      ...queues
        .filter(({ id, retiredAt, dispositionRequired }) => !retiredAt && dispositionRequired && !draft.some((one) => isOffered(one, id)))
        .map(({ label }) =>
          problem(
            ['queues'],
            both(`${label.en} asks for a disposition and would be offered none`, `队列“${label['zh-CN']}”要求填写处理结果，但没有可选项`),
          ),
        ),
    ]),
  async effects(db, change): Promise<Effect[]> {
    const used = await inUse(db, change);
    return used.map(({ label, count }) => ({
      weight: 'notice',
      words: both(
        `${label.en} is no longer offered; ${counted(count, 'contact keeps', 'contacts keep')} it.`,
        `“${label['zh-CN']}”不再提供；${count} 次联络记录保留该结果。`,
      ),
    }));
  },
  async write({ hub, tx }, change) {
    const kept = (await inUse(tx, change)).map(({ code, label, queueIds, channels }) => ({
      code,
      label,
      queueIds,
      channels,
      retired: true,
    }));
    tx.write(sql`delete from dispositions where code <> all(${[...change.after, ...kept].map(({ code }) => code)})`);
    for (const [rank, { code, label, queueIds, channels, retired }] of [...change.after, ...kept].entries())
      tx.write(sql`
        insert into dispositions as d (code, label, rank, queue_ids, channels, retired_at)
        values (${code}, ${json(label)}, ${rank}, ${queueIds}::uuid[], ${channels}::channel[], ${retired ? hub.clock.now() : null})
        on conflict (code) do update set label = excluded.label, rank = excluded.rank, queue_ids = excluded.queue_ids, channels = excluded.channels,
          retired_at = case when excluded.retired_at is null then null else coalesce(d.retired_at, excluded.retired_at) end`);
    return [];
  },
  async facts(_, db) {
    const rows = await db.all<{ code: string; count: number }>(sql`
      select disposition as code, count(*) as count from tasks where disposition is not null group by disposition`);
    return { used: Object.fromEntries(rows.map(({ code, count }) => [code, count])) };
  },
});

type Row = DispositionsPart[number];

const isOffered = ({ queueIds, retired }: Row, queueId: string): boolean =>
  !retired && (queueIds.length === 0 || queueIds.includes(queueId));

/** Of those no longer named or newly retired, what past contacts say. */
async function inUse(db: Reader, { before = [], after }: Change<DispositionsPart>): Promise<(Row & { count: number })[]> {
  const gone = before.filter(({ code }) => !after.some((one) => one.code === code));
  if (gone.length === 0) return [];
  const rows = await db.all<{ code: string; count: number }>(sql`
    select disposition as code, count(*) as count from tasks where disposition = any(${gone.map(({ code }) => code)}) group by disposition`);
  return gone.flatMap((one) => rows.filter(({ code }) => code === one.code).map(({ count }) => ({ ...one, count })));
}
