import type { Condition, FilterPart, SegmentField, SegmentFilter } from '../../../../server/contract/segments.ts';

/** A filter while somebody writes it: rows have keys of their own, and values are as typed. */
export interface GroupDraft {
  readonly key: number;
  readonly how: 'all' | 'any';
  readonly parts: readonly PartDraft[];
}

export interface ConditionDraft {
  readonly key: number;
  readonly field: string;
  readonly is: Condition['is'];
  readonly value: Condition['value'] | undefined;
}

export type PartDraft = GroupDraft | ConditionDraft;

let last = 0;
const nextKey = (): number => ++last;

export const emptyGroup = (): GroupDraft => ({ key: nextKey(), how: 'all', parts: [] });

/** A condition to begin with: the field's first question, with a value that can be asked. */
export function conditionOn(field: SegmentField): ConditionDraft {
  const is = field.comparisons[0] ?? 'is';
  return { key: nextKey(), field: field.key, is, value: firstValue(field, is) };
}

/** What a comparison begins with; nothing where people must say it themselves. */
export function firstValue({ kind, options }: SegmentField, is: Condition['is']): Condition['value'] | undefined {
  if (is === 'is_known' || is === 'is_unknown') return undefined;
  const first = options?.[0]?.key;
  if (is === 'one_of' || is === 'none_of') return first ? [first] : undefined;
  if (kind === 'choice' || kind === 'choices') return first;
  if (kind === 'flag') return true;
  if (kind === 'time' || kind === 'day') return { daysAgo: 90 };
  if (kind === 'anniversary') return 7;
  return undefined;
}

export function draftOf(filter: FilterPart): GroupDraft {
  if ('field' in filter) return { ...emptyGroup(), parts: [partOf(filter)] };
  return { key: nextKey(), how: 'all' in filter ? 'all' : 'any', parts: ('all' in filter ? filter.all : filter.any).map(partOf) };
}

const partOf = (part: FilterPart): PartDraft =>
  'field' in part ? { key: nextKey(), field: part.field, is: part.is, value: part.value } : draftOf(part);

export const isGroup = (part: PartDraft): part is GroupDraft => 'parts' in part;

/** Whether every condition has the value it needs. */
export const isComplete = (part: PartDraft): boolean =>
  isGroup(part) ? part.parts.every(isComplete) : part.is === 'is_known' || part.is === 'is_unknown' || isGiven(part.value);

const isGiven = (value: ConditionDraft['value']): boolean =>
  value !== undefined && value !== '' && !Number.isNaN(value) && !(Array.isArray(value) && value.length === 0);

/** As the hub takes it. Groups stand at most three deep, which the editor keeps to. */
export const filterOf = (group: GroupDraft): SegmentFilter => {
  const inner = group.parts.map((part) => {
    if (!isGroup(part)) return conditionOf(part);
    return named(
      part.how,
      part.parts.map((deeper) =>
        isGroup(deeper)
          ? named(
              deeper.how,
              deeper.parts.flatMap((deepest) => (isGroup(deepest) ? [] : [conditionOf(deepest)])),
            )
          : conditionOf(deeper),
      ),
    );
  });
  return named(group.how, inner);
};

const named = <Part>(how: GroupDraft['how'], parts: Part[]) => (how === 'all' ? { all: parts } : { any: parts });

const conditionOf = ({ field, is, value }: ConditionDraft): Condition => (value === undefined ? { field, is } : { field, is, value });
