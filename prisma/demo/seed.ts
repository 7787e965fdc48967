import type { Database } from '../../server/db/database.ts';
import { sql } from '../../server/db/sql.ts';
import { writeArchive } from './archive/write-archive.ts';
import { gatherCrowd } from './busy-days/crowd.ts';
import { writeDesk } from './desk/write-desk.ts';
import { writeImports } from './files/write-imports.ts';
import { buildHistory } from './history/build-history.ts';
import { writeMacros } from './macros/write-macros.ts';
import { type DemoPeople, hire, hireOne, meetCustomers } from './people.ts';
import { writePrivacy } from './privacy/write-privacy.ts';
import { chances, seeded } from './random.ts';
import { writeRelations } from './relations/write-relations.ts';
import { writeRoles } from './roles/write-roles.ts';
import { writeSettings } from './settings/write-settings.ts';
import { temp } from './staff.ts';
import { writeTickets } from './tickets/write-tickets.ts';
import { writeTogether } from './together/write-together.ts';
import { writeValue } from './value/write-value.ts';
import { writeCatalog } from './write-catalog.ts';
import { writeCrowd, writeCustomers, writeHistory } from './write-history.ts';

export { demoDirectory } from './demo-directory.ts';
export type { DemoPeople } from './people.ts';

const nobody: DemoPeople = { people: [] };

/**
 * Fill an empty installation with a small contact center: Northwind Home, its people, sixty customers and what happened
 * with them in the eighteen months before `now`, and in the last days the many who come once. The stories are the same every time, passwords and visitor ids are not.
 * Does nothing, and names nobody, where there are agents already.
 */
export async function seedDemo(db: Database, { now, random = seeded(1) }: { now: Date; random?: () => number }): Promise<DemoPeople> {
  if (await isInhabited(db)) return nobody;
  const [colleagues, helper] = await Promise.all([hire(), hireOne(temp)]);
  const fate = chances(random);
  const customers = meetCustomers(fate, now);
  const crowd = gatherCrowd(chances(seeded(2)), now);
  return db.transact(async (tx) => {
    // Two nodes that start together: the second waits here and finds the agents of the first.
    await tx.all(sql`lock table agents in share row exclusive mode`);
    if (await isInhabited(tx)) return nobody;
    const inboxes = writeCatalog(tx, colleagues, now);
    writeCustomers(tx, customers);
    writeCrowd(tx, crowd);
    const history = { orders: [], tickets: [], conversations: [], entries: [], calls: [], tasks: [], events: [] };
    writeHistory(tx, buildHistory({ fate, now, colleagues, inboxes, history }, customers, crowd));
    await writeArchive(tx, { now, customers, authors: colleagues.filter(({ role }) => role === 'agent').map(({ id }) => id) });
    await writeValue(tx, { now, crowd, customers, authorId: colleagues.find(({ role }) => role !== 'agent')?.id ?? '' });
    writeImports(tx, { now, authorId: colleagues.find(({ role }) => role === 'supervisor')?.id ?? '' });
    writeRelations(tx, { now, customers, colleagues });
    writeMacros(tx, now);
    await writeSettings(tx, { now, authorId: colleagues.find(({ role }) => role === 'admin')?.id ?? null });
    writePrivacy(tx, { now, adminId: colleagues.find(({ role }) => role === 'admin')?.id ?? '', heldId: customers.at(-3)?.id ?? '' });
    await writeTickets(tx, { now, colleagues });
    await writeTogether(tx, { now, colleagues });
    await writeDesk(tx, { now });
    writeRoles(tx, { now, temp: helper, customers });
    return { people: [...colleagues, helper].map(({ name, email, role, password }) => ({ name, email, role, password })) };
  });
}

const isInhabited = async (db: Pick<Database, 'maybe'>): Promise<boolean> =>
  (await db.maybe(sql`select 1 from agents limit 1`)) !== undefined;
