import { describe, expect, it } from 'vitest';
import { rehearse, withFiles } from './rehearse.ts';

const header = 'id,at,queue,tier,channel,handleSeconds,patienceSeconds,skills';
const promises = { gold: { voice: 20, web_chat: 40, email: 7200 }, standard: { voice: 120, web_chat: 180, email: 86_400 } };
const agent = { count: 1, queues: ['support'], skills: {}, capacity: { voice: 1, web_chat: 2, email: 1 } };

/** The moments at which these rows start, and their agents, as `3@1`. */
const starts = (rows: readonly string[], traits: object = {}) =>
  withFiles({ 'day.csv': [header, ...rows].join('\n') }, async (folder) => {
    const { arrivals, run } = await rehearse({ policy: 'promise', promises, agents: [agent], arrivalsFile: 'day.csv', ...traits }, folder);
    return Array.from(arrivals.at, (_, row) => `${run.startedAt[row]}@${(run.agentOf[row] ?? 0) + 1}`);
  });
const chat = (id: string, at: number, handle: number) => `${id},${at},support,gold,web_chat,${handle},,`;
const call = (id: string, at: number, handle: number) => `${id},${at},support,gold,voice,${handle},,`;

describe('an agent', () => {
  it('holds as many chats as their capacity, and the next waits for the first to end', async () => {
    expect(await starts([chat('a', 0, 10), chat('b', 1, 30), chat('c', 2, 5)])).toEqual(['0@1', '1@1', '10@1']);
  });

  it('is never locked out of a call by chats, which go on beside it', async () => {
    expect(await starts([chat('a', 0, 10), chat('b', 0, 10), call('c', 3, 20), chat('d', 4, 5)])).toEqual(['0@1', '0@1', '3@1', '23@1']);
  });

  it('takes nothing else during a call, not even what there is capacity for', async () => {
    expect(await starts([call('a', 0, 20), chat('b', 1, 5), 'c,2,support,gold,email,5,,', call('d', 3, 5)])).toEqual([
      '0@1',
      '25@1',
      '25@1',
      '20@1',
    ]);
  });

  it('counts as idle only since they came to hold nothing, so one who chats may be asked before one who has just ended', async () => {
    const rows = [call('a', 0, 3), chat('b', 1, 50), chat('c', 5, 5), chat('d', 6, 5)];
    expect(await starts(rows, { agents: [{ ...agent, count: 2 }] })).toEqual(['0@1', '1@2', '5@2', '6@1']);
  });
});

describe('all channels stand in one queue', () => {
  it('by the share of the promise used', async () => {
    const rows = [call('busy', 0, 30), 'mail,0.5,support,gold,email,1,,', 'sms,20,support,standard,web_chat,1,,', call('call', 27, 1)];
    // At 30: 29.5 of 7200, 10 of 180, 3 of 20.
    expect(await starts(rows, { agents: [{ ...agent, capacity: { voice: 1, web_chat: 1, email: 1 } }] })).toEqual([
      '0@1',
      '31@1',
      '31@1',
      '30@1',
    ]);
  });

  it('a table of lines does the same as the preset it spells out', async () => {
    const rows = Array.from(
      { length: 60 },
      (_, i) => `${100 + i},${i},support,${i % 3 ? 'standard' : 'gold'},${i % 2 ? 'voice' : 'web_chat'},7,,`,
    );
    const lineOf = (promise: number) => ({ headStart: -promise, acceleration: 1 });
    const table = Object.fromEntries(
      Object.entries(promises).map(([tier, its]) => [tier, { voice: lineOf(its.voice), web_chat: lineOf(its.web_chat) }]),
    );
    expect(await starts(rows, { policy: table, promises: {} })).toEqual(await starts(rows, { policy: 'deadline' }));
    expect(await starts(rows, { policy: table })).not.toEqual(await starts(rows, { policy: 'first-come' }));
  });
});
