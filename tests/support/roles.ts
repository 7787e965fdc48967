import { v7 as uuid } from 'uuid';
import { shippedRights } from '../../server/auth/shipped-rights.ts';
import type { PersonDraft, RoleDraft } from '../../server/contract/people.ts';
import { json, sql } from '../../server/db/sql.ts';
import { addPerson, type Client, client, eventually, type PersonTraits, smsArrives, type TestHub } from './hub.ts';
import { salesNumber } from './two-queues.ts';

/** A role of one's own: what agents may, with these differences. */
export const roleDraft = ({
  rights = {},
  ...more
}: Omit<Partial<RoleDraft>, 'rights'> & { rights?: Partial<RoleDraft['rights']> } = {}): RoleDraft => ({
  label: { en: 'Temp', 'zh-CN': '临时工' },
  base: 'agent',
  masked: false,
  ...more,
  rights: { ...shippedRights.agent, ...rights },
});

/** Whose customers are their own, and nobody else's. */
export const ownOnly = roleDraft({
  label: { en: 'Own only', 'zh-CN': '仅本人' },
  rights: {
    tickets: { read: 'own', write: 'own' },
    customers: { read: 'own', write: 'own' },
    care: { read: 'own', write: 'own' },
    trade: { read: 'own', write: 'none' },
    exports: { read: 'own', write: 'none' },
  },
});

/** Somebody with a role of one's own. */
export async function employ(test: TestHub, draft: RoleDraft, traits: PersonTraits = {}): Promise<Client> {
  const person = await addPerson(test, { ...traits, role: draft.base });
  const id = uuid();
  await test.hub.db.all(sql`insert into roles (id, label, base, rights, masked, created_at)
    values (${id}, ${json(draft.label)}, ${draft.base}, ${json(draft.rights)}, ${draft.masked}, ${test.clock.now()})`);
  await test.hub.db.all(sql`update agents set role_id = ${id} where id = ${person.id}`);
  return client(test, person);
}

export interface Matter {
  readonly customerId: string;
  readonly ticketId: string;
  readonly conversationId: string;
  readonly taskId: string;
}

/** Somebody writes an SMS to support, or to sales; of it, what it is about. */
export async function somebodyWrites(test: TestHub, from: string, to: 'support' | 'sales', text = 'hello'): Promise<Matter> {
  await smsArrives(test, { from, text, ...(to === 'sales' ? { to: salesNumber } : {}) });
  return eventually(() =>
    test.hub.db.one<Matter>(sql`
      select c.customer_id, c.ticket_id, c.id as conversation_id, t.id as task_id
      from conversations c join tasks t on t.conversation_id = c.id join contact_points p on p.id = c.contact_point_id where p.value = ${from}`),
  );
}

export const assign = ({ hub }: TestHub, { ticketId }: Matter, agentId: string | null): Promise<unknown> =>
  hub.db.all(sql`update tickets set assignee_id = ${agentId} where id = ${ticketId}`);

export const personDraft = (more: Partial<PersonDraft> = {}): PersonDraft => ({
  name: '王芳',
  email: 'fang.wang@touchline.example',
  language: 'zh-CN',
  role: 'agent',
  roleId: null,
  phoneAddress: null,
  queueIds: [],
  skills: {},
  capacity: { email: 2 },
  ...more,
});
