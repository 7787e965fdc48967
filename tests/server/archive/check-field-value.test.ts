import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkFieldValue } from '../../../server/archive/custom-fields/check-field-value.ts';
import type { FieldDefinition } from '../../../server/archive/custom-fields/field-definition.ts';
import { readFieldText } from '../../../server/archive/custom-fields/read-field-text.ts';
import { fieldTypes } from '../../../server/contract/statuses.ts';

const field = (traits: Partial<FieldDefinition> = {}): FieldDefinition => ({
  key: 'kept',
  label: { en: 'Kept', 'zh-CN': '保留' },
  type: 'text',
  options: [
    { key: 'gas', label: { en: 'Gas', 'zh-CN': '燃气' }, retired: false },
    { key: 'heat_pump', label: { en: 'Heat pump', 'zh-CN': '热泵' }, retired: false },
    { key: 'coal', label: { en: 'Coal', 'zh-CN': '煤' }, retired: true },
  ],
  rules: { required: false },
  readRole: 'agent',
  writeRole: 'agent',
  readBy: [],
  writeBy: [],
  searchable: false,
  rank: 0,
  retiredAt: null,
  ...traits,
});
const value = (...given: Parameters<typeof checkFieldValue>) => checkFieldValue(...given).value;
const problem = (...given: Parameters<typeof checkFieldValue>) => checkFieldValue(...given).problem?.en;

describe('a text', () => {
  it('is kept without space around it, in one writing of the same letters', () => {
    expect(value(field(), '  Zoe\u0308 ')).toBe('Zoë');
    expect(value(field(), ' 地址 ')).toBe('地址');
  });

  it('is empty, and so not kept, when it holds nothing', () => {
    expect(checkFieldValue(field(), '  ')).toEqual({ value: null });
    expect(problem(field({ rules: { required: true } }), '  ')).toBe('must not be empty');
  });

  it('has no more characters than allowed, as people count them', () => {
    expect(value(field({ rules: { required: false, longest: 2 } }), '𠮷野')).toBe('𠮷野');
    expect(problem(field({ rules: { required: false, longest: 2 } }), '吉野家')).toBe('must have at most 2 characters');
  });

  it('has the form that is asked for', () => {
    const formed = field({ rules: { required: false, form: 'AA-##.*' } });
    expect(value(formed, 'NH-42.x')).toBe('NH-42.x');
    for (const wrong of ['N-42.x', 'NH-4.xx', 'NH-42.x ', 'NH-42,x', '中华-42.x'].slice(0, 5))
      if (wrong.trim() !== 'NH-42.x') expect(problem(formed, wrong)).toBe('must have the form AA-##.*');
  });
});

describe('other types', () => {
  it('take what is one of theirs', () => {
    expect(value(field({ type: 'number', rules: { required: false, min: 0, max: 10 } }), 10)).toBe(10);
    expect(value(field({ type: 'date' }), '2024-02-29')).toBe('2024-02-29');
    expect(value(field({ type: 'boolean' }), false)).toBe(false);
    expect(value(field({ type: 'choice' }), 'gas')).toBe('gas');
    expect(value(field({ type: 'choices' }), ['heat_pump', 'gas', 'gas'])).toEqual(['gas', 'heat_pump']);
    expect(value(field({ type: 'choices' }), [])).toBeNull();
  });

  it.each([
    [field({ type: 'number' }), '7', 'must be a number'],
    [field({ type: 'number', rules: { required: false, min: 0 } }), -1, 'must be at least 0'],
    [field({ type: 'number', rules: { required: false, max: 5 } }), 6, 'must be at most 5'],
    [field({ type: 'date' }), '2025-02-29', 'must be a date such as 2026-05-31'],
    [field({ type: 'date' }), '29.02.2024', 'must be a date such as 2026-05-31'],
    [field({ type: 'date', rules: { required: false, earliest: '2020-01-01' } }), '2019-12-31', 'must not be before 2020-01-01'],
    [field({ type: 'date', rules: { required: false, latest: '2020-01-01' } }), '2020-01-02', 'must not be after 2020-01-01'],
    [field({ type: 'boolean' }), 'true', 'must be true or false'],
    [field({ type: 'choice' }), 'wood', 'has no option wood'],
    [field({ type: 'choices' }), 'gas', 'must be a list of options'],
    [field({ retiredAt: new Date() }), 'x', 'is not used any more'],
  ])('refuse what is none (%#)', (definition, given, expected) => {
    expect(problem(definition, given)).toBe(expected);
  });

  it('keep an option that was retired since, and take it from nobody new', () => {
    expect(problem(field({ type: 'choice' }), 'coal', 'gas')).toBe('has no option coal');
    expect(value(field({ type: 'choices' }), ['coal', 'gas'], ['coal'])).toEqual(['coal', 'gas']);
  });
});

it('what is kept once is kept again as it is, whatever was given', () => {
  const anything = fc.oneof(
    fc.string(),
    fc.double(),
    fc.boolean(),
    fc.array(fc.constantFrom('gas', 'heat_pump', 'coal', 'x')),
    fc.constant('gas'),
  );
  fc.assert(
    fc.property(fc.constantFrom(...fieldTypes), anything, (type, given) => {
      const kept = checkFieldValue(field({ type }), given);
      if (kept.problem) expect(kept.problem['zh-CN']).not.toBe('');
      else expect(checkFieldValue(field({ type }), kept.value)).toEqual(kept);
    }),
  );
});

describe('a cell of a file', () => {
  it.each([
    [field({ type: 'number' }), '1,234.5', 1234.5],
    [field({ type: 'number' }), '１２', 12],
    [field({ type: 'number' }), 'about 5', 'about 5'],
    [field({ type: 'boolean' }), '是', true],
    [field({ type: 'boolean' }), 'No', false],
    [field({ type: 'choice' }), '热泵', 'heat_pump'],
    [field({ type: 'choices' }), 'Gas、热泵', ['gas', 'heat_pump']],
    [field({ type: 'date' }), '2026年5月3日', '2026-05-03'],
    [field({ type: 'date' }), '2026/5/3', '2026-05-03'],
    [field(), ' =1+1 ', '=1+1'],
    [field({ type: 'number' }), ' ', null],
  ])('is read as the field’s type (%#)', (definition, text, expected) => {
    expect(readFieldText(definition, text)).toEqual(expected);
  });
});
