import type { Reader } from '../db/database.ts';
import { type Handling, measureHandling } from '../routing/history/measure-handling.ts';
import { assumePatience, measurePatience, type Patience } from '../routing/history/measure-patience.ts';
import { measureTask } from '../routing/history/measure-task.ts';
import { countHistory, type PastTask, readDay } from '../routing/history/read-history.ts';
import type { PastAgent } from '../routing/history/read-staff.ts';
import type { Arrivals } from '../routing/simulate/arrivals.ts';
import { collectArrivals } from '../routing/simulate/collect-arrivals.ts';
import type { Case, Recorded } from './case.ts';

interface Time {
  readonly from: Date;
  readonly to: Date;
  readonly now: Date;
  /** Seconds before `from` in which needs may have arisen that are still served then. */
  readonly lead: number;
}

interface Past {
  readonly arrivals: Arrivals;
  readonly counted: Case['counted'];
  readonly recorded: Omit<Recorded, 'changedAt'>;
}

/** Our own history as arrivals in milliseconds since 1970, and beside them what really became of each. */
export async function readPast(db: Reader, time: Time, staff: readonly PastAgent[], look: (share: number) => void): Promise<Past> {
  const collected = collectArrivals();
  const remembered = rememberTasks(staff);
  const usual = await measureHandling(db, time);
  const patience = await measurePatience(db, time);
  const total = await countHistory(db, time, Number.MAX_SAFE_INTEGER);
  for await (const tasks of readDay(db, time, time.lead)) {
    for (const task of tasks) {
      collected.add(arrivalOf(task, usual, patience, time.now));
      remembered.add(task, task.neededAt >= time.from);
    }
    look(Math.min(1, remembered.count() / Math.max(1, total)));
  }
  return { arrivals: collected.arrivals(), ...remembered.columns() };
}

/** Whose patience nobody saw the end of had as much as those who gave up show. */
function arrivalOf(task: PastTask, usual: Handling, patience: Patience, now: Date) {
  const { id, neededAt, queueId, tier, channel, skills } = task;
  const measured = measureTask(task, usual, now);
  const waited = (task.assignedAt ?? now).getTime() - neededAt.getTime();
  return {
    id,
    at: neededAt.getTime(),
    need: { queueId, tier, channel, skills },
    handle: measured.handle,
    patience: measured.patience === Infinity ? assumePatience(id, waited, patience(task)) : measured.patience,
  };
}

/** In columns, because there may be millions. */
function rememberTasks(staff: readonly PastAgent[]) {
  const working = staff.filter(({ windows }) => windows.length > 0);
  const placeOf = new Map(working.map(({ id }, place) => [id, place]));
  const serving = new Set(staff.map(({ id }) => id));
  const place = (id: string | null) => (id === null ? -1 : (placeOf.get(id) ?? (serving.has(id) ? -3 : -2)));
  const [counted, agent, startedAt, endedAt, preferred]: [number[], number[], number[], number[], number[]] = [[], [], [], [], []];
  return {
    count: () => counted.length,
    add(task: PastTask, counts: boolean) {
      counted.push(counts ? 1 : 0);
      agent.push(task.assignedAt ? place(task.agentId) : -1);
      startedAt.push(task.assignedAt?.getTime() ?? Number.NaN);
      endedAt.push(task.endedAt?.getTime() ?? Number.NaN);
      preferred.push(place(task.preferredAgentId));
    },
    columns: () => ({
      counted: Uint8Array.from(counted),
      recorded: {
        agent: Int32Array.from(agent),
        startedAt: Float64Array.from(startedAt),
        endedAt: Float64Array.from(endedAt),
        preferred: Int32Array.from(preferred),
      },
    }),
  };
}
