import type { HandlersOf } from '../http/endpoint.ts';
import { readPreview, requestPreview } from './request-preview.ts';

export const tierPreviewRoutes: HandlersOf<'previewTierRules' | 'tierPreview'> = {
  previewTierRules: ({ hub, caller, body }) => requestPreview(hub, caller.id, body.draft),

  tierPreview: ({ hub, id }) => readPreview(hub, id),
};
