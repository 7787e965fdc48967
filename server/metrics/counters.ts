import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export type Counters = ReturnType<typeof makeCounters>;

/** What Prometheus reads at /metrics. Counts of this process; totals over all time come from the event log. */
export function makeCounters() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    inbound: new Counter({
      name: 'touchline_inbound_total',
      help: 'Inbound items by channel and what became of them',
      labelNames: ['channel', 'outcome'],
      registers,
    }),
    refused: new Counter({
      name: 'touchline_refused_total',
      help: 'Requests refused at the door, by reason',
      labelNames: ['reason'],
      registers,
    }),
    outbound: new Counter({
      name: 'touchline_outbound_total',
      help: 'Outbound messages by channel and status',
      labelNames: ['channel', 'status'],
      registers,
    }),
    decisions: new Counter({
      name: 'touchline_decisions_total',
      help: 'Routing decisions, by outcome',
      labelNames: ['outcome'],
      registers,
    }),
    jobFailures: new Counter({
      name: 'touchline_job_failures_total',
      help: 'Jobs that failed and will be tried again',
      labelNames: ['job'],
      registers,
    }),
    http: new Histogram({
      name: 'touchline_http_seconds',
      help: 'Time to answer',
      labelNames: ['route', 'status'],
      buckets: [0.005, 0.02, 0.1, 0.5, 2],
      registers,
    }),
    consoles: new Gauge({ name: 'touchline_consoles', help: 'Consoles connected to this node', registers }),
  };
}
