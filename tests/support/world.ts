import { createTransport } from 'nodemailer';
import { sql } from '../../server/db/sql.ts';
import { sitDown } from './console-socket.ts';
import { ringing, take } from './desk.ts';
import { addCustomer, addPerson, type Client, client, eventually, smsArrives, supportMail, type TestHub } from './hub.ts';
import { startTwoQueues } from './two-queues.ts';

/** A small contact center at work: something of everything that the API can show. */
export interface World {
  readonly test: TestHub;
  /** Serves the support queue: holds Ada's SMS, and a mail of hers rings. */
  readonly mei: Client;
  /** Serves the support queue too. */
  readonly colleague: Client;
  /** Serves only sales. */
  readonly foreigner: Client;
  readonly supervisor: Client;
  readonly admin: Client;
  readonly customerId: string;
  readonly ticketId: string;
  readonly conversationId: string;
  readonly taskId: string;
  readonly offerId: string;
  /** Of the mail, which has HTML and a file. */
  readonly entryId: string;
  readonly attachmentId: string;
  /** Items in quarantine. */
  readonly quarantined: readonly string[];
  stop(): Promise<void>;
}

const phone = '+441632960111';
const email = 'ada@customer.example';

export async function openWorld(environment: Record<string, string> = {}): Promise<World> {
  const { test, salesId } = await startTwoQueues(environment);
  const employ = async (name: string, role: 'agent' | 'supervisor' | 'admin', queues: string[]) =>
    client(test, await addPerson(test, { name, role, queues }));
  const mei = await employ('Mei Lin', 'agent', [test.queueId]);
  const colleague = await employ('Tom Reed', 'agent', [test.queueId]);
  const foreigner = await employ('Sally Sales', 'agent', [salesId]);
  const [supervisor, admin] = [await employ('Boss', 'supervisor', []), await employ('Root', 'admin', [])];
  const customerId = await addCustomer(test, { name: 'Ada Byron', tier: 'gold', phone, email, externalId: 'C-1' });
  await addCustomer(test, { name: 'Bob Nobody' });
  await buy(test, customerId);

  const desk = await sitDown(test, mei);
  await smsArrives(test, { from: phone, text: 'My boiler is leaking 漏水了' });
  const { id: taskId, ticketId, conversationId } = await take(mei);
  const post = createTransport({ host: '127.0.0.1', port: test.smtpPort, ignoreTLS: true });
  await post.sendMail({
    from: `Ada Byron <${email}>`,
    to: supportMail,
    cc: 'bob@customer.example',
    subject: 'Invoice 发票',
    text: 'See the picture',
    html: '<p>See the <b>picture</b><script>alert(1)</script></p>',
    attachments: [{ filename: '漏水.png', content: Buffer.from('not really a picture'), contentType: 'image/png' }],
  });
  for (const number of [1, 2, 3])
    await post.sendMail({ envelope: { from: email, to: supportMail }, raw: `Subject: nobody wrote this ${number}\r\n\r\nhello\r\n` });
  const offer = await ringing(mei);
  const attachment = await test.hub.db.one<{ id: string; entryId: string }>(sql`select id, entry_id from attachments`);
  const quarantined = await eventually(async () => {
    const { items } = await supervisor.call('listQuarantine', {});
    if (items.length < 3) throw new Error('not yet');
    return items.map(({ id }) => id);
  });
  return {
    test,
    mei,
    colleague,
    foreigner,
    supervisor,
    admin,
    customerId,
    ticketId,
    conversationId,
    taskId,
    offerId: offer.id,
    entryId: attachment.entryId,
    attachmentId: attachment.id,
    quarantined,
    async stop() {
      desk.close();
      await test.stop();
    },
  };
}

const buy = ({ hub }: TestHub, customerId: string) =>
  hub.db.all(sql`
    insert into orders (id, customer_id, number, placed_at, currency, amount, status, items)
    values (gen_random_uuid(), ${customerId}, 'A-1001', ${hub.clock.now()}::timestamptz - interval '30 days', 'EUR', 129900, 'delivered',
      '[{"name":"Boiler 3000","quantity":1,"amount":129900}]')`);
