import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useAttendance } from '../../../agent-console/stores/attendance.ts';
import { useMe } from '../../../agent-console/stores/me.ts';
import { useNow } from '../../../agent-console/stores/now.ts';
import { startTestHub, type TestHub } from '../../support/hub.ts';
import { type OpenConsole, openConsole } from '../support/console.ts';

let test: TestHub;
let mei: OpenConsole;
beforeAll(async () => {
  test = await startTestHub();
  mei = await openConsole(test, { name: 'Mei Lin' });
  await mei.use(useMe).load();
});
afterAll(() => test.stop());

const conversationId = 'a conversation';
const tom = { id: 'tom', name: 'Tom Reed' };
const says = (windowId: string, doing: 'viewing' | 'typing' | 'gone', agent = tom) =>
  mei.use(useAttendance).take({ conversationId, windowId, agent, doing });
const others = (where = conversationId) =>
  mei
    .use(useAttendance)
    .others(where)
    .map(({ name, typing }) => `${name}${typing ? ' writes' : ''}`);
const wait = (seconds: number) => {
  mei.use(useNow).now += seconds * 1000;
};

describe('who else has a conversation open', () => {
  it('is there once, however many windows they have, until the last of them says that it leaves', () => {
    says('one', 'viewing');
    says('two', 'typing');
    says('mine', 'typing', { id: mei.person.id, name: 'Mei Lin' });
    expect(others()).toEqual(['Tom Reed writes']);
    expect(others('another')).toEqual([]);
    says('two', 'gone');
    expect(others()).toEqual(['Tom Reed']);
    says('one', 'gone');
    expect(others()).toEqual([]);
  });

  it('no longer writes after some seconds of silence, and is gone when their browser died without a word', () => {
    says('one', 'typing');
    wait(9);
    expect(others()).toEqual(['Tom Reed']);
    wait(37);
    expect(others()).toEqual([]);
  });
});

describe('a customer who chats', () => {
  it('writes until it is not said again for some seconds, or until what they wrote has come', () => {
    const { customerWrites, customerWrote, isCustomerWriting } = mei.use(useAttendance);
    customerWrites(conversationId);
    expect([isCustomerWriting(conversationId), isCustomerWriting('another')]).toEqual([true, false]);
    wait(7);
    expect(isCustomerWriting(conversationId)).toBe(false);
    customerWrites(conversationId);
    customerWrote(conversationId);
    expect(isCustomerWriting(conversationId)).toBe(false);
  });
});
