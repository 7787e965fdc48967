/**
 * Events come in bursts, and the answers to what is asked at each of them may overtake one another: only the answer to the
 * newest question is taken, or something that is over would seem to go on for good.
 */
export function newestAnswer() {
  let newest = 0;
  return async <Answer>(question: Promise<Answer>, take: (answer: Answer) => unknown): Promise<void> => {
    const mine = ++newest;
    const answer = await question;
    if (mine === newest) take(answer);
  };
}
