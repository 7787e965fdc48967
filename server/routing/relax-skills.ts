import type { RelaxationStep } from '../contract/routing-rules.ts';

type Levels = Readonly<Record<string, number>>;

/** What is still asked for after so many seconds of waiting: every step that is due lowers what it names, and none raises anything. */
export const relaxSkills = (asked: Levels, steps: readonly RelaxationStep[], waitedSeconds: number): Levels =>
  steps.filter(({ afterSeconds }) => afterSeconds <= waitedSeconds).reduce(lower, asked);

/** After how many seconds of waiting less is asked for than now; undefined when that never happens. */
export function relaxesNext(asked: Levels, steps: readonly RelaxationStep[], waitedSeconds: number): number | undefined {
  const now = sumOf(relaxSkills(asked, steps, waitedSeconds));
  return steps
    .map(({ afterSeconds }) => afterSeconds)
    .filter((after) => after > waitedSeconds && sumOf(relaxSkills(asked, steps, after)) < now)
    .sort((a, b) => a - b)[0];
}

/** Skills that a step does not name stay as they are; a level of 0 asks for nothing. */
function lower(asked: Levels, { skills }: RelaxationStep): Levels {
  if (skills === null) return {};
  const lowered = Object.entries(asked).map(([skill, level]) => [skill, Math.min(level, skills[skill] ?? level)] as const);
  return Object.fromEntries(lowered.filter(([, level]) => level > 0));
}

const sumOf = (levels: Levels): number => Object.values(levels).reduce((sum, level) => sum + level, 0);
