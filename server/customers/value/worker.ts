import { parentPort, workerData } from 'node:worker_threads';
import { openDatabase } from '../../db/database.ts';
import type { FitNews, FitWork } from './fit-news.ts';
import { fitPurchases } from './fit-purchases.ts';
import { fitSpend } from './fit-spend.ts';
import { readRecipe } from './read-recipe.ts';
import { readSummaries } from './read-summaries.ts';

// A thread of its own: fitting to a million customers would keep the hub from answering.
const work: FitWork = workerData;
const db = openDatabase(work.databaseUrl, { max: 2, name: 'touchline value' });
try {
  parentPort?.postMessage(await learn(new Date(work.asOf)));
} finally {
  await db.close();
}

async function learn(asOf: Date): Promise<FitNews> {
  const { settings } = await readRecipe(db);
  const { summary, population } = await readSummaries(db, settings, asOf, () => {});
  const customers = summary.frequency.length;
  if (!summary.frequency.some((repeats) => repeats > 0)) return { problem: 'nobody came back: there is nothing to learn from' };
  const { logLikelihood, ...purchases } = fitPurchases(summary);
  return { fitted: { purchases, spend: fitSpend(summary), population, logLikelihood, customers } };
}
