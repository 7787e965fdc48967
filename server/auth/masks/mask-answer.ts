import { MASK, maskAddress, maskText } from './mask-text.ts';

/** Customers, with all records of each, whose addresses somebody sees. */
export type InClear = ReadonlySet<string>;

/**
 * An answer as somebody may see it who sees addresses only of customers they hold: wherever a thing says of which customer
 * it is, that counts for all within it; what says nothing is nobody's, and masked.
 */
export function maskAnswer<Answer>(answer: Answer, clear: InClear, customerId?: string | undefined): Answer {
  // Only texts change, each into another text: the form of the answer stays.
  return mask(answer, clear, customerId) as Answer;
}

function mask(value: unknown, clear: InClear, owner: string | undefined): unknown {
  if (owner !== undefined && clear.has(owner) && typeof value !== 'object') return value;
  if (typeof value === 'string') return isPlain(value) ? value : maskText(value);
  if (Array.isArray(value))
    return isSnippet(value) && !isClear(clear, owner) ? maskSnippet(value) : value.map((one) => mask(one, clear, owner));
  return isRecord(value) ? maskRecord(value, clear, ownerOf(value) ?? owner) : value;
}

const isClear = (clear: InClear, owner: string | undefined): boolean => owner !== undefined && clear.has(owner);

function maskRecord(record: Readonly<Record<string, unknown>>, clear: InClear, owner: string | undefined): Record<string, unknown> {
  const isAddress = 'evidence' in record && 'value' in record && !isClear(clear, owner);
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => {
      if (ours.has(key) || (typeof value === 'string' && isName(key, value))) return [key, value];
      return [key, isAddress && key === 'value' && typeof value === 'string' ? maskAddress(value) : mask(value, clear, owner)];
    }),
  );
}

/** Addresses of the installation's own are no secret. */
const ours = new Set(['inbox', 'inboxes']);
/** Texts that name or order things: numbers of orders and customers too, where these are not addresses themselves. */
const isName = (key: string, text: string): boolean =>
  key === 'externalId' || key === 'number'
    ? !/^\+|@/.test(text)
    : /^(id|at|next|cursor|revision|key|since|until|kind|channel|state|status)$|(Id|At|Key)$/.test(key);

/** UUIDs and times are full of digits and no numbers. */
const isPlain = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text) ||
  /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/.test(text);

function ownerOf(record: Readonly<Record<string, unknown>>): string | undefined {
  const { id, customerId, customer, of } = record;
  if (typeof customerId === 'string') return customerId;
  if (isRecord(of) && typeof of.id === 'string') return of.id;
  if (isRecord(customer) && typeof customer.id === 'string') return customer.id;
  return typeof id === 'string' && ('contactPoints' in record || 'orderCount' in record) ? id : undefined;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

type Piece = { readonly text: string; readonly hit: boolean };
const isSnippet = (value: readonly unknown[]): value is readonly Piece[] =>
  value.length > 0 && value.every((piece) => isRecord(piece) && typeof piece.text === 'string' && typeof piece.hit === 'boolean');

/** A hit may lie in the middle of an address, and the text may have been cut in the middle of one. */
function maskSnippet(pieces: readonly Piece[]): readonly Piece[] {
  const text = pieces.map((piece) => piece.text).join('');
  const masked = maskText(text.replace(cutBefore, `…${MASK}`).replace(cutBehind, `${MASK}…`));
  return masked === text ? pieces : [{ text: masked, hit: false }];
}

const cutBefore = /^…(?=[^…]*?[\p{Nd}@＠])[\p{Nd}\s().+/@＠-]*[^\s]*/u;
const cutBehind = /(?:[\p{Nd}(+][\p{Nd}\s().+/-]*|\S*[@＠]\S*)…$/u;
