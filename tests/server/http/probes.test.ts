import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { administer } from '../../support/administer.ts';
import { addPerson, client, eventually, smsArrives, startTestHub, type TestHub } from '../../support/hub.ts';

let test: TestHub;
beforeEach(async () => {
  test = await startTestHub({ METRICS_TOKEN: 'prometheus-may-read' });
});
afterEach(() => test.stop());

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${test.url}${path}`, { headers });

describe('a probe', () => {
  it('finds the hub alive as long as it answers, and ready only while its database does', async () => {
    expect([(await get('/healthz')).status, (await get('/readyz')).status]).toEqual([200, 200]);
    const name = new URL(test.database.url).pathname.slice(1);
    const server = new URL(test.database.url);
    server.pathname = '/postgres';
    await administer(
      server.href,
      `alter database "${name}" allow_connections false`,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
    );
    await eventually(async () => expect((await get('/readyz')).status).toBe(503));
    expect((await get('/healthz')).status).toBe(200);
    await administer(server.href, `alter database "${name}" allow_connections true`);
    await eventually(async () => expect((await get('/readyz')).status).toBe(200));
    // And it works again, by itself: intake, jobs, routing and the live feed.
    const mei = await client(test, await addPerson(test));
    await mei.available();
    await eventually(async () => expect((await smsArrives(test, { from: '+441632960111', text: 'back again' })).status).toBe(200));
    await eventually(async () => expect((await mei.call('desk')).offers.map(({ task }) => task.preview)).toEqual(['back again']), 20);
  });
});

describe('the metrics', () => {
  it('are for whoever has the token', async () => {
    for (const headers of [{}, { authorization: 'Bearer wrong' }, { authorization: 'prometheus-may-read' }])
      expect((await get('/metrics', headers)).status).toBe(404);
    await get('/api/openapi.json');
    const response = await get('/metrics', { authorization: 'Bearer prometheus-may-read' });
    expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    const text = await response.text();
    for (const metric of [
      'touchline_inbound_total',
      'touchline_refused_total',
      'touchline_outbound_total',
      'touchline_decisions_total',
      'touchline_job_failures_total',
      'touchline_http_seconds_bucket',
      'touchline_consoles',
      'process_resident_memory_bytes',
    ]) {
      expect(text).toContain(metric);
    }
  });

  it('are for this machine only when there is no token', async () => {
    const open = await startTestHub();
    expect((await fetch(`${open.url}/metrics`)).status).toBe(200);
    expect((await fetch(`${open.url}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.7' } })).status).toBe(404);
    await open.stop();
  });
});

describe('every page', () => {
  it('forbids scripts from elsewhere, being framed by others, and being sniffed', async () => {
    for (const path of ['/', '/api/docs', '/api/openapi.json', '/api/session']) {
      const { headers } = await get(path);
      expect(headers.get('content-security-policy')).toMatch(/default-src 'self'.*object-src 'none'.*frame-ancestors 'self'/);
      expect(headers.get('content-security-policy')).not.toMatch(/script-src|unsafe-eval/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-powered-by')).toBeNull();
    }
  });
});
