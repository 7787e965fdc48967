import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openConsole, part } from '../support/browser.ts';
import { type ConsoleHub, inBrowser } from '../support/console.ts';
import { addCustomer, addPerson, callArrives, client, eventually, startTestHub, twilioPost } from '../support/hub.ts';
import { picture } from '../support/picture.ts';

/** The rules are set in the console, a caller chooses by them, and the desk says what is to be done. */
let test: ConsoleHub;

beforeEach(async () => {
  test = await inBrowser(startTestHub());
});
afterEach(() => test.stop());

const from = '+441632960111';
const sid = `CA${'1'.repeat(32)}`;

describe('instead of waiting', () => {
  it('an admin offers callbacks; a caller takes one; the agent sees whom to call, and where', async () => {
    const root = await addPerson(test, { name: 'Root', role: 'admin', queues: [] });
    const settings = await openConsole(test.browser, `${test.url}/settings/queues/${test.queueId}`, root, {
      viewport: { width: 1280, height: 1000 },
    });
    const editor = part(settings, 'overflow');
    await editor.scrollIntoViewIfNeeded();
    await part(settings, 'add-before').click();
    await part(settings, 'overflow-when').selectOption('too_long');
    await part(settings, 'add-after').click();
    await part(settings, 'chat-url').fill('nonsense');
    await part(settings, 'chat-url').blur();
    await part(settings, 'save-overflow').click();
    await editor.locator('.wrong').first().waitFor();
    await part(settings, 'chat-url').fill('https://shop.example/help');
    await part(settings, 'chat-url').blur();
    await picture(settings, 'overflow-editor', { fullPage: true });
    await part(settings, 'save-overflow').click();
    const admin = await client(test, root);
    await eventually(async () =>
      expect((await admin.call('readOverflow', { id: test.queueId })).overflow).toMatchObject({
        before: [{ when: { is: 'too_long', seconds: 300 }, channels: ['voice'], act: { do: 'offer', choices: ['callback', 'voicemail'] } }],
        after: [{ after: { seconds: 300 }, act: { do: 'offer', choices: ['callback'] } }],
        chatUrl: 'https://shop.example/help',
      }),
    );

    await addCustomer(test, { name: 'Gloria Dean', tier: 'gold', phone: from });
    await callArrives(test, { from, sid });
    expect(await (await twilioPost(test, await test.inboxOf('voice'), 'choice', { CallSid: sid, Digits: '1' })).text()).toContain(
      '<Leave/>',
    );
    const mei = await addPerson(test);
    const desk = await test.open(mei);
    await part(desk, 'status-menu').click();
    await part(desk, 'status-available').click();
    await part(desk, 'offer').waitFor();
    await expect.poll(() => part(desk, 'offer').locator('[data-test="callback-tag"]').textContent()).toMatch(/Call back\s*\+441632960111/);
    await picture(desk, 'callback-offer');
  });

  it('a voicemail is heard in the conversation, or says why not', async () => {
    const desk = await test.open(await addPerson(test), { locale: 'zh-CN' });
    const root = await client(test, await addPerson(test, { role: 'admin', queues: [] }));
    const { revision } = await root.call('readOverflow', { id: test.queueId });
    const rule = {
      when: { is: 'too_long' as const, seconds: 1 },
      channels: ['voice' as const],
      act: { do: 'offer' as const, choices: ['voicemail' as const] },
    };
    await root.call('changeOverflow', { id: test.queueId, body: { revision, overflow: { before: [rule] } } });
    await callArrives(test, { from, sid });
    const voice = await test.inboxOf('voice');
    await twilioPost(test, voice, 'choice', { CallSid: sid, Digits: '2' });
    await twilioPost(test, voice, 'recording', {
      CallSid: sid,
      RecordingSid: `RE${'1'.repeat(32)}`,
      RecordingStatus: 'completed',
      RecordingDuration: '65',
    });
    const task = await eventually(async () => {
      const [found] = (await root.call('queue', {})).tasks;
      if (!found) throw new Error('nothing waits');
      return found;
    });
    const { entries } = await root.call('getConversation', { id: task.conversationId });
    const voicemail = entries.find(({ call }) => call?.type === 'voicemail');
    await test.hub.db.pool.query("update entries set error_code = 'recording_missing' where id = $1", [voicemail?.id]);
    await desk.goto(`${test.url}/desk/${task.conversationId}`);
    await desk.getByText(/1:05/).first().waitFor();
    const conversation = desk.locator('[data-test="conversation"]');
    await conversation.locator('[data-test="voicemail-error"]').waitFor();
    await test.hub.db.pool.query('update entries set error_code = null where id = $1', [voicemail?.id]);
    await test.hub.db.pool.query(
      "insert into attachments (id, entry_id, name, content_type, size, content) values (gen_random_uuid(), $1, 'RE1.wav', 'audio/wav', 4, 'RIFF')",
      [voicemail?.id],
    );
    await desk.reload();
    await conversation.locator('[data-test="voicemail"]').waitFor();
    await picture(desk, 'voicemail');
  });
});
