import { Worker } from 'node:worker_threads';

/** How much a thread may take (MB): some million rows fit; whatever does not ends alone, not with the hub. */
const MEMORY = 3072;

export interface ThreadWatch {
  /** Ends the thread wherever it is. */
  readonly signal: AbortSignal;
  look?(progress: number): void;
}

/** Do some work in a thread of its own: `program` is beside `base` (an `import.meta.url`). Resolves with its last word; rejects when it was ended or broke. */
export function runThread<News extends object>(
  program: string,
  base: string,
  workerData: object,
  { signal, look }: ThreadWatch,
): Promise<News> {
  const worker = startThread(program, base, workerData);
  const end = () => void worker.terminate();
  signal.addEventListener('abort', end);
  return new Promise<News>((resolve, reject) => {
    worker.on('message', (news: News | { progress: number }) => ('progress' in news ? look?.(news.progress) : resolve(news)));
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('the thread was ended')));
  }).finally(() => signal.removeEventListener('abort', end));
}

/** From `dist/` it is a program like any other; from the sources it is TypeScript, which tsx reads once it is told to in that thread. */
function startThread(program: string, base: string, workerData: object): Worker {
  const options = { workerData, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: MEMORY } };
  if (!base.endsWith('.ts')) return new Worker(new URL(`./${program}.js`, base), options);
  const source = new URL(`./${program}.ts`, base).href;
  const begin = `import('tsx/esm/api').then((tsx) => tsx.register()).then(() => import(${JSON.stringify(source)}))`;
  return new Worker(begin, { ...options, eval: true });
}
