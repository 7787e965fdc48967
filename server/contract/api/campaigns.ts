import { z } from 'zod';
import * as r from '../record.ts';
import { define, page } from './endpoint.ts';

export const campaignsApi = {
  putCampaign: define({
    method: 'put',
    path: '/api/campaigns',
    access: 'trade.write',
    summary: 'Record a campaign and what it costs, by the installation’s own key; the same again changes nothing',
    body: r.CampaignBody,
    response: r.CampaignView,
  }),
  listCampaigns: define({
    method: 'get',
    path: '/api/campaigns',
    access: 'value.read',
    summary: 'Campaigns with what came of them, newest first',
    query: z.object(page),
    response: z.object({ campaigns: z.array(r.CampaignView), next: z.string().nullable() }),
  }),
  putTouches: define({
    method: 'put',
    path: '/api/touches',
    access: 'trade.write',
    summary: 'Whom a campaign reached and what they did, each by the sender’s key; the same again changes nothing',
    body: r.TouchesBody,
    response: r.Taken,
  }),
  listTouches: define({
    method: 'get',
    path: '/api/customers/:id/touches',
    access: 'trade.read',
    summary: 'Campaigns that reached a customer and what they did, newest first',
    query: z.object(page),
    response: z.object({ touches: z.array(r.TouchView), next: z.string().nullable() }),
  }),
  putRating: define({
    method: 'put',
    path: '/api/ratings',
    access: 'trade.write',
    summary: 'How a customer judged us, by the key of where it comes from; the same again changes nothing',
    body: r.RatingBody,
    response: r.RatingView,
  }),
  listRatings: define({
    method: 'get',
    path: '/api/customers/:id/ratings',
    access: 'trade.read',
    summary: 'How a customer judged us, newest first',
    query: z.object(page),
    response: z.object({ ratings: z.array(r.RatingView), next: z.string().nullable() }),
  }),
  putVisits: define({
    method: 'put',
    path: '/api/page-visits',
    access: 'trade.write',
    summary: 'Pages of our site that known customers looked at, by the site’s key; the same again changes nothing',
    body: r.VisitsBody,
    response: r.Taken,
  }),
  listVisits: define({
    method: 'get',
    path: '/api/customers/:id/page-visits',
    access: 'trade.read',
    summary: 'Pages of our site that a customer looked at, newest first',
    query: z.object(page),
    response: z.object({ visits: z.array(r.VisitView), next: z.string().nullable() }),
  }),
};
