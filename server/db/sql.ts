/** A statement with its values apart from its text; made only by the `sql` tag, so values can never become syntax. */
export interface Sql {
  readonly text: string;
  readonly values: readonly unknown[];
}

const isSql = (value: unknown): value is Sql =>
  typeof value === 'object' && value !== null && 'text' in value && 'values' in value && parts.has(value);

/** The pieces of each statement, so that one statement can stand inside another. */
const parts = new WeakMap<object, { strings: readonly string[]; values: readonly unknown[] }>();

/** `sql\`select … where id = ${id}\``; a nested `sql` becomes part of the text, anything else a bound value. */
export function sql(strings: TemplateStringsArray, ...values: unknown[]): Sql {
  const flatStrings: string[] = [strings[0] ?? ''];
  const flatValues: unknown[] = [];
  values.forEach((value, i) => {
    const after = strings[i + 1] ?? '';
    const nested = isSql(value) ? parts.get(value) : undefined;
    if (nested) {
      appendText(flatStrings, nested.strings[0] ?? '');
      flatStrings.push(...nested.strings.slice(1));
      flatValues.push(...nested.values);
      appendText(flatStrings, after);
    } else {
      flatValues.push(value);
      flatStrings.push(after);
    }
  });
  const statement: Sql = {
    text: flatStrings.reduce((text, piece, i) => (i === 0 ? piece : `${text}$${i}${piece}`), ''),
    values: flatValues,
  };
  parts.set(statement, { strings: flatStrings, values: flatValues });
  return statement;
}

function appendText(strings: string[], text: string): void {
  strings[strings.length - 1] += text;
}

/** A value for a `json` column; arrays must not become PostgreSQL arrays. */
export const json = (value: unknown): string => JSON.stringify(value);
