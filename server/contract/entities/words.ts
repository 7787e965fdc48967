import { z } from 'zod';
import { channels } from '../statuses.ts';

export const id = z.uuid();
export const time = z.iso.datetime();
export const channel = z.enum(channels);

/** A text of the installation in both languages. */
export const Label = z.object({ en: z.string(), 'zh-CN': z.string() }).meta({ id: 'Label' });
export type Label = z.infer<typeof Label>;
