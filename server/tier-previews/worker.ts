import { parentPort, workerData } from 'node:worker_threads';
import { catalogReader } from '../catalog/read-catalog.ts';
import type { TierRulesDraft } from '../contract/tier-rules.ts';
import { openDatabase } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import type { PreviewNews, PreviewWork } from './preview-news.ts';
import { previewRules } from './preview-rules.ts';

// A thread of its own: a million customers and their waiting are played without keeping the hub from answering.
const work: PreviewWork = workerData;
const tell = (news: PreviewNews | { progress: number }) => parentPort?.postMessage(news);
const db = openDatabase(work.databaseUrl, { max: 2, name: 'touchline preview' });
try {
  const { rules } = await db.one<{ rules: TierRulesDraft }>(sql`select rules from tier_previews where id = ${work.previewId}`);
  const catalog = await catalogReader(db).current();
  tell({ preview: await previewRules(db, catalog, { rules, now: new Date(work.now) }, progressFrom()) });
} finally {
  await db.close();
}

/** Tells of progress now and then, not of every batch. */
function progressFrom(): (share: number) => void {
  let told = 0;
  return (progress) => {
    if (performance.now() - told < 300) return;
    told = performance.now();
    tell({ progress });
  };
}
