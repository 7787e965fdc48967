import type { TierPreviewResult } from '../contract/tier-rules.ts';

/** What a thread is to play. */
export interface PreviewWork {
  readonly databaseUrl: string;
  readonly previewId: string;
  readonly now: number;
}

/** What it tells in the end. */
export interface PreviewNews {
  readonly preview: TierPreviewResult;
}
