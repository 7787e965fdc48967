import { z } from 'zod';
import { areas, reaches } from './permissions.ts';

/** Rights as the API shows them; the console, which bundles no schemas, reads them by `permissions.ts`. */
export const RightsView = z.record(z.enum(areas), z.object({ read: z.enum(reaches), write: z.enum(reaches) })).meta({ id: 'Rights' });
