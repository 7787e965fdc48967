import { StaffingPlan, StaffingQuery } from '../staffing.ts';
import { define } from './endpoint.ts';

export const staffingApi = {
  staffing: define({
    method: 'get',
    path: '/api/staffing',
    access: 'planning.read',
    summary: 'Agents needed per half hour to keep the promises of a queue, measured from its own history',
    query: StaffingQuery,
    response: StaffingPlan,
  }),
};
