import type { Catalog, QueueRow } from '../../catalog/read-catalog.ts';
import { both, durationWords } from '../../catalog/words.ts';
import type { Finding } from '../../contract/configuration.ts';
import { languages } from '../../contract/statuses.ts';
import { type Member, membersOf } from './read-members.ts';

/** Skills that are asked for and that nobody in the queue holds, or only one does, while waiting never asks for less. */
export const troubleInSkills = (catalog: Catalog, members: readonly Member[]): Finding[] =>
  catalog.queues.flatMap((queue) => {
    const serving = membersOf(members, queue.id);
    if (serving.length === 0) return [];
    return [...askedIn(catalog, queue)].flatMap(([skill, level]) => judge(queue, serving, skill, level));
  });

/** The highest level that the queue's inboxes ask for, by skill; and a language that customers may speak, when a member does. */
function askedIn({ inboxes }: Catalog, queue: QueueRow): Map<string, number> {
  const own = inboxes.filter(({ queueId }) => queueId === queue.id);
  const spoken = [...languages, ...own.map(({ language }) => language)].map((language) => language.split('-')[0] ?? '');
  const asked = new Map(
    spoken.filter((language) => own.length > 0 && queue.heldSkills.includes(language)).map((language) => [language, 1]),
  );
  for (const [skill, level] of own.flatMap(({ skills }) => Object.entries(skills)))
    asked.set(skill, Math.max(level, asked.get(skill) ?? 0));
  return asked;
}

function judge(queue: QueueRow, serving: readonly Member[], skill: string, level: number): Finding[] {
  const holders = (least: number) => serving.filter(({ skills }) => (skills[skill] ?? 0) >= least).length;
  const [now, atLast] = [holders(level), holders(levelAtLast(queue, skill, level))];
  if (atLast === 0) return [waitsForEver(queue, skill, level)];
  if (now === 0) return [waitsFirst(queue, skill, level)];
  return atLast === 1 && serving.length > 1 ? [hangsOnOne(queue, skill, level)] : [];
}

/** What is asked for of a skill once all steps of relaxation have come. */
function levelAtLast({ relaxation }: QueueRow, skill: string, level: number): number {
  return relaxation.reduce((least, { skills }) => (skills === null ? 0 : Math.min(least, skills[skill] ?? least)), level);
}

type Told = Pick<Finding, 'queueId' | 'place'>;
const at = ({ id, key }: QueueRow, skill: string): Told => ({ queueId: id, place: `queues.${key}.skills.${skill}` });
const named = (skill: string, level: number): string => `${skill} ≥ ${level}`;

const waitsForEver = (queue: QueueRow, skill: string, level: number): Finding => ({
  ...at(queue, skill),
  code: 'skill_nobody_holds',
  severity: 'error',
  words: both(
    `${queue.label.en} asks for ${named(skill, level)}, nobody there holds it, and waiting never asks for less: such a task waits for ever.`,
    `“${queue.label['zh-CN']}”要求 ${named(skill, level)}，但没有成员具备，且等待不会放宽要求：此类任务将永远等待。`,
  ),
  advice: both(
    'Give a member the skill, or add a step of relaxation that asks for none.',
    '为某位成员添加该技能，或增加一个不再要求技能的放宽步骤。',
  ),
});

const waitsFirst = (queue: QueueRow, skill: string, level: number): Finding => ({
  ...at(queue, skill),
  code: 'skill_only_after_relaxation',
  severity: 'warning',
  words: both(
    `Nobody in ${queue.label.en} holds ${named(skill, level)}: every such task waits ${durationWords(queue.relaxation[0]?.afterSeconds ?? 0).en} or more until less is asked for.`,
    `“${queue.label['zh-CN']}”中没有成员具备 ${named(skill, level)}：此类任务至少要等 ${durationWords(queue.relaxation[0]?.afterSeconds ?? 0)['zh-CN']}才会放宽要求。`,
  ),
  advice: both('Give a member the skill, or ask for less from the start.', '为某位成员添加该技能，或一开始就降低要求。'),
});

const hangsOnOne = (queue: QueueRow, skill: string, level: number): Finding => ({
  ...at(queue, skill),
  code: 'skill_hangs_on_one',
  severity: 'warning',
  words: both(
    `Only one member of ${queue.label.en} holds ${named(skill, level)}, and waiting never asks for less: when they are away, such tasks wait.`,
    `“${queue.label['zh-CN']}”中只有一位成员具备 ${named(skill, level)}，且等待不会放宽要求：该成员不在时，此类任务只能等待。`,
  ),
  advice: both('Train a second member, or add a step of relaxation.', '培训第二位成员，或增加一个放宽步骤。'),
});
