import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../../server/db/sql.ts';
import { addCustomer, addPerson, type Client, client, startTestHub, type TestHub } from '../../support/hub.ts';
import { importFile, upload } from '../../support/imports.ts';

let test: TestHub;
let boss: Client;
let mei: Client;
beforeAll(async () => {
  test = await startTestHub();
  boss = await client(test, await addPerson(test, { name: 'Boss', role: 'supervisor', queues: [] }));
  mei = await client(test, await addPerson(test));
});
afterAll(() => test.stop());

const customer = async (externalId: string) => {
  const found = await test.hub.db.maybe<{ id: string }>(sql`select id from customers where external_id = ${externalId}`);
  return found && boss.call('getCustomer', { id: found.id });
};

describe('customers from a file', () => {
  it('are taken in under the names their columns have in English', async () => {
    const content =
      'Customer number,Name,Mobile,E-mail,City,Date of birth,Tier\nE-1,Ada Byron,020 7946 0018,Ada@Example.com,London,10/12/1985,Gold\n';
    const { view, preview } = await importFile(test, boss, { name: 'crm.csv', content });
    expect(preview.settings).toMatchObject({ encoding: 'utf-8', delimiter: ',', country: 'GB', dates: 'day_first' });
    expect(view).toMatchObject({ state: 'done', rowCount: 1, rowsDone: 1, counts: { created: 1, changed: 0, failed: 0 } });
    expect(await customer('E-1')).toMatchObject({
      name: 'Ada Byron',
      city: 'London',
      birthday: '1985-12-10',
      tier: 'gold',
      contactPoints: [
        { kind: 'phone', value: '+442079460018', evidence: 'asserted' },
        { kind: 'email', value: 'ada@example.com', evidence: 'asserted' },
      ],
    });
  });

  it('are taken in from a Chinese spreadsheet program’s CSV, whatever its encoding', async () => {
    const rows = '会员编号;姓名;手机号码;邮箱地址;所在城市;出生日期\r\nZ-1;王小明;138 0013 8000;wang@example.com;上海;1990年5月1日\r\n';
    const { preview, view, problems } = await importFile(test, boss, { name: '会员.csv', content: gb18030(rows) });
    expect(preview.settings).toMatchObject({ encoding: 'gb18030', delimiter: ';', country: 'CN' });
    expect([view.counts.created, problems]).toEqual([1, []]);
    expect(await customer('Z-1')).toMatchObject({
      name: '王小明',
      city: '上海',
      birthday: '1990-05-01',
      contactPoints: [{ value: '+8613800138000' }, {}],
    });
  });

  it('brought twice are there once, and nothing has changed', async () => {
    const content = 'key,name,phone\nT-1,Grace,+442079460019\nT-2,Alan,+442079460020\n';
    await importFile(test, boss, { name: 'a.csv', content });
    const before = [await customer('T-1'), await customer('T-2')];
    const { view } = await importFile(test, boss, { name: 'a.csv', content });
    expect(view.counts).toMatchObject({ created: 0, changed: 0, same: 2, failed: 0 });
    expect([await customer('T-1'), await customer('T-2')]).toEqual(before);
  });

  it('with mistakes are named row by row, and the others are taken in', async () => {
    const content = [
      'key,name,phone,email,birthday,tier,kind',
      ',No key,,,,,',
      'M-1,Bad phone,12,,,,',
      'M-2,Bad mail,,not a mail,,,',
      'M-3,Bad day,,,1990-02-30,,',
      'M-4,Bad tier,,,,diamond,',
      'M-5,"Broken "quotes",,,,,',
      'M-6,Too,many,cells,,,,here',
      'M-7,Fine,,,,,person',
      'M-8,"Never closed,,,,,',
      'M-9,After it,,,,,',
      `M-10,${'x'.repeat(201)},,,,,`,
    ].join('\n');
    const { view, problems } = await importFile(test, boss, { name: 'm.csv', content });
    expect(view.counts).toMatchObject({ created: 2, failed: 9 });
    expect(problems.map((problem) => problem.split(' ').slice(0, 2).join(' '))).toEqual([
      '2 key_missing',
      '3 bad_phone',
      '4 bad_email',
      '5 bad_date',
      '6 unknown_tier',
      '7 broken_quotes',
      '8 ragged_row',
      '10 broken_quotes',
      '12 too_long',
    ]);
    expect([await customer('M-7'), await customer('M-9')]).toMatchObject([{ name: 'Fine' }, { name: 'After it' }]);
  });

  it('one of whom claims another’s number gets a claim that moves nothing, and it is said', async () => {
    const owner = await addCustomer(test, { name: 'Owner', phone: '+442079460030' });
    const content = 'key,name,phone\nC-1,Claims it,+44 20 7946 0030\nC-2,First,+44 20 7946 0031\nC-3,Second,02079460031\n';
    const { view, problems } = await importFile(test, boss, { name: 'c.csv', content });
    expect(view.counts).toMatchObject({ created: 3, noted: 2, failed: 0 });
    expect(problems).toEqual(['2 address_of_another +442079460030', '4 address_of_another +442079460031']);
    expect((await boss.call('getCustomer', { id: owner })).contactPoints).toMatchObject([{ value: '+442079460030', evidence: 'verified' }]);
    expect(await customer('C-3')).toMatchObject({ contactPoints: [{ evidence: 'claimed' }] });
  });

  it('that only are checked are checked in the order of the file: a number that two of its rows claim is said of the second', async () => {
    const content = 'key,name,phone\nW-1,Ada,+442079460071\nW-2,Bob,+442079460071\nW-1,Ada Byron,+442079460072\n';
    const checked = await importFile(test, boss, { name: 'w.csv', content }, { dryRun: true });
    expect(await customer('W-1')).toBeUndefined();
    const taken = await importFile(test, boss, { name: 'w.csv', content });
    expect(checked.problems).toEqual(['3 address_of_another +442079460071']);
    expect([checked.problems, checked.view.counts]).toEqual([taken.problems, taken.view.counts]);
  });

  it('are only checked when that is asked: counted, and nothing is kept', async () => {
    const content = 'key,name,tier\nD-1,Dry,gold\nD-2,Wet,diamond\n';
    const { id, view, problems } = await importFile(test, boss, { name: 'd.csv', content }, { dryRun: true });
    expect(view).toMatchObject({ state: 'done', dryRun: true, counts: { created: 1, failed: 1 } });
    expect(problems).toEqual(['3 unknown_tier diamond']);
    expect(await customer('D-1')).toBeUndefined();
    const { settings } = await boss.call('previewImport', { id, body: {} });
    await boss.call('startImport', { id, body: { settings } });
    await expect.poll(() => customer('D-1')).toMatchObject({ name: 'Dry', tier: 'gold' });
  });
});

