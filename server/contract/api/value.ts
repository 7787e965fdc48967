import { z } from 'zod';
import * as t from '../tier-rules.ts';
import * as v from '../value.ts';
import { define } from './endpoint.ts';

const basedOn = z.int().min(0).describe('the version it was drafted from; 0: none had been saved');
const asOf = z.iso.datetime({ offset: true }).optional().describe('any time of the past; nothing later is used');

export const valueApi = {
  customerValue: define({
    method: 'get',
    path: '/api/customers/:id/value',
    access: 'customers.read',
    summary: 'What a customer is worth and why, as of now or any time of the past; costs, margin and profit to supervisors only',
    query: z.object({ asOf }),
    response: v.CustomerValueView,
  }),
  valueSeries: define({
    method: 'get',
    path: '/api/customers/:id/value/series',
    access: 'customers.read',
    summary: 'Value and tier of a customer over time, each point as it stood then',
    query: z.object({ months: z.coerce.number().int().min(3).max(60).default(24) }),
    response: v.ValueSeriesView,
  }),
  overrideTier: define({
    method: 'post',
    path: '/api/customers/:id/tier-override',
    access: 'value.write',
    summary: 'Decide on a customer’s tier above the rules, with a reason and perhaps an end',
    body: t.OverrideBody,
    response: v.TierStanding,
  }),
  endTierOverride: define({
    method: 'delete',
    path: '/api/customers/:id/tier-override',
    access: 'value.write',
    summary: 'End the decision above the rules: they give the tier again',
    response: v.TierStanding,
  }),
  valueSettings: define({
    method: 'get',
    path: '/api/value/settings',
    access: 'settings.read',
    summary: 'What numbers of value are made of, and the fitted models',
    response: v.ValueSettingsView,
  }),
  saveValueSettings: define({
    method: 'post',
    path: '/api/value/settings',
    access: 'settings.write',
    summary: 'Put a new version in force; all values are made anew in the background',
    body: z.object({ basedOn, draft: v.ValueSettingsGiven }),
    response: v.ValueSettingsView,
  }),
  fitValues: define({
    method: 'post',
    path: '/api/value/models',
    access: 'value.write',
    summary: 'Fit the models to all orders now; otherwise it happens each night',
    response: z.object({ id: z.uuid() }),
  }),
  tierRules: define({
    method: 'get',
    path: '/api/tier-rules',
    access: 'settings.read',
    summary: 'Versions of the rules that give tiers, newest first; the first of all is in force',
    response: t.TierRulesPage,
  }),
  saveTierRules: define({
    method: 'post',
    path: '/api/tier-rules',
    access: 'settings.write',
    summary: 'Put new rules in force; customers move in the background',
    body: z.object({ basedOn, draft: t.TierRulesGiven }),
    response: t.TierRulesPage,
  }),
  previewTierRules: define({
    method: 'post',
    path: '/api/tier-rules/previews',
    access: 'settings.read',
    summary: 'What rules would do: who moves, and who waits longer or shorter. Nothing is saved; ask for the result by its id',
    body: z.object({ draft: t.TierRulesGiven }),
    response: t.TierPreviewView,
  }),
  tierPreview: define({
    method: 'get',
    path: '/api/tier-rules/previews/:id',
    access: 'settings.read',
    summary: 'How far a preview is, and its result',
    response: t.TierPreviewView,
  }),
};
