import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LiveFeed } from '../../../agent-console/hub-client/live.ts';
import type { WireEvent } from '../../../server/contract/events.ts';
import { sql } from '../../../server/db/sql.ts';
import { eventually, smsArrives, startTestHub, type TestHub } from '../../support/hub.ts';
import { type OpenConsole, openConsole } from '../support/console.ts';
import { type Line, layLine } from '../support/line.ts';

let test: TestHub;
let line: Line;
let console_: OpenConsole;
let feed: LiveFeed;
const events: WireEvent[] = [];
const states: string[] = [];
let reloads = 0;

beforeAll(async () => {
  test = await startTestHub();
  line = await layLine(test.url);
  console_ = await openConsole(test, {}, line.url);
  feed = console_.hub.live({
    take: (event) => events.push(event),
    reload: async () => {
      reloads += 1;
      return (await console_.hub.call('desk')).lastEventId;
    },
    changed: (state) => states.push(state),
    signedOut: () => states.push('signed out'),
    rightsChanged: () => states.push('other rights'),
  });
  feed.start((await console_.hub.call('desk')).lastEventId);
  await eventually(async () => expect(states.at(-1)).toBe('live'));
});
afterAll(async () => {
  feed.stop();
  await line.close();
  await test.stop();
});

const heard = (name: WireEvent['name']) => events.filter((event) => event.name === name).map((event) => event.attached.entry?.text);

describe('the live feed', () => {
  it('brings what happens, with the entity as it stands', async () => {
    await smsArrives(test, { from: '+441632960301', text: 'hello 你好' });
    await eventually(async () => expect(heard('message.received')).toEqual(['hello 你好']));
  });

  it('brings what happened while the line was cut, each event once and in order', async () => {
    line.cut();
    await eventually(async () => expect(states.at(-1)).toBe('lost'));
    await smsArrives(test, { from: '+441632960302', text: 'first in the gap' });
    await smsArrives(test, { from: '+441632960303', text: 'second in the gap' });
    line.mend();
    await eventually(async () => expect(states.at(-1)).toBe('live'), 15);
    await smsArrives(test, { from: '+441632960304', text: 'after the gap' });
    await eventually(async () =>
      expect(heard('message.received')).toEqual(['hello 你好', 'first in the gap', 'second in the gap', 'after the gap']),
    );
    expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
    expect(reloads).toBe(0);
  });

  it('loads afresh when the gap is too long to replay, and goes on from there', async () => {
    line.cut();
    await eventually(async () => expect(states.at(-1)).toBe('lost'));
    await test.hub.db.all(sql`
      insert into events (at, name, actor_kind, queue_id) select now(), 'ticket.assigned', 'hub', ${test.queueId} from generate_series(1, 1200)`);
    line.mend();
    await eventually(async () => expect(states.at(-1)).toBe('live'), 15);
    expect(reloads).toBe(1);
    await smsArrives(test, { from: '+441632960305', text: 'after the load' });
    await eventually(async () => expect(heard('message.received').at(-1)).toBe('after the load'));
  });

  it('says so when the session has ended', async () => {
    await test.hub.db.all(sql`delete from api_tokens where agent_id = ${console_.person.id}`);
    line.cut();
    await eventually(async () => expect(states.at(-1)).toBe('lost'));
    line.mend();
    await eventually(async () => expect(states.at(-1)).toBe('signed out'), 15);
  });
});
