import { problem } from '../../catalog/check-draft.ts';
import { both } from '../../catalog/words.ts';
import type { Problem } from '../../contract/configuration.ts';
import type { QueuesPart } from '../../contract/settings.ts';
import { validateOverflow } from '../../overflow/validate-overflow.ts';
import { checkQueueRules } from '../../routing/queue-rules/check-queue-rules.ts';
import type { World } from '../part.ts';
import { repeated } from './repeated.ts';

/** What stands in the way of these queues: of each by itself, and of where they lead to. */
export const queueProblems = (draft: QueuesPart, { catalog, skills }: World): Problem[] => {
  const queues = draft.map((queue) => ({ ...queue, retiredAt: null, heldSkills: [] }));
  return [
    ...repeated(draft, 'key', ({ key }) => key),
    ...repeated(draft, 'id', ({ id }) => id),
    ...(draft.every(({ retired }) => retired) ? [problem(['queues'], both('one must stay in use', '至少保留一个在用队列'))] : []),
    ...draft.flatMap(({ id, key: _, label: __, dispositionRequired: ___, retired, successorId, overflow, ...rules }, i) => [
      ...inside(i, checkQueueRules(catalog, skills, rules).problems),
      ...inside(i, validateOverflow({ ...catalog, queues }, id, overflow).problems, 'overflow'),
      ...successorProblems(draft, i, retired, successorId),
      ...(retired ? [] : leadsIntoRetired(draft, i)),
    ]),
  ];
};

const inside = (i: number, problems: readonly Problem[], part?: string): Problem[] =>
  problems.map(({ place, message }) => ({ place: [i, ...(part ? [part] : []), place].join('.'), message }));

function successorProblems(draft: QueuesPart, i: number, retired: boolean, successorId: string | null): Problem[] {
  if (!retired)
    return successorId === null ? [] : [problem([i, 'successorId'], both('belongs to a retired queue only', '仅用于已停用的队列'))];
  const successor = draft.find(({ id }) => id === successorId);
  if (successor && !successor.retired) return [];
  return [problem([i, 'successorId'], both('say which queue in use takes over its work', '请选择接手其工作的在用队列'))];
}

/** Overflow into a queue that is no more would be a dead end. */
function leadsIntoRetired(draft: QueuesPart, i: number): Problem[] {
  const { before = [], after = [] } = draft[i]?.overflow ?? {};
  return [...before, ...after].flatMap(({ act }) => {
    const target = act.do === 'queue' ? draft.find(({ id, retired }) => id === act.queueId && retired) : undefined;
    return target
      ? [problem([i, 'overflow'], both(`leads into ${target.label.en}, which is retired`, `溢出到已停用的“${target.label['zh-CN']}”`))]
      : [];
  });
}
