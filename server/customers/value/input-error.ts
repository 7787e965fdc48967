/** Something that cannot be valued. The message is one line that names the place and what is wrong with it. */
export class InputError extends Error {
  constructor(place: string, problem: string) {
    super(`${place}: ${problem.replace(/\s+/g, ' ').trim()}`);
  }
}
