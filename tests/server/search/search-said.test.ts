import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../../server/db/sql.ts';
import { writeSaid } from '../../../server/search/write-said.ts';
import { type Client, eventually, smsArrives } from '../../support/hub.ts';
import { tellStory } from '../../support/tell-story.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.mei.call('addNote', {
    id: world.conversationId,
    body: { clientId: 'the only note', text: 'She prefers mornings, 上午最好' },
  });
});
afterAll(() => world.stop());

const search = async (who: Client, words: string, query = {}) => (await who.call('searchSaid', { query: { words, ...query } })).said;
const pieces = (said: Awaited<ReturnType<typeof search>>) =>
  said.map(({ snippet }) => snippet.map(({ text, hit }) => (hit ? `[${text}]` : text)).join(''));
const findable = () =>
  eventually(async () => {
    while ((await writeSaid(world.test.hub.db)) > 0);
    const { waiting } = await world.test.hub.db.one<{ waiting: number }>(
      sql`select count(*) as waiting from entries e where not exists (select from entry_search s where s.entry_id = e.id)`,
    );
    expect(waiting).toBe(0);
  });

describe('everything said', () => {
  it.each([
    ['a message', 'leaking boiler', ['My [boiler] is [leaking] 漏水了']],
    ['a message in Chinese', '漏水', ['My boiler is leaking [漏水]了', 'Invoice 发票 · See the picture · [漏水].png']],
    ['one in both', '漏水 boiler', ['My [boiler] is leaking [漏水]了']],
    ['a mail by its subject', '发票', ['Invoice [发票] · See the picture · 漏水.png']],
    ['an agent’s note', '上午', ['She prefers mornings, [上午]最好']],
    ['nothing that was not said', 'thermostat', []],
    ['nothing for what holds no words', '…!?', []],
  ])('is found: %s', async (_, words, expected) => {
    await findable();
    expect(pieces(await search(world.supervisor, words)).sort()).toEqual(expected.sort());
  });

  it('says where and with whom it was said', async () => {
    await findable();
    const [said] = await search(world.mei, 'leaking');
    expect(said).toMatchObject({
      conversationId: world.conversationId,
      channel: 'sms',
      kind: 'inbound',
      customer: { id: world.customerId, name: 'Ada Byron', tier: 'gold' },
      author: null,
      seq: 1,
    });
  });

  it('is found a moment after it was said, without anybody asking for it', async () => {
    await smsArrives(world.test, { from: '+441632960111', text: 'and the thermometer shows nothing' });
    await eventually(async () => expect(await search(world.mei, 'thermometer')).toHaveLength(1));
    const metrics = await (await fetch(`${world.test.url}/metrics`)).text();
    expect(metrics).toMatch(/^touchline_search_behind_seconds \d/m);
    expect(metrics).toMatch(/^touchline_search_backfill [01]$/m);
  });

  it('is found by those who may see the customer, and by nobody else', async () => {
    await findable();
    for (const who of [world.mei, world.colleague, world.supervisor]) expect(await search(who, 'boiler')).toHaveLength(1);
    expect(await search(world.foreigner, 'boiler')).toEqual([]);
    expect(await world.foreigner.refusal('searchSaid', { query: { words: 'boiler', customerId: world.customerId } })).toBe('404 not_found');
  });

  it('is narrowed by channel, time and customer', async () => {
    await findable();
    const now = world.test.clock.now();
    expect(await search(world.mei, '漏水', { channel: 'email' })).toHaveLength(1);
    expect(await search(world.mei, '漏水', { until: new Date(now.getTime() - 86400_000).toISOString() })).toEqual([]);
    expect(await search(world.mei, '漏水', { from: new Date(now.getTime() - 86400_000).toISOString() })).toHaveLength(2);
    expect(await search(world.mei, '漏水', { customerId: world.customerId })).toHaveLength(2);
  });

  it('refuses what is no page and no question', async () => {
    expect(await world.mei.refusal('searchSaid', { query: { words: ' ' } })).toBe('400 bad_request');
    expect(await world.mei.refusal('searchSaid', { query: { words: 'boiler', cursor: 'odd' } })).toBe('400 bad_request');
  });
});

describe('many things said', () => {
  const pageThrough = async (words: string, limit: number, given = {}): Promise<string[]> => {
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await world.supervisor.call('searchSaid', { query: { words, limit, ...given, ...(cursor ? { cursor } : {}) } });
      ids.push(...page.said.map(({ id }) => id));
      cursor = page.next ?? undefined;
    } while (cursor);
    return ids;
  };

  it('are all found, newest first, none twice: a word that is everywhere, one here and there, a rare one', async () => {
    const told = await tellStory(
      world.test,
      12_500,
      (n) => `common ${n % 900 === 0 ? 'seldom' : ''} ${n === 4000 ? 'unique 独一无二' : ''} line ${n}`,
    );
    await findable();
    const ids = (which: (n: number) => boolean) => told.filter((_, n) => which(n)).reverse();
    expect(await pageThrough('seldom', 4)).toEqual(ids((n) => n % 900 === 0));
    expect(await pageThrough('独一无二', 4)).toEqual(ids((n) => n === 4000));
    expect(await pageThrough('common', 100)).toEqual(ids(() => true));
    // Everywhere, but never on this channel: read to the end, or looked up, nothing is made up.
    expect(await pageThrough('common', 50, { channel: 'voice' })).toEqual([]);
    expect(await pageThrough('seldom', 50, { channel: 'sms' })).toHaveLength(14);
  });

  it('become findable though the writer is broken off, and once only', async () => {
    const { db } = world.test.hub;
    await db.all(sql`delete from entry_search`);
    await db.all(sql`delete from search_progress`);
    const halves = async () => {
      await db
        .transact(async (tx) => {
          await writeSaid({ ...db, maybe: tx.maybe, transact: (work) => work(tx) });
          throw new Error('the node dies here');
        })
        .catch(() => {});
    };
    await halves();
    await writeSaid(db);
    await halves();
    await Promise.all([writeSaid(db), writeSaid(db), writeSaid(db)]);
    await findable();
    const { entries, words } = await db.one<{ entries: number; words: number }>(
      sql`select (select count(*) from entries) as entries, (select count(*) from entry_search) as words`,
    );
    expect(words).toBe(entries);
  }, 60_000);
});
