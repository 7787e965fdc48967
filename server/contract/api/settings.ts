import { z } from 'zod';
import * as s from '../settings.ts';
import { define } from './endpoint.ts';

const part = z.enum(s.partKeys);
const revision = z.string().max(64);

export const settingsApi = {
  readSettings: define({
    method: 'get',
    path: '/api/settings',
    access: 'settings.read',
    summary: 'A part of the configuration, with the revision that a save must name',
    query: z.object({ part }),
    response: s.PartView,
  }),
  previewSettings: define({
    method: 'post',
    path: '/api/settings/preview',
    access: 'settings.read',
    summary: 'What a draft of a part would change and do, and what is wrong with it; nothing is saved',
    body: z.object({ part, draft: s.ContentGiven }),
    response: s.PartPreview,
  }),
  saveSettings: define({
    method: 'put',
    path: '/api/settings',
    access: 'settings.write',
    summary: 'Put a part in force; refused with `changed_meanwhile` when it is not as `revision` says any more',
    body: z.object({
      part,
      revision,
      draft: s.ContentGiven,
      restores: z.uuid().optional().describe('the change that this takes back, for the history'),
    }),
    response: s.PartView,
  }),
  settingsChanges: define({
    method: 'get',
    path: '/api/settings/changes',
    access: 'settings.read',
    summary: 'Who changed what of the configuration when, newest first',
    query: z.object({
      part: part.optional(),
      by: z.uuid().optional(),
      cursor: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(30),
    }),
    response: z.object({
      changes: z.array(s.ConfigurationChangeView),
      next: z.string().nullable(),
      people: z.array(z.object({ id: z.uuid(), name: z.string() })).describe('who has ever changed anything'),
    }),
  }),
  previewRestore: define({
    method: 'get',
    path: '/api/settings/changes/:id/restore',
    access: 'settings.read',
    summary: 'What it would change to have the part again as it was before this change; the draft to save',
    response: s.PartPreview.extend({ draft: z.unknown(), revision }),
  }),
  exportSettings: define({
    method: 'get',
    path: '/api/settings/export',
    access: 'settings.read',
    summary:
      'The whole configuration as one document: no secrets, people only when asked for and never their passwords, always in the same order',
    query: z.object({ people: z.stringbool().default(false).describe('with the people who work here') }),
    response: s.ConfigurationDocument,
  }),
  previewSettingsImport: define({
    method: 'post',
    path: '/api/settings/import/preview',
    access: 'settings.write',
    summary: 'What a document would change, part by part, and what is wrong with it; nothing is saved',
    body: z.object({ document: s.DocumentGiven }),
    response: z.object({ revision: revision.describe('of the configuration it was compared with'), parts: z.array(s.PartPreview) }),
  }),
  importSettings: define({
    method: 'post',
    path: '/api/settings/import',
    access: 'settings.write',
    summary: 'Put a document in force, all of it or nothing; refused with `changed_meanwhile` when something changed since the preview',
    body: z.object({ revision, document: s.DocumentGiven }),
    response: z.object({ batchId: z.uuid().nullable().describe('null: nothing was different'), parts: z.array(z.string()) }),
  }),
  undoSettingsImport: define({
    method: 'post',
    path: '/api/settings/imports/:id/undo',
    access: 'settings.write',
    summary: 'Have everything again as it was before an import; refused with `changed_meanwhile` when something changed since',
    response: z.object({ parts: z.array(z.string()) }),
  }),
};
