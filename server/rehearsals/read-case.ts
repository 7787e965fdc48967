import type { Catalog, PolicyRow } from '../catalog/read-catalog.ts';
import type { RehearsalRequest } from '../contract/rehearsals.ts';
import { InputError } from '../csv/input-error.ts';
import type { Reader } from '../db/database.ts';
import { readAgentsNow, readStaff } from '../routing/history/read-staff.ts';
import type { Case } from './case.ts';
import { changeStaff } from './change-staff.ts';
import { readBrought } from './read-brought.ts';
import { readPast } from './read-past.ts';
import { policyAt, policyChangedWithin, policyFor } from './read-policy.ts';
import { sideOf } from './side-of.ts';

interface Asked {
  readonly request: RehearsalRequest;
  /** Arrivals brought along. */
  readonly csv: string | null;
  readonly now: Date;
}

/** How long before a time needs may have arisen that are still served when it begins (seconds). */
const LEAD = 2 * 86_400;
/** For how long after a time it is known who takes work, so that who still waits then is answered (seconds). */
const AFTERMATH = 86_400;

/** All that a rehearsal plays. `look` is told the share that is read. Throws `InputError` for a CSV that is not as it must be. */
export async function readCase(db: Reader, catalog: Catalog, { request, csv, now }: Asked, look: (share: number) => void): Promise<Case> {
  const { from, to } = request;
  const time = from && to ? { from: new Date(from), to: new Date(to) } : undefined;
  const then = await policyAt(db, time?.from ?? now);
  const other = await policyFor(db, then, request.policy);
  if (!other) throw new InputError('policy', 'there is no such version');
  if (csv !== null) return readCaseBrought(db, catalog, { csv, agents: request.agents, then, other });
  if (!time) throw new InputError('period', 'is missing');
  const staff = await readStaff(db, { from: seconds(time.from, -LEAD), to: seconds(time.to, AFTERMATH) });
  const { arrivals, counted, recorded } = await readPast(db, { ...time, now, lead: LEAD }, staff, look);
  const changedAt = await policyChangedWithin(db, time.from, time.to);
  return {
    arrivals,
    unitsPerSecond: 1000,
    isDated: true,
    counted,
    before: sideOf(catalog, then, staff, arrivals.needs, true),
    after: sideOf(catalog, other, changeStaff(staff, request.agents), arrivals.needs, true),
    recorded: { ...recorded, changedAt: changedAt?.getTime() ?? Infinity },
  };
}

const seconds = (time: Date, more: number): Date => new Date(time.getTime() + more * 1000);

interface Brought {
  readonly csv: string;
  readonly agents: Readonly<Record<string, number>>;
  readonly then: PolicyRow;
  readonly other: PolicyRow;
}

/** Of arrivals from elsewhere nobody knows who was there: all agents are, all the time. */
async function readCaseBrought(db: Reader, catalog: Catalog, { csv, agents, then, other }: Brought): Promise<Case> {
  const always = [{ from: -Infinity, until: Infinity }];
  const staff = (await readAgentsNow(db)).map((agent) => ({ ...agent, windows: always }));
  const arrivals = await readBrought(csv, catalog, staff);
  return {
    arrivals,
    unitsPerSecond: 1,
    isDated: false,
    counted: new Uint8Array(arrivals.at.length).fill(1),
    before: sideOf(catalog, then, staff, arrivals.needs, false),
    after: sideOf(catalog, other, changeStaff(staff, agents), arrivals.needs, false),
    recorded: null,
  };
}
