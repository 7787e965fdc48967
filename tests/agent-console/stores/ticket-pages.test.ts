import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useConversations } from '../../../agent-console/stores/conversations.ts';
import { useMe } from '../../../agent-console/stores/me.ts';
import { useTicketPages } from '../../../agent-console/stores/ticket-pages.ts';
import { sql } from '../../../server/db/sql.ts';
import { smsArrives, startTestHub, type TestHub } from '../../support/hub.ts';
import { type OpenConsole, openConsole } from '../support/console.ts';
import { type Line, layLine } from '../support/line.ts';

let test: TestHub;
let line: Line;
let mei: OpenConsole;
let number: string;

beforeAll(async () => {
  test = await startTestHub();
  line = await layLine(test.url);
  mei = await openConsole(test, {}, line.url);
  await smsArrives(test, { from: '+441632960611', text: 'The boiler hums' });
  const [task] = (await mei.hub.call('queue')).tasks;
  const { ticket } = await mei.hub.call('getTicket', { params: { id: task?.ticketId ?? '' } });
  number = String(ticket.number);
});
afterAll(async () => {
  await line.close();
  await test.stop();
});

describe('a ticket that is likely to be opened next', () => {
  it('is there with what was said last before anybody opens it', async () => {
    const [pages, conversations] = [mei.use(useTicketPages), mei.use(useConversations)];
    expect(pages.get(number)).toBeUndefined();
    await Promise.all([pages.prepare(number), pages.prepare(number)]);
    const [conversation] = pages.get(number)?.conversations ?? [];
    expect(conversations.entriesOf(conversation?.id ?? '').map(({ text }) => text)).toEqual(['The boiler hums']);
  });

  it('stays there while the hub cannot be reached', async () => {
    const pages = mei.use(useTicketPages);
    line.cut();
    await expect(pages.load(number)).rejects.toMatchObject({ code: 'network' });
    expect(pages.get(number)?.ticket.subject).toBe('The boiler hums');
    line.mend();
  });

  it('is shown no longer once the hub refuses it', async () => {
    const pages = mei.use(useTicketPages);
    await pages.load(number);
    await test.hub.db.all(sql`update tickets set number = 999999 where number = ${Number(number)}`);
    await expect(pages.load(number)).rejects.toMatchObject({ code: 'not_found' });
    expect(pages.get(number)).toBeUndefined();
    await test.hub.db.all(sql`update tickets set number = ${Number(number)} where number = 999999`);
  });

  it('is forgotten as soon as somebody looks with other rights', async () => {
    const [pages, me] = [mei.use(useTicketPages), mei.use(useMe)];
    await pages.load(number);
    expect(pages.get(number)).toBeDefined();
    await me.load();
    expect(pages.get(number)).toBeUndefined();
  });
});
