import { personDraft, roleDraft } from '../../../support/roles.ts';
import { all, configuring, hidden, type Lines, steering } from './line.ts';

/** Who may do what about: who works here and how they come in. */
export const peopleLines = {
  signIn: { given: () => ({ body: { email: 'nobody@touchline.example', password: 'x' } }), answers: all('401 wrong_credentials') },
  me: { answers: all('200') },
  signOut: { answers: all('200') },
  changePassword: { given: () => ({ body: { current: 'wrong', next: 'long enough for this' } }), answers: all('401 wrong_credentials') },
  keepFirstSteps: { given: () => ({ body: { done: ['ring'], closed: false } }), answers: all('200') },
  setLanguage: { given: () => ({ body: { language: 'zh-CN' } }), answers: all('200') },
  listRoles: { answers: steering },
  createRole: { given: () => ({ body: { draft: roleDraft() } }), answers: configuring('200') },
  changeRole: {
    given: (world) => ({ id: world.taskId, body: { revision: '', draft: roleDraft() } }),
    answers: configuring('404 not_found'),
  },
  deleteRole: { given: (world) => ({ id: world.taskId }), answers: configuring('404 not_found') },
  listPeople: { answers: steering },
  addPerson: { given: () => ({ body: { draft: personDraft() } }), answers: configuring('200') },
  changePerson: {
    given: (world) => ({ id: world.taskId, body: { revision: '', draft: personDraft() } }),
    answers: configuring('404 not_found'),
  },
  resetPassword: { given: (world) => ({ id: world.taskId }), answers: configuring('404 not_found') },
  deactivatePerson: { given: (world) => ({ id: world.taskId }), answers: configuring('404 not_found') },
  reactivatePerson: { given: (world) => ({ id: world.taskId }), answers: configuring('404 not_found') },
  unmaskCustomer: { given: (world) => ({ id: world.customerId, body: { reason: 'calls back' } }), answers: hidden('409 not_masked') },
  listUnmaskings: { answers: steering },
  listTokens: { answers: all('200') },
  createToken: { given: () => ({ body: { name: 'another' } }), answers: all('200') },
  revokeToken: { given: async ({ mei }) => ({ id: (await mei.call('listTokens')).tokens[0]?.id ?? '' }), answers: all('404 not_found') },
} satisfies Lines;
