import type { SegmentField, SegmentRow } from '../../../../server/contract/segments.ts';
import type { useText } from '../../../language/use-text.ts';

type Text = ReturnType<typeof useText>;

/** Why somebody is in a segment, field by field, as the reader says it: `Last order 2 Aug 2026`. */
export function becauseText(
  row: SegmentRow,
  fields: readonly SegmentField[],
  currency: string | null,
  text: Text,
): { name: string; value: string }[] {
  return row.because.flatMap(({ field: key, value }) => {
    const field = fields.find((one) => one.key === key);
    return field ? [{ name: text.label(field.label), value: valueText(field, value, currency, text) }] : [];
  });
}

function valueText(field: SegmentField, value: unknown, currency: string | null, text: Text): string {
  if (value === null || value === undefined) return text.t('segments.unknown');
  const option = field.options?.find(({ key }) => key === value);
  if (option) return text.label(option.label);
  if (typeof value === 'boolean') return text.t(value ? 'segments.yes' : 'segments.no');
  if (typeof value === 'number') return numberText(field, value, currency, text);
  if (Array.isArray(value)) return listText(field, value, text);
  return field.kind === 'time' || field.kind === 'day' || field.kind === 'anniversary' ? text.date(String(value)) : String(value);
}

function numberText({ kind }: SegmentField, value: number, currency: string | null, text: Text): string {
  if (kind === 'money' && currency) return text.money(value, currency);
  return kind === 'share' ? text.percent(value) : text.number(Math.round(value * 100) / 100);
}

const listText = (field: SegmentField, held: readonly unknown[], text: Text): string =>
  field.kind === 'customer' ? text.number(held.length) : text.list(held.map((key) => namedOption(field, String(key), text)));

function namedOption({ options }: SegmentField, key: string, text: Text): string {
  const option = options?.find((one) => one.key === key);
  return option ? text.label(option.label) : key;
}
