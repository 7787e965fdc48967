import type { Label } from '../../contract/entities.ts';
import { plainName } from './field-names.ts';
import { type Reading, read, wrong } from './read-value.ts';

const kinds: Readonly<Record<string, 'person' | 'company' | 'household'>> = {
  person: 'person',
  individual: 'person',
  private: 'person',
  个人: 'person',
  个人客户: 'person',
  company: 'company',
  business: 'company',
  organisation: 'company',
  organization: 'company',
  公司: 'company',
  企业: 'company',
  单位: 'company',
  企业客户: 'company',
};
export const readKind = (cell: string): Reading<'person' | 'company' | 'household'> => named(kinds[plainName(cell)]);

const languages: Readonly<Record<string, 'en' | 'zh-CN'>> = {
  en: 'en',
  engb: 'en',
  enus: 'en',
  english: 'en',
  英语: 'en',
  英文: 'en',
  zh: 'zh-CN',
  zhcn: 'zh-CN',
  zhhans: 'zh-CN',
  chinese: 'zh-CN',
  中文: 'zh-CN',
  汉语: 'zh-CN',
  普通话: 'zh-CN',
  简体中文: 'zh-CN',
};
export const readLanguage = (cell: string): Reading<'en' | 'zh-CN'> => named(languages[plainName(cell)]);

const named = <Value>(value: Value | undefined): Reading<Value> => (value === undefined ? wrong('bad_value') : read(value));

interface Option {
  readonly key: string;
  readonly label: Label;
}

/** An option by its key, or by what it is called in either language. */
export const readOption = (cell: string, options: readonly Option[]): string | undefined =>
  options.find(({ key, label }) => [key, label.en, label['zh-CN']].some((name) => plainName(name) === plainName(cell)))?.key;
