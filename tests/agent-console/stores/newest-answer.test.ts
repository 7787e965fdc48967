import { describe, expect, it } from 'vitest';
import { newestAnswer } from '../../../agent-console/stores/newest-answer.ts';

/** A question whose answer comes when the test says so. */
function question() {
  let answer = (_: string) => {};
  let fail = (_: Error) => {};
  const asked = new Promise<string>((resolve, reject) => {
    [answer, fail] = [resolve, reject];
  });
  return { asked, answer: (text: string) => answer(text), fail: () => fail(new Error('refused')) };
}

describe('the answer to the newest question', () => {
  it('stands, also when one to an older question comes after it', async () => {
    const taken: string[] = [];
    const ask = newestAnswer();
    const [first, second] = [question(), question()];
    const both = [first, second].map(({ asked }) => ask(asked, (text) => taken.push(text)));
    second.answer('done');
    first.answer('running');
    await Promise.all(both);
    expect(taken).toEqual(['done']);
  });

  it('is not waited for while an older one is here', async () => {
    const taken: string[] = [];
    const ask = newestAnswer();
    const [first, second] = [question(), question()];
    const one = ask(first.asked, (text) => taken.push(text));
    const two = ask(second.asked, (text) => taken.push(text));
    first.answer('a third');
    await one;
    expect(taken).toEqual(['a third']);
    second.answer('done');
    await two;
    expect(taken).toEqual(['a third', 'done']);
  });

  it('is taken each time when they come in turn', async () => {
    const taken: string[] = [];
    const ask = newestAnswer();
    await ask(Promise.resolve('one'), (text) => taken.push(text));
    await ask(Promise.resolve('two'), (text) => taken.push(text));
    expect(taken).toEqual(['one', 'two']);
  });

  it('that is a refusal is told to whoever asked', async () => {
    const ask = newestAnswer();
    const refused = question();
    const asking = ask(refused.asked, () => expect.fail('there was no answer'));
    refused.fail();
    await expect(asking).rejects.toThrow('refused');
  });
});
