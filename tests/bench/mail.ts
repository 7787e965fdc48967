import type { Bench } from './bench.ts';
export const measureMail: Bench = async () => ({});
