import type { Hub } from '../hub.ts';

/** How long what was counted over all customers is shown again (milliseconds). */
const FRESH_FOR = 60_000;
/** Questions kept at once: they come from people who click, and their answers are small. */
const MOST = 100;

/** Count once for everybody who asks the same within a minute. A failure is not kept. */
export function keptForAWhile<Question, Answer>(count: (hub: Hub, question: Question) => Promise<Answer>) {
  const hubs = new WeakMap<Hub, Map<string, { at: number; answer: Promise<Answer> }>>();
  return (hub: Hub, question: Question): Promise<Answer> => {
    const answers = hubs.get(hub) ?? new Map<string, { at: number; answer: Promise<Answer> }>();
    hubs.set(hub, answers);
    const [key, now] = [JSON.stringify(question), hub.clock.now().getTime()];
    const known = answers.get(key);
    if (known && now - known.at < FRESH_FOR) return known.answer;
    if (answers.size >= MOST) answers.clear();
    const answer = count(hub, question);
    answers.set(key, { at: now, answer });
    answer.catch(() => answers.delete(key));
    return answer;
  };
}
