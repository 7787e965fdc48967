import { z } from 'zod';
import { ServiceTargetsGiven, ServiceTargetsView } from '../service-targets.ts';
import { define } from './endpoint.ts';

export const serviceTargetsApi = {
  serviceTargets: define({
    method: 'get',
    path: '/api/service-targets',
    access: 'tickets.read',
    summary: 'By when customers are owed a first answer, a next answer and an end, in force now',
    response: ServiceTargetsView,
  }),
  saveServiceTargets: define({
    method: 'post',
    path: '/api/service-targets',
    access: 'settings.write',
    summary: 'Put new targets in force; open tickets go on under them. Refused with `changed_meanwhile` when `basedOn` no longer is',
    body: z.object({ basedOn: z.int().min(0), draft: ServiceTargetsGiven }),
    response: ServiceTargetsView,
  }),
};
