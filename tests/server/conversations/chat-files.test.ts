import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWindow } from '../../channel-adapters/web-chat-window.ts';
import { bringFile, png } from '../../support/bring-file.ts';
import { addPerson, type Client, client, eventually, startTestHub, type TestHub } from '../../support/hub.ts';

/** Files in a chat: the visitor is sent a link that only they have. */
let test: TestHub;
let mei: Client;
beforeAll(async () => {
  test = await startTestHub();
  mei = await client(test, await addPerson(test));
});
afterAll(() => test.stop());

describe('a file sent in a chat', () => {
  it('reaches the visitor as a link, at once and when they come back, and opens without signing in', async () => {
    const window = await openWindow(test, { inbox: 'website' });
    await window.write('can you send me the manual?');
    const conversationId = (await mei.call('queue', {})).tasks[0]?.conversationId ?? '';
    expect((await mei.call('getConversation', { id: conversationId })).conversation.files).toEqual({ count: 10, bytes: 20_000_000 });
    const [manual, picture] = [
      (await bringFile(test, mei, conversationId, { name: '说明书.html', contentType: 'text/html', content: '<script>1</script>' })).file,
      (await bringFile(test, mei, conversationId, { name: 'a.png', contentType: 'image/png', content: png })).file,
    ];
    const body = { clientId: crypto.randomUUID(), text: '', seenSeq: 9, attachmentIds: [manual.id, picture.id] };
    const entry = await mei.call('sendReply', { id: conversationId, body });
    expect(entry.attachments.map(({ name }) => name)).toEqual(['说明书.html', 'a.png']);
    await eventually(async () => expect(window.received[0]?.files).toMatchObject([{ name: '说明书.html', size: 18 }, { name: 'a.png' }]));
    expect((await window.history()).at(-1)?.files).toEqual(window.received[0]?.files);
    const [link = '', shown = ''] = window.received[0]?.files?.map((file) => file.link) ?? [];
    const answer = await fetch(link);
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
      200,
      'application/octet-stream',
      '<script>1</script>',
    ]);
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename*=UTF-8''${encodeURIComponent('说明书.html')}`);
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
    expect((await fetch(shown)).headers.get('content-type')).toBe('image/png');
    expect((await fetch(`${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`)).status).toBe(404);
    expect(link).not.toContain(manual.id);
    window.close();
  });

  it('is not to be fetched before it is sent, and what a visitor wrote has no files', async () => {
    const window = await openWindow(test, { inbox: 'website' });
    await window.write('hello');
    expect((await window.history())[0]).not.toHaveProperty('files');
    window.close();
  });
});
