import type { Bench } from './bench.ts';
export const measureMemory: Bench = async () => ({});
