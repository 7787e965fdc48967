import { EventEmitter } from 'node:events';
import { type JobHelpers, Logger, type RunnerOptions, run, runOnce, type TaskList, type WorkerEvents } from 'graphile-worker';
import type { Hub } from '../hub.ts';
import { jobList } from './job-list.ts';
import type { JobMap, JobName } from './job-map.ts';

/** How many jobs one node works on at once. */
const CONCURRENCY = 4;

export interface JobRunner {
  /** Names under which this process locks jobs: another node releases them when this one dies. */
  readonly workerIds: readonly string[];
  stop(): Promise<void>;
}

/** Work on jobs until stopped; running jobs are finished first. */
export async function startJobs(hub: Hub): Promise<JobRunner> {
  const workerIds: string[] = [];
  const events: WorkerEvents = new EventEmitter();
  // A job is locked in the name of its worker or, when taken from the pool's own queue, of the pool.
  events.on('pool:create', ({ workerPool }) => workerIds.push(workerPool.id));
  events.on('worker:create', ({ worker }) => workerIds.push(worker.workerId));
  const runner = await run({ ...options(hub), events, concurrency: CONCURRENCY, pollInterval: 1000, noHandleSignals: true });
  return { workerIds, stop: () => runner.stop() };
}

/** Work on everything that is due and return (tests, and the end of an import). */
export const runDueJobs = (hub: Hub): Promise<void> => runOnce({ ...options(hub), noHandleSignals: true });

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

async function attempt<Name extends JobName>(hub: Hub, name: Name, payload: JobMap[Name], { job }: JobHelpers): Promise<void> {
  try {
    await jobList[name](hub, payload, { attempt: job.attempts, last: job.attempts >= job.max_attempts });
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
