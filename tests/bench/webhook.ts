import type { Bench } from './bench.ts';
export const measureWebhook: Bench = async () => ({});
