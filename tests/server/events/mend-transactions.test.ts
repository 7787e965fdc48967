import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../../server/db/sql.ts';
import { mendTransactions } from '../../../server/events/mend-transactions.ts';
import { writeSaid } from '../../../server/search/write-said.ts';
import { addPerson, type Client, client, eventually, joinTestHub, smsArrives, startTestHub, type TestHub } from '../../support/hub.ts';

let test: TestHub;
let mei: Client;
beforeEach(async () => {
  test = await startTestHub();
  mei = await client(test, await addPerson(test));
});
afterEach(() => test.stop());

const says = (text: string) => smsArrives(test, { from: '+441632960111', text });
const found = async (words: string) => (await mei.call('searchSaid', { query: { words } })).said.length;
const findable = (words: string) => eventually(async () => expect(await found(words)).toBe(1));
/** As a dump from a cluster that has seen a million transactions more leaves it. */
const bringFromElsewhere = async () => {
  await test.hub.db.transact(async (tx) => {
    await tx.all(sql`select from search_progress for update`);
    tx.write(sql`update events set tx = (tx::text::bigint + 1000000)::text::xid8`);
    tx.write(sql`update search_progress set tx = (tx::text::bigint + 1000000)::text::xid8`);
  });
};
const ahead = () => test.hub.db.all(sql`select from events where tx >= pg_snapshot_xmax(pg_current_snapshot())`);

describe('a database that was brought from another cluster', () => {
  it('finds what is said from now on, and what was not found yet, once a hub has started on it', async () => {
    await says('the boiler drips');
    await findable('boiler');
    await bringFromElsewhere();
    await says('the thermometer is broken');
    await test.hub.db.all(sql`delete from entry_search`);
    expect((await ahead()).length).toBeGreaterThan(0);
    const second = await joinTestHub(test);
    expect(await ahead()).toEqual([]);
    await findable('thermometer');
    await says('and the pump hums');
    await findable('pump');
    // What had been read before is not read again.
    while ((await writeSaid(test.hub.db)) > 0);
    expect(await found('boiler')).toBe(0);
    await second.leave();
  });

  it('that stays where it is has nothing to mend, whatever is under way', async () => {
    const saying = Array.from({ length: 20 }, (_, i) => says(`line ${i}`));
    expect(await mendTransactions(test.hub.db)).toBe(0);
    await Promise.all(saying);
    expect(await mendTransactions(test.hub.db)).toBe(0);
  });
});
