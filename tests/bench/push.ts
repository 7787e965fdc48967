import type { Bench } from './bench.ts';
export const measurePush: Bench = async () => ({});
