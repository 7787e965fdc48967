import { z } from 'zod';
import { RehearsalDraft, RehearsalRow, RehearsalView } from '../rehearsals.ts';
import { define } from './endpoint.ts';

export const rehearsalsApi = {
  requestRehearsal: define({
    method: 'post',
    path: '/api/rehearsals',
    access: 'planning.write',
    summary: 'Play a past time, or arrivals brought along, again under another policy or with other agents',
    body: RehearsalDraft,
    response: RehearsalView,
  }),
  listRehearsals: define({
    method: 'get',
    path: '/api/rehearsals',
    access: 'planning.read',
    summary: 'The last hundred rehearsals, newest first',
    response: z.object({ rehearsals: z.array(RehearsalRow) }),
  }),
  getRehearsal: define({
    method: 'get',
    path: '/api/rehearsals/:id',
    access: 'planning.read',
    summary: 'One rehearsal, with its result when it is done',
    response: RehearsalView,
  }),
  cancelRehearsal: define({
    method: 'post',
    path: '/api/rehearsals/:id/cancel',
    access: 'planning.write',
    summary: 'Stop a rehearsal that is not done yet',
    response: RehearsalView,
  }),
};
