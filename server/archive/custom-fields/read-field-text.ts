import type { FieldValue } from '../../contract/archive-fields.ts';
import type { FieldDefinition } from './field-definition.ts';

const yes = ['true', 'yes', 'y', '1', '是', '有', '真'];
const no = ['false', 'no', 'n', '0', '否', '无', '没有', '假'];

/** What a cell of a file says of a field, to be checked by `checkFieldValue`: options by key or by either name. */
export function readFieldText({ type, options }: FieldDefinition, text: string): FieldValue | null {
  const written = text.normalize('NFKC').trim();
  if (written === '') return null;
  const option = (name: string): string => {
    const wanted = name.trim().toLowerCase();
    const found = options.find(({ key, label }) => [key, label.en, label['zh-CN']].some((known) => known.toLowerCase() === wanted));
    return found?.key ?? name.trim();
  };
  if (type === 'number') return /^[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?$/.test(written) ? Number(written.replaceAll(',', '')) : written;
  if (type === 'boolean') return yes.includes(written.toLowerCase()) || (no.includes(written.toLowerCase()) ? false : written);
  if (type === 'choice') return option(written);
  if (type === 'choices')
    return written
      .split(/[;|、,]/)
      .filter((part) => part.trim() !== '')
      .map(option);
  if (type === 'date')
    return written.replace(/^(\d{4})[/.年](\d{1,2})[/.月](\d{1,2})日?$/, (_, y, m, d) =>
      [y, m.padStart(2, '0'), d.padStart(2, '0')].join('-'),
    );
  return text.trim();
}
