import type { FieldValue, FieldView } from '../../../server/contract/archive-fields.ts';
import { type AgingField, type agingFields, channels, type FieldType, languages } from '../../../server/contract/statuses.ts';
import { isLanguage, languageNames } from '../../language/console-language.ts';
import type { MessageKey } from '../../language/messages.ts';
import { useText } from '../../language/use-text.ts';

/** How a field is shown and filled, whether built in or the installation's own. */
export interface FieldForm {
  readonly type: FieldType;
  readonly options: readonly { value: string; text: string; retired: boolean }[];
  readonly rules: FieldView['rules'];
}

const names: Record<AgingField | 'tier', MessageKey> = {
  name: 'customer.name',
  language: 'customer.language',
  company: 'customer.company',
  occupation: 'customer.occupation',
  city: 'customer.city',
  birthday: 'customer.birthday',
  manner: 'customer.manner',
  preferredChannel: 'customer.preferredChannel',
  quietHours: 'record.quietHours',
  tier: 'customer.tier',
};
/** What stands where nothing is known. */
const nothing = '–';
const isBuiltIn = (field: string): field is AgingField | 'tier' => field in names;

/** Names of fields and what they hold, in the reader's words. */
export function useFieldText(definitions: () => readonly FieldView[]) {
  const { t, label, number, date, list } = useText();
  const own = (field: string) => definitions().find(({ key }) => `fields.${key}` === field);

  function formOf(field: string): FieldForm {
    const definition = own(field);
    if (definition) {
      const options = definition.options.map((option) => ({ value: option.key, text: label(option.label), retired: option.retired }));
      return { type: definition.type, options, rules: definition.rules };
    }
    const plain = (value: string, text: string) => ({ value, text, retired: false });
    const rules = { required: false };
    if (field === 'birthday') return { type: 'date', options: [], rules };
    if (field === 'language') return { type: 'choice', options: languages.map((code) => plain(code, languageNames[code])), rules };
    if (field === 'preferredChannel') return { type: 'choice', options: channels.map((code) => plain(code, t(`channel.${code}`))), rules };
    return { type: 'text', options: [], rules: { ...rules, longest: field === 'manner' ? 1000 : 200 } };
  }

  function textOf(field: string, value: FieldValue | null): string {
    if (value === null) return nothing;
    const { type, options } = formOf(field);
    const option = (key: string) => {
      const found = options.find((known) => known.value === key);
      if (!found) return isLanguage(key) ? languageNames[key] : key;
      return found.retired ? t('record.retiredOption', { option: found.text }) : found.text;
    };
    if (Array.isArray(value)) return list(value.map(option));
    if (typeof value === 'boolean') return value ? t('record.yes') : t('record.no');
    if (typeof value === 'number') return number(value);
    if (type === 'date') return date(`${value}T12:00:00`);
    return type === 'choice' ? option(value) : value;
  }

  /** A value as the history of changes keeps it: one text. */
  function pastText(field: string, text: string | null): string {
    if (text === null) return nothing;
    const { type } = formOf(field);
    if (type === 'boolean') return textOf(field, text === 'true');
    if (type === 'number') return textOf(field, Number(text));
    return textOf(field, type === 'choices' ? text.split(', ') : text);
  }

  return {
    formOf,
    textOf,
    pastText,
    nameOf(field: string): string {
      const definition = own(field);
      if (definition) return label(definition.label);
      return isBuiltIn(field) ? t(names[field]) : field.replace(/^fields\./, '');
    },
  };
}

/** Those of the built-in fields that say how somebody likes to be reached. */
export const preferenceFields: readonly string[] = ['preferredChannel', 'language', 'quietHours'] satisfies (typeof agingFields)[number][];
