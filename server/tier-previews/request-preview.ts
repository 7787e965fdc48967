import { v7 as uuid } from 'uuid';
import type { TierPreviewView, TierRulesDraft } from '../contract/tier-rules.ts';
import { checkRules } from '../customers/tiers/check-rules.ts';
import { json, sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor, record, theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import type { JobRun } from '../jobs/job-run.ts';
import { runThread } from '../jobs/run-thread.ts';
import type { PreviewNews } from './preview-news.ts';

const ATTEMPTS = 3;

/** Ask what rules would do. Where they cannot be, the problems are told at once and nothing is played. */
export async function requestPreview(hub: Hub, agentId: string, given: unknown): Promise<TierPreviewView> {
  const { draft, problems } = checkRules(await hub.catalog.current(), given);
  if (!draft) return { id: null, state: 'failed', progress: 0, problems: [...problems], result: null, error: null };
  const id = uuid();
  await hub.db.transact(async (tx) => insert(hub, tx, id, agentId, draft));
  return readPreview(hub, id);
}

async function insert(hub: Hub, tx: Parameters<typeof record>[1], id: string, agentId: string, draft: TierRulesDraft): Promise<void> {
  tx.write(sql`
    insert into tier_previews (id, rules, state, created_at, created_by_id) values (${id}, ${json(draft)}, 'queued', ${hub.clock.now()}, ${agentId})`);
  record(hub, tx, { name: 'tier_preview.requested', actor: agentActor(agentId), data: { previewId: id } });
}

/** Throws `not_found`. */
export async function readPreview(hub: Hub, id: string): Promise<TierPreviewView> {
  const preview = await hub.db.maybe<Omit<TierPreviewView, 'problems'>>(
    sql`select id, state, progress, result, error from tier_previews where id = ${id}`,
  );
  if (!preview) throw new HubError('not_found');
  return { ...preview, problems: [] };
}

/** Play a preview in a thread of its own. Any node may do it, and begin again where another died. */
export async function previewTiers(hub: Hub, { previewId }: { previewId: string }, run: JobRun): Promise<void> {
  const wanted = await hub.db.maybe(
    sql`update tier_previews set state = 'running' where id = ${previewId} and state in ('queued', 'running') returning id`,
  );
  if (!wanted) return;
  const look = (progress: number) =>
    void hub.db.all(sql`update tier_previews set progress = ${progress} where id = ${previewId} and state = 'running'`).catch(() => {});
  try {
    const work = { databaseUrl: hub.db.pool.options.connectionString ?? '', previewId, now: hub.clock.now().getTime() };
    const { preview } = await runThread<PreviewNews>('worker', import.meta.url, work, { signal: run.signal, look });
    await settle(hub, previewId, { result: json(preview) });
  } catch (error) {
    if (run.signal.aborted || run.attempt < ATTEMPTS) throw error;
    hub.log.error({ err: error, preview: previewId }, 'preview of tiers failed');
    await settle(hub, previewId, { error: 'internal error; it has been logged' });
  }
}

async function settle(
  hub: Hub,
  previewId: string,
  { result = null, error = null }: { result?: string | null; error?: string | null },
): Promise<void> {
  const state = result ? 'done' : 'failed';
  await hub.db.transact(async (tx) => {
    const settled = await tx.maybe(sql`
      update tier_previews set state = ${state}, progress = 1, result = ${result}::jsonb, error = ${error}, ended_at = ${hub.clock.now()}
      where id = ${previewId} and state = 'running' returning id`);
    if (settled) record(hub, tx, { name: 'tier_preview.ended', actor: theHub, data: { previewId, state } });
  });
}
