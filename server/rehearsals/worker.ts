import { parentPort, workerData } from 'node:worker_threads';
import { catalogReader } from '../catalog/read-catalog.ts';
import { InputError } from '../csv/input-error.ts';
import { openDatabase, type Reader } from '../db/database.ts';
import { readAgentsNow } from '../routing/history/read-staff.ts';
import { planDay } from '../routing/staffing/plan-day.ts';
import { explainDrift } from './explain-drift.ts';
import { playCase } from './play-case.ts';
import { readBrought } from './read-brought.ts';
import { readCase } from './read-case.ts';
import { readRequest } from './read-request.ts';
import type { Work, WorkerNews } from './run-worker.ts';

// A thread of its own: reading millions of rows and playing them would keep the hub from answering.
const tell = (news: WorkerNews) => parentPort?.postMessage(news);
const work: Work = workerData;
const db = openDatabase(work.databaseUrl, { max: 2, name: 'touchline rehearsal' });
try {
  if (work.kind === 'check') await check(db, work.csv);
  else if (work.kind === 'rehearse') await rehearse(db, work.rehearsalId, new Date(work.now));
  else tell({ plan: await planDay(db, await catalogReader(db).current(), work.query, new Date(work.now)) });
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  tell({ problem: error.message });
} finally {
  await db.close();
}

async function check(reader: Reader, csv: string): Promise<void> {
  const catalog = await catalogReader(db).current();
  await readBrought(
    csv,
    catalog,
    (await readAgentsNow(reader)).map((agent) => ({ ...agent, windows: [] })),
  );
  tell({ checked: true });
}

/** Reading is a third of the work, playing the most of it. */
async function rehearse(reader: Reader, rehearsalId: string, now: Date): Promise<void> {
  const look = progressFrom();
  const asked = await readRequest(reader, rehearsalId);
  const catalog = await catalogReader(db).current();
  const played = await readCase(reader, catalog, { ...asked, now }, (share) => look(0.3 * share));
  const { result, before } = playCase(played, (share) => look(0.3 + 0.6 * share));
  const drift = played.recorded && (await explainDrift(reader, played, played.recorded, before));
  tell({ result: { ...result, drift } });
}

/** Tells of progress now and then, not of every row. */
function progressFrom(): (share: number) => void {
  let told = 0;
  return (share) => {
    if (performance.now() - told < 200) return;
    told = performance.now();
    tell({ progress: share });
  };
}
