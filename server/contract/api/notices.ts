import { z } from 'zod';
import { NoticeView } from '../notices.ts';
import { define, ok, page } from './endpoint.ts';

export const noticesApi = {
  listNotices: define({
    method: 'get',
    path: '/api/me/notices',
    access: 'self',
    summary: 'What I should know, newest first, and how much of it I have not read',
    query: z.object({ ...page, unread: z.enum(['true']).optional() }),
    response: z
      .object({ notices: z.array(NoticeView), unread: z.int().describe('counted up to 100'), next: z.string().nullable() })
      .meta({ id: 'Notices' }),
  }),
  markNotices: define({
    method: 'put',
    path: '/api/me/notices/read',
    access: 'self',
    summary: 'Mark notices as read, or unread again; without `ids` all that are there now',
    body: z.object({ ids: z.array(z.uuid()).max(200).optional(), read: z.boolean() }),
    response: ok,
  }),
};
