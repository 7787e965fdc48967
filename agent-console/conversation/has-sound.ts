import type { EntryView } from '../../server/contract/entities.ts';

/** Whether there is something to be heard. */
export const hasSound = (call: EntryView['call']): boolean => call?.type === 'voicemail' || call?.type === 'recording';
