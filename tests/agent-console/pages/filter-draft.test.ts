import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionOn, draftOf, filterOf, firstValue, isComplete } from '../../../agent-console/pages/customers/segments/filter-draft.ts';
import { shippedRights } from '../../../server/auth/shipped-rights.ts';
import { type Condition, type FilterPart, type SegmentField, SegmentFilter } from '../../../server/contract/segments.ts';
import { presentFields } from '../../../server/segments/field-table.ts';
import { builtIn } from '../../../server/segments/fields.ts';

const admin = { role: 'admin', ownRole: null, rights: shippedRights.admin } as const;
const tiers = [{ key: 'gold', label: { en: 'Gold', 'zh-CN': '黄金' } }];
const fields: SegmentField[] = presentFields(builtIn, admin).map((field) => (field.key === 'tier' ? { ...field, options: tiers } : field));

const condition: fc.Arbitrary<Condition> = fc.constantFrom(
  { field: 'tier', is: 'one_of', value: ['gold'] },
  { field: 'city', is: 'is_known' },
  { field: 'value.lastOrderAt', is: 'before', value: { daysAgo: 90 } },
);
const group = <Part extends FilterPart>(part: fc.Arbitrary<Part>) =>
  fc.oneof(fc.record({ all: fc.array(part, { maxLength: 3 }) }), fc.record({ any: fc.array(part, { maxLength: 3 }) }));

describe('a filter in the editor', () => {
  it('comes back as it was when nothing is changed', () => {
    fc.assert(
      fc.property(group(fc.oneof(condition, group(fc.oneof(condition, group(condition))))), (filter) => {
        expect(filterOf(draftOf(filter))).toEqual(filter);
      }),
    );
  });

  it('begins each condition with something the hub takes, or says that a value is missing', () => {
    for (const field of fields) {
      for (const is of field.comparisons) {
        const draft = { ...conditionOn(field), is, value: firstValue(field, is) };
        const filter = filterOf({ key: 0, how: 'all', parts: [draft] });
        expect([field.key, is, SegmentFilter.safeParse(filter).success]).toEqual([field.key, is, true]);
        if (!isComplete(draft)) expect(draft.value).toBeUndefined();
      }
    }
  });

  it('is not complete while a list is empty or a number is none', () => {
    const part = (value: Condition['value']) => ({ key: 1, field: 'tier', is: 'one_of' as const, value });
    expect([isComplete(part([])), isComplete(part(Number.NaN)), isComplete(part(['gold']))]).toEqual([false, false, true]);
  });
});
