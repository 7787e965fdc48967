/** Something that cannot be worked with. The message is one line that names the place and what is wrong with it. */
export class InputError extends Error {
  constructor(place: string, problem: string) {
    super(`${place}: ${problem}`);
  }
}

export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
