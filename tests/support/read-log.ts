import type { EventName } from '../../server/contract/events.ts';
import { sql } from '../../server/db/sql.ts';
import type { TestDatabase } from './database.ts';

/** A time in which something was so; milliseconds since 1970. */
export interface Span {
  readonly id: string;
  readonly from: number;
  readonly until: number;
}

interface Load {
  readonly agentId: string;
  readonly held: number;
  readonly ringing: number;
  readonly available: boolean;
}

/** What the event log tells of a floor. */
export interface Log {
  readonly events: readonly LogEvent[];
  /** Times in which a task waited for an offer. */
  readonly waiting: readonly Span[];
  /** Times in which an agent could have taken one more. */
  readonly idle: readonly Span[];
  /** Every load that an agent ever had. */
  readonly loads: readonly Load[];
  /** Until when an agent was last not to be asked for a task, by `task agent`. */
  readonly coolUntil: ReadonlyMap<string, number>;
  /** When the offer of a decision was written. */
  readonly offeredAt: ReadonlyMap<number, number>;
}

export interface LogEvent {
  readonly id: number;
  readonly at: Date;
  readonly name: EventName;
  readonly taskId: string | null;
  readonly agentId: string | null;
  readonly to: string | null;
  readonly decisionId: number | null;
}

/** Read the log of a floor on which everybody takes up to `capacity` tasks, and declined tasks cool down for `coolDown` ms. */
export async function readLog({ db }: TestDatabase, capacity: (agentId: string) => number, coolDown: number): Promise<Log> {
  const events = await db.all<LogEvent>(sql`
    select id, at, name, task_id, agent_id, data ->> 'to' as to, (data ->> 'decisionId')::bigint as decision_id from events order by id`);
  const loads = loadsOf(events);
  return {
    events,
    loads: loads.map(({ load }) => load),
    waiting: waitingSpans(events),
    idle: idleSpans(loads, capacity),
    coolUntil: new Map(
      events
        .filter(({ name }) => name === 'reservation.rejected' || name === 'reservation.timed_out')
        .map(({ taskId, agentId, at }) => [`${taskId} ${agentId}`, at.getTime() + coolDown]),
    ),
    offeredAt: new Map(events.flatMap(({ decisionId, at }) => (decisionId === null ? [] : [[decisionId, at.getTime()] as const]))),
  };
}

function waitingSpans(events: readonly LogEvent[]): Span[] {
  const spans = collectSpans();
  for (const { name, taskId, at } of events) {
    if (!taskId) continue;
    if (name === 'task.queued') spans.begin(taskId, at);
    if (name === 'reservation.offered' || name === 'task.canceled') spans.end(taskId, at);
  }
  return spans.all();
}

function idleSpans(loads: readonly { load: Load; at: Date }[], capacity: (agentId: string) => number): Span[] {
  const spans = collectSpans();
  for (const { load, at } of loads) {
    const isIdle = load.available && load.ringing === 0 && load.held < capacity(load.agentId);
    if (isIdle) spans.begin(load.agentId, at);
    else spans.end(load.agentId, at);
  }
  return spans.all();
}

function loadsOf(events: readonly LogEvent[]): { load: Load; at: Date }[] {
  const latest = new Map<string, Load>();
  return events.flatMap((event) => {
    const { agentId, name, at } = event;
    if (!agentId || !(name in changes || name === 'agent.status_changed')) return [];
    const load = changed(latest.get(agentId) ?? { agentId, held: 0, ringing: 0, available: false }, event);
    latest.set(agentId, load);
    return [{ load, at }];
  });
}

const changes: { readonly [Name in EventName]?: { held: number; ringing: number } } = {
  'reservation.offered': { held: 0, ringing: 1 },
  'reservation.accepted': { held: 1, ringing: -1 },
  'reservation.rejected': { held: 0, ringing: -1 },
  'reservation.timed_out': { held: 0, ringing: -1 },
  'reservation.canceled': { held: 0, ringing: -1 },
  'task.completed': { held: -1, ringing: 0 },
};

function changed(load: Load, { name, to }: LogEvent): Load {
  const { held = 0, ringing = 0 } = changes[name] ?? {};
  const available = name === 'agent.status_changed' ? to === 'available' : load.available;
  return { ...load, available, held: load.held + held, ringing: load.ringing + ringing };
}

function collectSpans() {
  const open = new Map<string, number>();
  const closed: Span[] = [];
  return {
    begin: (id: string, at: Date) => void (open.has(id) || open.set(id, at.getTime())),
    end(id: string, at: Date) {
      const from = open.get(id);
      if (from !== undefined) closed.push({ id, from, until: at.getTime() });
      open.delete(id);
    },
    all: (): Span[] => [...closed, ...[...open].map(([id, from]) => ({ id, from, until: Number.POSITIVE_INFINITY }))],
  };
}
