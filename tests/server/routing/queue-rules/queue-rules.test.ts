import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { json, sql } from '../../../../server/db/sql.ts';
import { calendarDraft, rulesDraft } from '../../../support/configuration.ts';
import { addPerson, type Client, client, type Failure, request, startTestHub, type TestHub } from '../../../support/hub.ts';

let test: TestHub;
let admin: Client;
let supervisor: Client;
let calendarId: string;
beforeAll(async () => {
  test = await startTestHub();
  admin = await client(test, await addPerson(test, { role: 'admin', queues: [] }));
  supervisor = await client(test, await addPerson(test, { role: 'supervisor', queues: [] }));
  await addPerson(test, { name: 'Mei', skills: { zh: 5, technical: 3 } });
  await addPerson(test, { name: 'Tom', skills: { zh: 1 } });
  await test.hub.db.all(sql`update inboxes set skills = ${json({ technical: 3 })} where channel = 'voice'`);
  calendarId = (await admin.call('createCalendar', { body: { draft: calendarDraft() } })).id;
});
afterAll(() => test.stop());

const rules = async () => {
  const found = (await supervisor.call('listQueueRules')).queues.find(({ queueId }) => queueId === test.queueId);
  if (!found) throw new Error('no rules');
  return found;
};

async function attempt(draft: unknown, revision?: string): Promise<string> {
  const given = { id: test.queueId, body: { revision: revision ?? (await rules()).revision, rules: draft } };
  const { status, body } = await request(test.url, 'changeQueueRules', given, { authorization: `Bearer ${admin.token}` });
  if (status === 200) return '200';
  const { code, detail } = (body as Failure).error;
  return [status, code, detail].filter(Boolean).join(' ');
}

describe('the rules of a queue', () => {
  it('name the skills that play a part in it, and how many hold them', async () => {
    expect((await rules()).skills).toEqual([
      { skill: 'technical', level: 3, holders: 1 },
      { skill: 'zh', level: 1, holders: 2 },
    ]);
  });

  it('are changed as a whole, with an event that names what is different', async () => {
    const draft = rulesDraft({
      offerSeconds: 30,
      calendarId,
      workingTime: ['email', 'sms'],
      relaxation: [
        { afterSeconds: 60, skills: { technical: 2 } },
        { afterSeconds: 180, skills: null },
      ],
      preferredShare: 0.25,
    });
    const saved = await admin.call('changeQueueRules', { id: test.queueId, body: { revision: (await rules()).revision, rules: draft } });
    expect(saved.rules).toEqual(draft);
    expect((await test.hub.catalog.current()).queues.find(({ id }) => id === test.queueId)).toMatchObject(draft);
    const event = await test.hub.db.one(sql`select queue_id, actor_id, data from events where name = 'queue.rules_changed'`);
    expect(event).toEqual({
      queueId: test.queueId,
      actorId: admin.person.id,
      data: { changed: ['offerSeconds', 'calendarId', 'workingTime', 'relaxation', 'preferredShare'] },
    });
  });

  it('are not overwritten by whoever has not seen the last change', async () => {
    const { revision } = await rules();
    const outcomes = await Promise.all([21, 22, 23].map((offerSeconds) => attempt(rulesDraft({ offerSeconds }), revision)));
    expect(outcomes.sort()).toEqual(['200', '409 changed_meanwhile', '409 changed_meanwhile']);
  });

  it('may hold a task for the preferred agent without end, knowingly', async () => {
    expect(await attempt(rulesDraft({ preferredShare: null }))).toBe('200');
    expect((await rules()).rules.preferredShare).toBeNull();
  });

  const steps = (...relaxation: unknown[]) => ({ ...rulesDraft(), relaxation });
  const cases: [string, unknown, string][] = [
    [
      'follow a calendar that is not there',
      rulesDraft({ calendarId: '01a200d9-4aa9-763b-b976-08139912ea4c' }),
      'calendarId: there is no such calendar',
    ],
    ['count working time of no calendar', rulesDraft({ workingTime: ['email'] }), 'workingTime: needs a calendar'],
    [
      'relax a skill nobody knows',
      steps({ afterSeconds: 60, skills: { juggling: 1 } }),
      'relaxation.0.skills.juggling: nobody holds such a skill and no inbox asks for it',
    ],
    [
      'relax backwards in time',
      steps({ afterSeconds: 60, skills: { zh: 2 } }, { afterSeconds: 60, skills: { zh: 1 } }),
      'relaxation.1.afterSeconds: must be later than the step before it (60 s)',
    ],
    [
      'ask for more with waiting',
      steps({ afterSeconds: 60, skills: { zh: 1 } }, { afterSeconds: 90, skills: { zh: 2 } }),
      'relaxation.1.skills.zh: must be at most 1, as in the step before it',
    ],
    [
      'forget what a step before gave up',
      steps({ afterSeconds: 60, skills: { zh: 1 } }, { afterSeconds: 90, skills: { technical: 2 } }),
      'relaxation.1.skills.zh: must be at most 1, as in the step before it',
    ],
    [
      'ask again after asking for nothing',
      steps({ afterSeconds: 60, skills: null }, { afterSeconds: 90, skills: { zh: 1 } }),
      'relaxation.1.skills: comes after a step that asks for nothing at all',
    ],
    ['relax at once', steps({ afterSeconds: 0, skills: null }), 'relaxation.0.afterSeconds: must be greater than 0'],
    ['ask for a level beyond expert', steps({ afterSeconds: 9, skills: { zh: 6 } }), 'relaxation.0.skills.zh: must be at most 5'],
    ['hold a task a negative time', rulesDraft({ preferredShare: -0.5 }), 'preferredShare: must be at least 0'],
    ['ring for an hour', rulesDraft({ offerSeconds: 3600 }), 'offerSeconds: must be at most 600'],
    ['count half offers', rulesDraft({ missedOffersLimit: 1.5 }), 'missedOffersLimit: must be a whole number'],
    ['lack a part', { ...rulesDraft(), wrapUpSeconds: undefined }, 'wrapUpSeconds: is missing'],
    ['follow what is no calendar', rulesDraft({ calendarId: 'office' }), 'calendarId: does not have the expected form'],
  ];

  it.each(cases)('that %s are refused by one line that names the place', async (_, draft, detail) => {
    const before = await rules();
    expect(await attempt(draft)).toBe(`422 invalid_settings ${detail}`);
    expect(await rules()).toEqual(before);
  });

  it('name a channel of working time once', async () => {
    expect(await attempt(rulesDraft({ calendarId, workingTime: ['email', 'email'] }))).toBe(
      '422 invalid_settings workingTime.1: is named twice',
    );
  });

  it('of a queue that is not there are not there', async () => {
    expect(await admin.refusal('changeQueueRules', { id: calendarId, body: { revision: '', rules: rulesDraft() } })).toBe('404 not_found');
  });
});
