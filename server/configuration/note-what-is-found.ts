import { partKeys } from '../contract/settings.ts';
import { sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import { contents } from './contents.ts';
import { keepChange } from './keep-change.ts';

/**
 * At the start: what was changed beside the hub (by hand in the database, by its settings in the environment) is told of as
 * found, so that it is not taken for the work of whoever saves next. What was never looked at begins here.
 */
export async function noteWhatIsFound({ db, clock }: Pick<Hub, 'db' | 'clock'>): Promise<void> {
  await db.transact(async (tx) => {
    for (const part of partKeys) {
      tx.write(sql`insert into configuration_states (part, content) select ${part}, ${contents[part]} on conflict do nothing`);
      keepChange(tx, part, { kind: 'hub', id: null, at: clock.now(), cause: 'found' });
    }
  });
}
