import type { Bench } from './bench.ts';
export const measureDecide: Bench = async () => ({});
