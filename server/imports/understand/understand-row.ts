import type { OrderBody, ProfileBody } from '../../contract/archive.ts';
import type { RowProblem } from '../../contract/imports.ts';
import type { FileRow } from '../files/file-row.ts';
import { problem } from '../files/file-row.ts';
import type { Plan } from './plan.ts';
import { type Reading, textOf } from './read-value.ts';
import { understandCustomer } from './understand-customer.ts';
import { understandOrder } from './understand-order.ts';

/** What the file says of a customer, or of an order: only what it says, so that nothing else is changed. */
export type Said = Partial<ProfileBody> | SaidOrder;
export type SaidOrder = { readonly [Part in keyof OrderBody]?: OrderBody[Part] | undefined };

export interface Understood<Body> {
  readonly line: number;
  /** Undefined when something is wrong. */
  readonly body: Body | undefined;
  readonly problems: readonly RowProblem[];
  /** By field, as it would be kept. */
  readonly shown: Readonly<Record<string, string>>;
}

/** Cells of one row by field; keeps what was understood and what was not. */
export class RowReader {
  readonly problems: RowProblem[] = [];
  readonly shown: Record<string, string> = {};

  constructor(
    readonly plan: Plan,
    private readonly cells: readonly string[],
  ) {}

  /** The first cell of a field that is not empty. */
  text(field: string): string | undefined {
    return this.texts(field)[0]?.text;
  }

  texts(field: string): { text: string; column: number }[] {
    const columns = this.plan.columns.get(field) ?? [];
    return columns.map((column) => ({ column, text: textOf(this.cells[column] ?? '') })).filter(({ text }) => text !== '');
  }

  /** The value of a field, when there is one and it can be understood. */
  take<Value>(field: string, understand: (text: string) => Reading<Value>, show: (value: Value) => string = String): Value | undefined {
    const [first] = this.texts(field);
    return first && this.takeFrom(field, first.column, first.text, understand, show);
  }

  takeFrom<Value>(
    field: string,
    column: number,
    text: string,
    understand: (text: string) => Reading<Value>,
    show: (value: Value) => string = String,
  ): Value | undefined {
    const { value, code } = text.includes('\uFFFD') ? { value: undefined, code: 'bad_encoding' as const } : understand(text);
    if (code) this.problems.push(problem(code, this.plan.names[column] ?? null, text));
    else if (value !== undefined) this.shown[field] = this.shown[field] ? `${this.shown[field]}; ${show(value)}` : show(value);
    return value;
  }

  /** A field without which there is nothing to keep. */
  need(field: string, code: 'key_missing' | 'value_missing'): void {
    const columns = this.plan.columns.get(field) ?? [];
    if (this.texts(field).length === 0) this.problems.push(problem(code, this.plan.names[columns[0] ?? -1] ?? null));
  }
}

export const understandProfile = (plan: Plan, row: FileRow): Understood<ProfileBody> => understand(plan, row, understandCustomer);
export const understandPurchase = (plan: Plan, row: FileRow): Understood<SaidOrder> => understand(plan, row, understandOrder);

function understand<Body>(plan: Plan, row: FileRow, read: (reader: RowReader) => Body | undefined): Understood<Body> {
  const failed = row.problem ?? raggedness(plan, row);
  if (failed) return { line: row.line, body: undefined, problems: [failed], shown: {} };
  const reader = new RowReader(plan, row.cells);
  const body = read(reader);
  const { problems, shown } = reader;
  return { line: row.line, body: problems.length > 0 ? undefined : body, problems, shown };
}

/** Cells beyond the named columns: some value was parted where it should not be, and all behind it stand in the wrong place. */
function raggedness({ names }: Plan, { cells }: FileRow): RowProblem | undefined {
  const stray = cells.slice(names.length).find((cell) => cell.trim() !== '');
  return stray === undefined ? undefined : problem('ragged_row', null, stray);
}
