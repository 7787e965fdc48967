import { z } from 'zod';
import { FilledMacro, MacroDraft, MacroView, TakenChange } from '../macros.ts';
import { actions } from '../message-parts.ts';
import { define, ok } from './endpoint.ts';

export const composerApi = {
  listColleagues: define({
    method: 'get',
    path: '/api/colleagues',
    access: 'tickets.read',
    summary: 'Everybody who works here, by name: whom a note can mention',
    response: z.object({ colleagues: z.array(z.object({ id: z.uuid(), name: z.string() }).meta({ id: 'Colleague' })) }),
  }),
  removeUpload: define({
    method: 'delete',
    path: '/api/uploads/:id',
    access: 'tickets.write',
    summary: 'Throw away a file of mine that is not sent yet',
    response: ok,
  }),
  listMacros: define({
    method: 'get',
    path: '/api/macros',
    access: 'tickets.read',
    summary: 'Macros I may use, in their order',
    response: z.object({ macros: z.array(MacroView) }),
  }),
  fillMacro: define({
    method: 'post',
    path: '/api/conversations/:id/macro',
    access: 'tickets.read',
    summary: 'The words of a macro for this conversation, its fields filled, in the customer’s language where it has them',
    body: z.object({ macroId: z.uuid() }),
    response: FilledMacro,
  }),
  takeActions: define({
    method: 'post',
    path: '/api/conversations/:id/actions',
    access: 'tickets.write',
    summary: 'Do what a macro without words does to the ticket; what cannot be done as it stands now is left out',
    body: z.object({ actions: actions.min(1) }),
    response: z.object({ did: z.array(z.string()).describe('the actions that changed something'), change: TakenChange }),
  }),
  undoActions: define({
    method: 'post',
    path: '/api/conversations/:id/actions/undo',
    access: 'tickets.write',
    summary:
      'Take back what a macro changed of the ticket (`change` of its answer); refused with `changed_since` once any of it is otherwise',
    body: z.object({ change: TakenChange }),
    response: ok,
  }),
  allMacros: define({
    method: 'get',
    path: '/api/macros/all',
    access: 'settings.read',
    summary: 'Every macro, those that were retired last',
    response: z.object({ macros: z.array(MacroView), fields: z.array(z.string()).describe('what their words may name') }),
  }),
  createMacro: define({
    method: 'post',
    path: '/api/macros',
    access: 'settings.write',
    summary: 'Make a macro; refused with `unknown_macro_field` where its words name something there is not',
    body: MacroDraft,
    response: MacroView,
  }),
  changeMacro: define({
    method: 'put',
    path: '/api/macros/:id',
    access: 'settings.write',
    summary: 'Change a macro; refused with `changed_meanwhile` when somebody saved since `revision`',
    body: MacroDraft.extend({ revision: z.int() }),
    response: MacroView,
  }),
  retireMacro: define({
    method: 'post',
    path: '/api/macros/:id/retire',
    access: 'settings.write',
    summary: 'Offer a macro no longer, or again',
    body: z.object({ retired: z.boolean() }),
    response: MacroView,
  }),
  orderMacros: define({
    method: 'put',
    path: '/api/macro-order',
    access: 'settings.write',
    summary: 'The order in which macros are offered',
    body: z.object({ ids: z.array(z.uuid()).max(1_000) }),
    response: z.object({ macros: z.array(MacroView) }),
  }),
};
