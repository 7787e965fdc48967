import { z } from 'zod';
import { ImportPreview, ImportRowView, ImportSettings, ImportView } from '../imports.ts';
import { define } from './endpoint.ts';

/** Files come in by `POST /api/imports?kind=…&fileName=…` with their bytes as the body; the rest is here. */
export const importsApi = {
  listImports: define({
    method: 'get',
    path: '/api/imports',
    access: 'imports.read',
    summary: 'The last hundred imports of files, newest first',
    response: z.object({ imports: z.array(ImportView) }),
  }),
  getImport: define({
    method: 'get',
    path: '/api/imports/:id',
    access: 'imports.read',
    summary: 'One import: how far it is and what became of its rows',
    response: ImportView,
  }),
  previewImport: define({
    method: 'post',
    path: '/api/imports/:id/preview',
    access: 'imports.write',
    summary: 'How a file would be read: what is given holds, the rest is found; its first rows as they would be understood',
    body: z.object({ settings: ImportSettings.partial().default({}) }),
    response: ImportPreview,
  }),
  startImport: define({
    method: 'post',
    path: '/api/imports/:id/start',
    access: 'imports.write',
    summary: 'Take the rows in, or only check them (`dryRun`: counts and errors, nothing is kept)',
    body: z.object({ settings: ImportSettings, dryRun: z.boolean().default(false) }),
    response: ImportView,
  }),
  cancelImport: define({
    method: 'post',
    path: '/api/imports/:id/cancel',
    access: 'imports.write',
    summary: 'Stop an import; rows taken in so far stay and can be undone',
    response: ImportView,
  }),
  undoImport: define({
    method: 'post',
    path: '/api/imports/:id/undo',
    access: 'imports.write',
    summary: 'Put back what was before an import; rows changed since by somebody else are left and listed',
    response: ImportView,
  }),
  importRows: define({
    method: 'get',
    path: '/api/imports/:id/rows',
    access: 'imports.read',
    summary: 'Rows of an import with something to know (failed, noted, left), by line; also as `/api/imports/{id}/problems.csv`',
    query: z.object({ cursor: z.string().max(20).optional(), limit: z.coerce.number().int().min(1).max(500).default(100) }),
    response: z.object({ rows: z.array(ImportRowView), next: z.string().nullable() }),
  }),
};
