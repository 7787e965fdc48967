/** A statement with its values apart from its text; made only by the `sql` tag, so values can never become syntax. */
export interface Sql {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Keeps the pieces of its text, so that one statement can stand inside another. */
class Statement implements Sql {
  readonly #strings: readonly string[];

  constructor(
    readonly text: string,
    readonly values: readonly unknown[],
    strings: readonly string[],
  ) {
    this.#strings = strings;
  }

  get strings(): readonly string[] {
    return this.#strings;
  }
}

/** `sql\`select … where id = ${id}\``; a nested `sql` becomes part of the text, anything else a bound value. */
export function sql(strings: TemplateStringsArray, ...values: unknown[]): Sql {
  return values.some((value) => value instanceof Statement) ? nest(strings, values) : new Statement(textOnce(strings), values, strings);
}

const texts = new WeakMap<TemplateStringsArray, string>();

/** Each place in the code has one text: intake runs through a dozen of them for every message. */
function textOnce(strings: TemplateStringsArray): string {
  const known = texts.get(strings);
  if (known !== undefined) return known;
  const text = numbered(strings);
  texts.set(strings, text);
  return text;
}

function nest(strings: TemplateStringsArray, values: readonly unknown[]): Sql {
  const flatStrings: string[] = [strings[0] ?? ''];
  const flatValues: unknown[] = [];
  values.forEach((value, i) => {
    const after = strings[i + 1] ?? '';
    if (value instanceof Statement) {
      appendText(flatStrings, value.strings[0] ?? '');
      flatStrings.push(...value.strings.slice(1));
      flatValues.push(...value.values);
      appendText(flatStrings, after);
    } else {
      flatValues.push(value);
      flatStrings.push(after);
    }
  });
  return new Statement(numbered(flatStrings), flatValues, flatStrings);
}

function appendText(strings: string[], text: string): void {
  strings[strings.length - 1] += text;
}

const numbered = (strings: readonly string[]): string => strings.reduce((text, piece, i) => (i === 0 ? piece : `${text}$${i}${piece}`), '');

/** A value for a `json` column; arrays must not become PostgreSQL arrays. */
export const json = (value: unknown): string => JSON.stringify(value);
