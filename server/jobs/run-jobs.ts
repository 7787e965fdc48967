import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type JobHelpers,
  Logger,
  makeWorkerUtils,
  type Runner,
  type RunnerOptions,
  run,
  type TaskList,
  type WorkerEvents,
} from 'graphile-worker';
import type { Hub } from '../hub.ts';
import { jobList } from './job-list.ts';
import type { JobMap, JobName } from './job-map.ts';

/** How many jobs one node works on at once. */
const CONCURRENCY = 4;
/** How long after a runner has ended the next one begins (milliseconds). */
const RESTART_AFTER = 1000;

export interface JobRunner {
  /** Names under which this process locks jobs: another node releases them when this one dies. */
  readonly workerIds: readonly string[];
  stop(): Promise<void>;
}

/**
 * Work on jobs until stopped; running jobs are finished first. A runner that cannot write down what became of a job, as
 * when the database is away, gives up: the next one takes its place, and its jobs.
 */
export async function startJobs(hub: Hub): Promise<JobRunner> {
  const workerIds: string[] = [];
  const stopped = new AbortController();
  let runner = await begin(hub, workerIds);
  const keepRunning = async (): Promise<void> => {
    await runner.promise.catch(() => {});
    while (!stopped.signal.aborted) {
      hub.log.error('the job runner has ended; another one takes its place');
      await pause(RESTART_AFTER, undefined, { signal: stopped.signal });
      await replace().catch((error: unknown) => hub.log.error({ err: error }, 'no job runner yet'));
    }
  };
  const replace = async (): Promise<void> => {
    await releaseJobs(hub, workerIds);
    workerIds.length = 0;
    runner = await begin(hub, workerIds);
    if (stopped.signal.aborted) await runner.stop();
    await runner.promise.catch(() => {});
  };
  const kept = keepRunning().catch(() => {});
  const stop = async () => {
    stopped.abort();
    await runner.stop().catch(() => {});
    await kept;
  };
  return { workerIds, stop };
}

/** Free the jobs that these workers, who are no more, have locked. */
export async function releaseJobs(hub: Hub, workerIds: readonly string[]): Promise<void> {
  if (workerIds.length === 0) return;
  const utils = await makeWorkerUtils({ pgPool: hub.db.pool });
  await utils.forceUnlockWorkers([...workerIds]);
  await utils.release();
}

/** Begin to work; the names under which jobs are locked are added to `workerIds`. */
function begin(hub: Hub, workerIds: string[]): Promise<Runner> {
  const events: WorkerEvents = new EventEmitter();
  // A job is locked in the name of its worker or, when taken from the pool's own queue, of the pool.
  events.on('pool:create', ({ workerPool }) => workerIds.push(workerPool.id));
  events.on('worker:create', ({ worker }) => workerIds.push(worker.workerId));
  return run({
    ...options(hub),
    preset: { worker: settling },
    events,
    concurrency: CONCURRENCY,
    pollInterval: 1000,
    noHandleSignals: true,
  });
}

/** Without a batch a failure to settle a job is a rejection that nobody handles, and would end the hub (0.17.3, `worker.js`). */
const settling = { completeJobBatchDelay: 0, failJobBatchDelay: 0 };

const options = (hub: Hub): RunnerOptions => ({ pgPool: hub.db.pool, taskList: taskList(hub), logger: quietLogger(hub) });

function taskList(hub: Hub): TaskList {
  const tasks: TaskList = {};
  const add = <Name extends JobName>(name: Name) => {
    tasks[name] = (payload, helpers) => attempt(hub, name, payload as JobMap[Name], helpers);
  };
  for (const name of Object.keys(jobList)) if (isJobName(name)) add(name);
  return tasks;
}

const isJobName = (name: string): name is JobName => name in jobList;

async function attempt<Name extends JobName>(
  hub: Hub,
  name: Name,
  payload: JobMap[Name],
  { job, abortSignal: signal }: JobHelpers,
): Promise<void> {
  try {
    await jobList[name](hub, payload, { attempt: job.attempts, last: job.attempts >= job.max_attempts, signal });
  } catch (error) {
    hub.counters.jobFailures.inc({ job: name });
    hub.log.warn(
      { job: name, attempt: job.attempts, err: error instanceof Error ? { name: error.name, message: error.message } : error },
      'job failed',
    );
    throw error;
  }
}

/** graphile-worker's own lines are for its developers; failures are logged above with the job's name. */
const quietLogger = (hub: Hub): Logger =>
  new Logger(() => (level, message) => {
    if (level === 'error') hub.log.debug({ worker: message }, 'job worker');
  });
