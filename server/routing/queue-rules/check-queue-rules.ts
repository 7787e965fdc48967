import { type Checked, checkDraft, problem } from '../../catalog/check-draft.ts';
import type { Catalog } from '../../catalog/read-catalog.ts';
import { both } from '../../catalog/words.ts';
import type { Problem } from '../../contract/configuration.ts';
import { QueueRules, type RelaxationStep } from '../../contract/routing-rules.ts';

/** Rules of a queue as somebody drafted them, when they can be; or what stands in their way, by place. `skills` are those anybody knows of. */
export const checkQueueRules = (catalog: Catalog, skills: ReadonlySet<string>, given: unknown): Checked<QueueRules> =>
  checkDraft(QueueRules, given, ({ calendarId, workingTime, relaxation }) => [
    ...(calendarId === null || catalog.calendars.some(({ id }) => id === calendarId)
      ? []
      : [problem(['calendarId'], both('there is no such calendar', '没有这个日历'))]),
    ...(calendarId === null && workingTime.length > 0 ? [problem(['workingTime'], both('needs a calendar', '需要先选择日历'))] : []),
    ...workingTime.flatMap((channel, i) =>
      workingTime.indexOf(channel) < i ? [problem(['workingTime', i], both('is named twice', '重复'))] : [],
    ),
    ...relaxation.flatMap((step, i) => stepProblems(step, relaxation[i - 1], i, skills)),
  ]);

/** A step comes after the one before it and asks for no more than that: waiting never closes a door. */
function stepProblems(step: RelaxationStep, before: RelaxationStep | undefined, i: number, skills: ReadonlySet<string>): Problem[] {
  const unknown = Object.keys(step.skills ?? {}).filter((skill) => !skills.has(skill));
  return [
    ...unknown.map((skill) =>
      problem(
        ['relaxation', i, 'skills', skill],
        both('nobody holds such a skill and no inbox asks for it', '没有人具备该技能，也没有收件渠道要求它'),
      ),
    ),
    ...(before && step.afterSeconds <= before.afterSeconds
      ? [
          problem(
            ['relaxation', i, 'afterSeconds'],
            both(`must be later than the step before it (${before.afterSeconds} s)`, `必须晚于上一步（${before.afterSeconds} 秒）`),
          ),
        ]
      : []),
    ...(before ? raised(step, before, i) : []),
  ];
}

function raised(step: RelaxationStep, before: RelaxationStep, i: number): Problem[] {
  const place = ['relaxation', i, 'skills'];
  if (before.skills === null)
    return [problem(place, both('comes after a step that asks for nothing at all', '位于不再要求任何技能的步骤之后'))];
  const { skills } = step;
  if (skills === null) return [];
  return Object.entries(before.skills)
    .filter(([skill, level]) => (skills[skill] ?? Number.POSITIVE_INFINITY) > level)
    .map(([skill, level]) =>
      problem([...place, skill], both(`must be at most ${level}, as in the step before it`, `不得高于上一步的 ${level}`)),
    );
}
