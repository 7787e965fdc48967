import type { Acquaintance } from '../people.ts';
import type { Chances } from '../random.ts';

interface Newcomer {
  id: string;
  kind: 'person' | 'company' | 'household';
  name: string;
  language: string;
  tier: string;
  city: string;
  since: Date;
}

/** Who belongs together: `[name, kind of a new record or null for a known one, role]` under what they belong to. */
const together = [
  {
    group: ['Harbour Court Hotel', null],
    members: [
      ['Margaret Whitfield', 'person', 'manager'],
      ['Tom Hartley', 'person', 'caretaker'],
    ],
  },
  { group: ['青云集团', 'company'], members: [['青云酒店管理有限公司', null, '子公司']] },
  {
    group: ['青云酒店管理有限公司', null],
    members: [
      ['周明', 'person', '工程部经理'],
      ['许静', 'person', '采购'],
    ],
  },
  { group: ['Becker & Söhne GmbH', null], members: [['Anna Becker', 'person', 'accounts']] },
  { group: ['明德小学', null], members: [['何老师', 'person', '后勤']] },
  {
    group: ['Bennett household', 'household'],
    members: [
      ['Oliver Bennett', null, 'father'],
      ['Rose Bennett', 'person', 'mother'],
    ],
  },
  {
    group: ['陈雅文一家', 'household'],
    members: [
      ['陈雅文', null, '本人'],
      ['陈国栋', 'person', '父亲'],
    ],
  },
] as const;

/** Companies with their people, a company that is part of another, two households. */
export function gather(fate: Chances, now: Date, customers: readonly Acquaintance[], authorId: string) {
  const since = new Date(now.getTime() - 300 * 86_400_000);
  const newcomers: Newcomer[] = [];
  const find = (name: string, kind: Newcomer['kind'] | null): string => {
    const known = customers.find((customer) => customer.name === name) ?? newcomers.find((one) => one.name === name);
    if (known) return known.id;
    const isChinese = /\p{Script=Han}/u.test(name);
    const made = {
      id: fate.id(since),
      kind: kind ?? 'person',
      name,
      language: isChinese ? 'zh-CN' : 'en',
      tier: 'standard',
      city: isChinese ? '杭州' : 'Bristol',
      since,
    };
    newcomers.push(made);
    return made.id;
  };
  const memberships = together.flatMap(({ group: [groupName, groupKind], members }) => {
    const groupId = find(groupName, groupKind);
    return members.map(([name, kind, role]) => ({
      id: fate.id(since),
      memberId: find(name, kind),
      groupId,
      role,
      since,
      byAgentId: authorId,
    }));
  });
  return { newcomers, memberships };
}
