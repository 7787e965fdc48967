/**
 * Events come in bursts, and the answers to what is asked at each of them may overtake one another: an answer is taken unless
 * one to a later question was before, or something that is over would seem to go on for good. Not only the very last is
 * taken: while questions keep coming, there would be none.
 */
export function newestAnswer() {
  let [asked, taken] = [0, 0];
  return async <Answer>(question: Promise<Answer>, take: (answer: Answer) => unknown): Promise<void> => {
    const mine = ++asked;
    const answer = await question;
    if (mine < taken) return;
    taken = mine;
    take(answer);
  };
}
