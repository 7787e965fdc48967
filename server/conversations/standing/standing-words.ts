import type { InboxRow } from '../../catalog/read-catalog.ts';
import type { Label } from '../../contract/entities.ts';
import { fillFields, type StandingField } from '../../contract/macro-fields.ts';
import type { Language } from '../../contract/statuses.ts';
import type { Reader } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import type { Hub } from '../../hub.ts';
import { inLanguage } from '../macros/read-macros.ts';

/** The ticket it is said on, and by whom: the hub has no name. */
export interface Standing {
  readonly ticketId: string;
  readonly inboxId: string;
  readonly agentId?: string;
}

/** What a chat's inbox says to whoever writes first; undefined: nothing. */
export const greetingOf = (hub: Hub, db: Reader, standing: Standing): Promise<string | undefined> => say(hub, db, standing, 'greeting');

/** What stands below a mail that goes out from an inbox; undefined: nothing. */
export const signatureOf = (hub: Hub, db: Reader, standing: Standing): Promise<string | undefined> => say(hub, db, standing, 'signature');

async function say(hub: Hub, db: Reader, standing: Standing, which: 'greeting' | 'signature'): Promise<string | undefined> {
  const { inboxes, queues } = await hub.catalog.current();
  const inbox = inboxes.find(({ id }) => id === standing.inboxId);
  if (!inbox || isEmpty(inbox[which])) return undefined;
  const about = await readAbout(db, standing);
  const { text, language } = inLanguage(inbox[which], languageFor(about, inbox));
  const values: Record<StandingField, string | null> = {
    'customer.name': about.customerName,
    'agent.name': about.agentName,
    'queue.name': queues.find(({ id }) => id === about.queueId)?.label[language] ?? null,
    'ticket.number': String(about.number),
  };
  return fillFields(text, values).text.trim() || undefined;
}

const isEmpty = ({ en, 'zh-CN': zh }: Label): boolean => `${en}${zh}`.trim() === '';

interface About {
  readonly customerName: string | null;
  readonly language: string | null;
  readonly number: number;
  readonly queueId: string;
  readonly agentName: string | null;
}

const readAbout = (db: Reader, { ticketId, agentId }: Standing): Promise<About> =>
  db.one<About>(sql`
    select who.name as customer_name, who.language, t.number, t.queue_id, (select name from agents where id = ${agentId ?? null}::uuid) as agent_name
    from tickets t join customers record on record.id = t.customer_id
    join customers who on who.id = coalesce(record.merged_into_id, record.id) where t.id = ${ticketId}`);

/** That of whom it is for; where it is not known, the inbox's. */
const languageFor = ({ language }: About, inbox: InboxRow): Language => ((language ?? inbox.language).startsWith('zh') ? 'zh-CN' : 'en');
