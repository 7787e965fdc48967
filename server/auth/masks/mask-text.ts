/** What stands for what is not shown. Nobody writes it: who sends it has copied a masked text. */
export const MASK = '•••';

// Both begin only where a word begins and never look back: texts of any length are read once.
const mail = /(?<![\p{L}\p{N}._%+'-])([\p{L}\p{N}._%+'-])[\p{L}\p{N}._%+'-]*[@＠][\p{L}\p{N}.-]*[\p{L}\p{N}]/gu;
const numbers = /(?<!\p{Nd})[+＋(（]?\p{Nd}[\p{Nd}\s\p{Cf}().（）/+＋‐-―－-]*\p{Nd}/gu;
const dates = /(?<!\p{Nd})(?:\p{Nd}{4}-\p{Nd}{2}-\p{Nd}{2}|\p{Nd}{1,2}[./]\p{Nd}{1,2}[./]\p{Nd}{2,4})(?!\p{Nd})/gu;

/** Fewer digits than this reach nobody. */
const SHORTEST_NUMBER = 7;

/** A text without the mail addresses and telephone numbers in it: of them only the first letter or the last two digits stay. */
export const maskText = (text: string): string =>
  text
    .replace(mail, (_, first: string) => `${first}${MASK}@${MASK}`)
    .replace(numbers, (run) => (isNumber(run) ? `${MASK}${digits(run).slice(-2).join('')}` : run));

const digits = (text: string): string[] => [...text].filter((character) => /\p{Nd}/u.test(character));
const isNumber = (run: string): boolean => digits(run.replace(dates, '')).length >= SHORTEST_NUMBER;

/** The address of a contact point, whatever its form. */
export function maskAddress(value: string): string {
  const masked = maskText(value);
  return masked === value ? MASK : masked;
}