describe('taking an import back', () => {
  it('puts back exactly what was, and leaves and names what somebody changed since', async () => {
    await boss.call('putProfile', { body: { externalId: 'U-1', name: 'Before', city: 'Paris' } });
    await boss.call('putProfile', { body: { externalId: 'U-2', name: 'Also before' } });
    const before = await customer('U-1');
    const content = 'key,name,city,phone,tier\nU-1,After,Rome,+442079460040,gold\nU-2,Changed,,,\nU-3,New,,+442079460041,\n';
    const { id } = await importFile(test, boss, { name: 'u.csv', content });
    expect(await customer('U-1')).toMatchObject({ name: 'After', city: 'Rome', tier: 'gold' });
    await boss.call('putProfile', { body: { externalId: 'U-2', name: 'By hand' } });
    await boss.call('undoImport', { id });
    await expect.poll(async () => (await boss.call('getImport', { id })).state).toBe('undone');
    expect(await customer('U-1')).toEqual(before);
    expect(await customer('U-2')).toMatchObject({ name: 'By hand' });
    expect(await customer('U-3')).toBeUndefined();
    expect((await boss.call('getImport', { id })).counts).toMatchObject({ undone: 2, left: 1 });
    expect((await boss.call('importRows', { id })).rows).toMatchObject([
      { line: 3, outcome: 'left', problems: [{ code: 'changed_since' }] },
    ]);
    expect(await boss.refusal('undoImport', { id })).toBe('409 import_state');
  });
});

