import { Worker } from 'node:worker_threads';
import type { RehearsalResult } from '../contract/rehearsals.ts';
import type { StaffingPlan, StaffingQuery } from '../contract/staffing.ts';
import type { Database } from '../db/database.ts';

/** What a thread is to do. */
export type Work = { readonly databaseUrl: string } & (
  | { readonly kind: 'check'; readonly csv: string }
  | { readonly kind: 'rehearse'; readonly rehearsalId: string; readonly now: number }
  | { readonly kind: 'staffing'; readonly query: StaffingQuery; readonly now: number }
);

/** What it tells. `problem` is something wrong with what was asked for, in one line that names the place. */
export type WorkerNews =
  | { readonly progress: number }
  | { readonly problem: string }
  | { readonly checked: true }
  | { readonly result: RehearsalResult }
  | { readonly plan: StaffingPlan };

/** How much a rehearsal may take (MB): two million arrivals fit; whatever does not ends alone, not with the hub. */
const MEMORY = 3072;

/** From `dist/` it is a program like any other; from the sources it is TypeScript, which tsx reads once it is told to in that thread. */
function startThread(workerData: Work): Worker {
  const options = { workerData, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: MEMORY } };
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./worker.js', import.meta.url), options);
  const program = new URL('./worker.ts', import.meta.url).href;
  const begin = `import('tsx/esm/api').then((tsx) => tsx.register()).then(() => import(${JSON.stringify(program)}))`;
  return new Worker(begin, { ...options, eval: true });
}

export interface Watch {
  /** Ends the thread wherever it is. */
  readonly signal: AbortSignal;
  look(progress: number): void;
}

/** Do some work in a thread of its own. Resolves with its last word; rejects when it was ended or broke. */
export function runWorker(db: Database, work: WorkOf<Work>, { signal, look }: Watch): Promise<Exclude<WorkerNews, { progress: number }>> {
  const worker = startThread({ databaseUrl: db.pool.options.connectionString ?? '', ...work });
  const end = () => void worker.terminate();
  signal.addEventListener('abort', end);
  return new Promise<Exclude<WorkerNews, { progress: number }>>((resolve, reject) => {
    worker.on('message', (news: WorkerNews) => {
      if ('progress' in news) look(news.progress);
      else resolve(news);
    });
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('the rehearsal was ended')));
  }).finally(() => signal.removeEventListener('abort', end));
}

type WorkOf<W> = W extends Work ? Omit<W, 'databaseUrl'> : never;
