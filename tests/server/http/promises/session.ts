import { expect } from 'vitest';
import { api } from '../../../../server/contract/api.ts';
import { request } from '../../../support/hub.ts';
import { employ, personDraft, roleDraft } from '../../../support/roles.ts';
import type { Walk } from './walk.ts';

/** Who comes in, and what they keep of their own. */
export async function walkSession({ promised, answered, test, mei }: Walk): Promise<void> {
  const signedIn = await request(test.url, 'signIn', { body: { email: mei.person.email, password: mei.person.password } }, {});
  expect(api.signIn.response.parse(signedIn.body)).toEqual(signedIn.body);
  answered.add('signIn');
  await promised(mei, 'me');
  await promised(mei, 'setLanguage', { body: { language: 'zh-CN' } });
  await promised(mei, 'keepFirstSteps', { body: { done: ['ring', 'bar'], closed: true } });
}

/** Who works here, in which role. */
export async function walkPeople({ promised, admin, test, customerId }: Walk): Promise<void> {
  const role = await walkRoles({ promised, admin });
  await promised(admin, 'addPerson', { body: { draft: personDraft({ roleId: role.id, email: 'one@touchline.example' }) } });
  const { person } = await admin.call('addPerson', { body: { draft: personDraft({ email: 'two@touchline.example' }) } });
  const { id, revision } = person;
  await promised(admin, 'listRoles');
  await promised(admin, 'changePerson', { id, body: { revision, draft: personDraft({ email: 'three@touchline.example' }) } });
  await promised(admin, 'listPeople');
  await promised(admin, 'resetPassword', { id });
  await promised(admin, 'deactivatePerson', { id });
  await promised(admin, 'reactivatePerson', { id });
  const temp = await employ(test, roleDraft({ masked: true }));
  await promised(temp, 'unmaskCustomer', { id: customerId, body: { reason: 'calls back' } });
  await promised(admin, 'listUnmaskings');
}

async function walkRoles({ promised, admin }: Pick<Walk, 'promised' | 'admin'>) {
  const draft = roleDraft();
  await promised(admin, 'createRole', { body: { draft } });
  const role = await admin.call('createRole', { body: { draft } });
  await promised(admin, 'changeRole', { id: role.id, body: { revision: role.revision, draft: roleDraft({ masked: true }) } });
  const spare = await admin.call('createRole', { body: { draft } });
  await promised(admin, 'deleteRole', { id: spare.id });
  return role;
}

/** What makes a program or a person a stranger again; the last thing of a walk. */
export async function walkOut({ promised, mei, supervisor }: Walk): Promise<void> {
  await promised(mei, 'createToken', { body: { name: 'one more' } });
  await promised(mei, 'listTokens');
  await promised(mei, 'revokeToken', { id: (await mei.call('listTokens')).tokens[0]?.id ?? '' });
  await promised(supervisor, 'changePassword', { body: { current: supervisor.person.password, next: 'a quite different one' } });
  await promised(supervisor, 'signOut');
}