describe('orders from a file', () => {
  it('are taken in with amounts in any writing; negative ones are refused by name', async () => {
    await boss.call('putProfile', { body: { externalId: 'O-1', name: '李雷' } });
    const content = [
      '订单号,客户编号,下单时间,金额,币种,成本,状态',
      'A-1,O-1,2026/5/1 10:00,"¥1,299.00",CNY,800,已签收',
      'A-2,O-1,2026年5月2日,"1.299,50 €",EUR,,已付款',
      'A-3,O-1,2026-05-03T08:00:00Z,-5,CNY,,已付款',
      'A-4,O-1,2026-05-03,(5.00),CNY,,已付款',
      'A-5,O-1,2026-05-03,0.001,CNY,,已付款',
      'A-6,nobody,2026-05-03,10,CNY,,已付款',
      'A-7,O-1,gestern,10,CNY,,已付款',
      'A-8,O-1,2026-05-03,1200,JPY,,已付款',
      'A-9,O-1,2026-05-03,10,yuán,,已付款',
    ].join('\n');
    const { view, problems } = await importFile(
      test,
      boss,
      { kind: 'orders', name: '订单.csv', content },
      { settings: { timeZone: 'Asia/Shanghai' } },
    );
    expect(problems).toEqual([
      '4 negative_amount -5',
      '5 negative_amount (5.00)',
      '6 too_precise 0.001',
      '7 unknown_customer nobody',
      '8 bad_date gestern',
      '10 bad_currency yuán',
    ]);
    expect(view.counts).toMatchObject({ created: 3, failed: 6 });
    const owner = await customer('O-1');
    const { orders } = await boss.call('listOrders', { id: owner?.id ?? '' });
    expect(orders.map(({ number, amount, currency, cost, placedAt }) => [number, amount, currency, cost, placedAt])).toEqual([
      ['A-8', 1200, 'JPY', null, '2026-05-02T16:00:00.000Z'],
      ['A-2', 129_950, 'EUR', null, '2026-05-01T16:00:00.000Z'],
      ['A-1', 129_900, 'CNY', 80_000, '2026-05-01T02:00:00.000Z'],
    ]);
  });

  it('change only what the file says, and go back to what they were', async () => {
    await boss.call('putProfile', { body: { externalId: 'O-2' } });
    const items = [{ name: 'Kettle', quantity: 1, amount: 1000 }];
    const body = {
      number: 'B-1',
      customer: { externalId: 'O-2' },
      placedAt: '2026-05-01T10:00:00.000Z',
      currency: 'EUR',
      amount: 1000,
      status: 'paid',
      items,
    };
    const before = await boss.call('putOrder', { body });
    const { id, problems } = await importFile(test, boss, {
      kind: 'orders',
      name: 'o.csv',
      content: 'Order number,Status\nB-1,delivered\nB-2,paid\n',
    });
    expect(problems).toEqual(['3 value_missing']);
    expect((await boss.call('listOrders', { id: before.customerId })).orders).toMatchObject([
      { number: 'B-1', status: 'delivered', items, amount: 1000 },
    ]);
    await boss.call('undoImport', { id });
    await expect.poll(async () => (await boss.call('getImport', { id })).state).toBe('undone');
    const [now] = (await boss.call('listOrders', { id: before.customerId })).orders;
    expect({ ...now, updatedAt: '' }).toEqual({ ...before, updatedAt: '' });
  });
});

describe('a file that cannot be read', () => {
  it.each([
    ['empty', { name: 'a.csv', content: '' }, '422 import_empty'],
    ['a picture called CSV', { name: 'a.csv', content: Buffer.from('89504e470d0a1a0a', 'hex') }, '422 import_format'],
    ['a CSV called XLSX', { name: 'a.xlsx', content: 'key,name\n' }, '422 import_format'],
    ['of an unknown kind', { name: 'a.exe', content: 'MZ' }, '422 import_format'],
  ])('%s: is refused before it is kept', async (_, file, answer) => {
    const { status, body } = await upload(test, boss, file);
    expect([status, body]).toMatchObject([Number(answer.slice(0, 3)), { error: { code: answer.slice(4) } }]);
    expect(await test.hub.db.all(sql`select from import_runs where state = 'uploading'`)).toEqual([]);
  });

  it('is taken from those who steer only', async () => {
    expect((await upload(test, mei, { name: 'a.csv', content: 'key\n1\n' })).status).toBe(403);
    expect((await upload(test, { token: 'tl_guessed' }, { name: 'a.csv', content: 'key\n1\n' })).status).toBe(401);
  });
});

/** As a Chinese spreadsheet program writes it: each character by looking for it in the decoder. */
function gb18030(text: string): Uint8Array {
  const decoder = new TextDecoder('gb18030');
  const pairs = new Map<string, [number, number]>();
  for (let lead = 0xb0; lead <= 0xf7; lead++)
    for (let trail = 0xa1; trail <= 0xfe; trail++) pairs.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail]);
  return Uint8Array.from([...text].flatMap((character) => pairs.get(character) ?? [character.charCodeAt(0)]));
}
