import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromBuffer } from 'yauzl';
import { sql } from '../../../server/db/sql.ts';
import { pathOf } from '../../../server/privacy/export-person.ts';
import { places } from '../../../server/privacy/places.ts';
import { addPerson, type Client, client, startTestHub, type TestHub } from '../../support/hub.ts';
import { type Planted, plantPerson } from '../../support/plant-person.ts';

let test: TestHub;
let supervisor: Client;
let ada: Planted;
let bob: Planted;
beforeAll(async () => {
  test = await startTestHub();
  supervisor = await client(test, await addPerson(test, { role: 'supervisor' }));
  const agentId = supervisor.person.id;
  ada = await plantPerson(test, { mark: 'adamark', agentId });
  bob = await plantPerson(test, { mark: 'bobmark', agentId });
});
afterAll(() => test.stop());

const ask = (id: string, token: string, body: unknown = { reason: 'asked by letter' }) =>
  fetch(`${test.url}/api/customers/${id}/export.zip`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

async function unpack(response: Response): Promise<Map<string, Buffer>> {
  const bytes = Buffer.from(await response.arrayBuffer());
  const files = new Map<string, Buffer>();
  await new Promise<void>((done, failed) => {
    fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
      if (error) return failed(error);
      zip.on('error', failed);
      zip.on('end', done);
      zip.on('entry', (entry) => {
        zip.openReadStream(entry, (problem, stream) => {
          if (problem) return failed(problem);
          const chunks: Buffer[] = [];
          stream.on('data', (chunk: Buffer) => chunks.push(chunk));
          stream.on('end', () => {
            files.set(entry.fileName, Buffer.concat(chunks));
            zip.readEntry();
          });
        });
      });
      zip.readEntry();
    });
  });
  return files;
}

describe('everything held of a person', () => {
  it('is handed out as a zip of readable JSON with their files, and nothing of anybody else', async () => {
    const response = await ask(ada.id, supervisor.token);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/zip']);
    const files = await unpack(response);
    const names = [...files.keys()];
    for (const { table, derived } of places) expect([table, names.includes(`${table}.json`)]).toEqual([table, derived !== true]);
    const all = [...files.values()].map((content) => content.toString('utf8')).join('\n');
    expect(all).not.toContain('bobmark');
    expect(all).not.toContain(bob.id);
    const entries = JSON.parse(files.get('entries.json')?.toString() ?? '');
    expect(entries.map(({ text }: { text: string }) => text).sort()).toEqual(['', 'adamark 漏水', 'note on adamark']);
    expect(JSON.parse(files.get('customers.json')?.toString() ?? '')).toMatchObject([{ name: 'adamark', fields: { note: 'adamark' } }]);
    expect(names.filter((name) => name.startsWith('files/')).map((name) => files.get(name)?.toString())).toEqual([
      'adamark',
      'adamark',
      'adamark',
    ]);
    expect(names.filter((name) => name.startsWith('originals/')).map((name) => files.get(name)?.toString())).toEqual(['From: adamark']);
    expect(JSON.parse(files.get('about.json')?.toString() ?? '')).toMatchObject({ customerId: ada.id, records: [ada.id] });
  });

  it('is written in the log with its reason before it is handed out, and refused without one', async () => {
    const log = () =>
      test.hub.db.all(
        sql`select actor_id, data from events where name = 'customer.exported' and customer_id = ${bob.id} and actor_id is not null`,
      );
    expect((await ask(bob.id, supervisor.token, {})).status).toBe(400);
    expect((await ask(bob.id, supervisor.token, { reason: '  ' })).status).toBe(400);
    expect(await log()).toEqual([]);
    await (await ask(bob.id, supervisor.token)).arrayBuffer();
    expect(await log()).toEqual([{ actorId: supervisor.person.id, data: { reason: 'asked by letter' } }]);
  });

  it('is for supervisors: agents and strangers are refused, and there is no other site that could ask', async () => {
    const agent = await client(test, await addPerson(test, {}));
    expect((await ask(ada.id, agent.token)).status).toBe(403);
    expect((await ask(ada.id, 'tl_guessed')).status).toBe(401);
    expect((await ask(crypto.randomUUID(), supervisor.token)).status).toBe(404);
    expect((await ask('odd', supervisor.token)).status).toBe(404);
    const foreign = await fetch(`${test.url}/api/customers/${ada.id}/export.zip`, {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
    });
    expect(foreign.status).toBe(403);
  });

  it('leaves out fields that whoever asks may not read, and says so', async () => {
    await test.hub.db.all(sql`insert into custom_fields (key, label, type, read_role) values ('note', '{"en":"Note"}', 'text', 'admin')`);
    test.hub.catalog.forget();
    const files = await unpack(await ask(ada.id, supervisor.token));
    expect(JSON.parse(files.get('customers.json')?.toString() ?? '')[0].fields).toEqual({});
    expect(JSON.parse(files.get('about.json')?.toString() ?? '').withheldFields).toEqual(['note']);
    const admin = await client(test, await addPerson(test, { role: 'admin' }));
    expect(JSON.parse((await unpack(await ask(ada.id, admin.token))).get('customers.json')?.toString() ?? '')[0].fields).toEqual({
      note: 'adamark',
    });
  });

  it('holds all of somebody who has said a lot', async () => {
    await test.hub.db.all(sql`
      insert into page_visits (id, customer_id, at, url, external_id)
      select gen_random_uuid(), ${bob.id}, now(), 'https://shop.example/' || n, 'many-' || n from generate_series(1, 999) n`);
    const files = await unpack(await ask(bob.id, supervisor.token));
    expect(JSON.parse(files.get('page_visits.json')?.toString() ?? '')).toHaveLength(1000);
  });

  it('gives no file a name that leads out of its folder', () => {
    const name = (text: string) => pathOf({ id: '1', table: 'attachments', name: text });
    expect(name('../../etc/passwd')).toBe('files/1 __.._etc_passwd');
    expect(name('C:\\x\0y.png')).toBe('files/1 C_x_y.png');
    expect(name('发票.pdf')).toBe('files/1 发票.pdf');
    expect(name('')).toBe('files/1 file');
    expect(name('x'.repeat(5000)).length).toBeLessThan(120);
  });
});
