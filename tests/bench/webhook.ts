import type { Bench, Plan } from './bench.ts';
import type { LoadReport } from './support/load-orders.ts';
import { CUSTOMERS_A_SECOND, type Installation, type Side, startInstallation } from './support/start-installation.ts';
import { median, ratio, rounded } from './support/summarise.ts';

/** A busy center: more SMS than fifty agents can answer. */
const STEADY = 50;
const SATURATED = 32;

/** How long a carrier waits for its answer, at a steady rate and when as much comes in as can be taken. */
export const measureWebhook: Bench = async (plan) => {
  const rounds = plan.rounds + 1;
  const installation = await startInstallation(plan, { customers: Math.ceil(rounds * plan.seconds * CUSTOMERS_A_SECOND) });
  try {
    await round(plan, installation, { concurrency: SATURATED });
    const steady = await measure(plan, installation, { concurrency: SATURATED, perSecond: STEADY });
    plan.say('  steady done');
    return {
      steady: { askedPerSecond: STEADY, ...steady },
      saturated: { concurrency: SATURATED, ...(await measure(plan, installation, { concurrency: SATURATED })) },
    };
  } finally {
    await installation.stop();
  }
};

interface Pace {
  readonly concurrency: number;
  readonly perSecond?: number;
}

type Both = { readonly hub: LoadReport; readonly limit: LoadReport };

async function measure(plan: Plan, installation: Installation, pace: Pace): Promise<object> {
  const rounds: Both[] = [];
  for (let n = 0; n < plan.rounds; n++) rounds.push(await round(plan, installation, pace));
  const times = (side: keyof Both, which: 'p50' | 'p99') => rounds.map((both) => both[side][which]);
  const sideOf = (side: keyof Both) => ({
    p50: rounded(median(times(side, 'p50'))),
    p99: rounded(median(times(side, 'p99'))),
    perSecond: rounded(median(rounds.map((both) => both[side].perSecond))),
  });
  return {
    milliseconds: { hub: sideOf('hub'), limit: sideOf('limit') },
    timesTheLimit: {
      p50: ratio(times('hub', 'p50'), times('limit', 'p50')).ratio,
      p99: ratio(times('hub', 'p99'), times('limit', 'p99')).ratio,
    },
  };
}

async function round({ seconds }: Plan, { sides, load, customers }: Installation, pace: Pace): Promise<Both> {
  const drive = ({ url }: Side) => load.drive({ url, customers, seconds, ...pace });
  return { hub: await drive(sides.hub), limit: await drive(sides.limit) };
}
