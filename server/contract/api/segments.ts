import { z } from 'zod';
import { SegmentBody, SegmentField, SegmentFilter, SegmentRow, SegmentView } from '../segments.ts';
import { define, ok, page } from './endpoint.ts';

export const segmentsApi = {
  segmentFields: define({
    method: 'get',
    path: '/api/segment-fields',
    access: 'care.read',
    summary: 'What customers can be filtered by, and how',
    response: z.object({ fields: z.array(SegmentField), currency: z.string().nullable().describe('of money in filters') }),
  }),
  listSegments: define({
    method: 'get',
    path: '/api/segments',
    access: 'care.read',
    summary: 'Your saved filters and those that are shared',
    response: z.object({ segments: z.array(SegmentView) }),
  }),
  createSegment: define({
    method: 'post',
    path: '/api/segments',
    access: 'care.write',
    summary: 'Save a filter under a name',
    body: SegmentBody,
    response: SegmentView,
  }),
  changeSegment: define({
    method: 'put',
    path: '/api/segments/:id',
    access: 'care.write',
    summary: 'Change a saved filter; supervisors also those that are shared',
    body: SegmentBody,
    response: SegmentView,
  }),
  removeSegment: define({
    method: 'delete',
    path: '/api/segments/:id',
    access: 'care.write',
    summary: 'Forget a saved filter; the customers stay as they are',
    response: ok,
  }),
  countSegment: define({
    method: 'post',
    path: '/api/segment-count',
    access: 'care.read',
    summary: 'How many customers you may see a filter holds now',
    body: z.object({ filter: SegmentFilter }),
    response: z.object({ count: z.int() }),
  }),
  segmentCustomers: define({
    method: 'get',
    path: '/api/segments/:id/customers',
    access: 'care.read',
    summary:
      'The customers of a segment as a work list: why each is in it, their value, and how they may be reached now; who has brought most first',
    query: z.object(page),
    response: z.object({ rows: z.array(SegmentRow), next: z.string().nullable() }),
  }),
};
