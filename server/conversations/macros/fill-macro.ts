import { readable, readableKeys } from '../../archive/custom-fields/field-rights.ts';
import type { Caller } from '../../auth/identify-caller.ts';
import type { Catalog } from '../../catalog/read-catalog.ts';
import type { FieldValue } from '../../contract/archive-fields.ts';
import type { Label } from '../../contract/entities.ts';
import { fillFields, type MacroField, ownFieldPrefix } from '../../contract/macro-fields.ts';
import type { FilledMacro } from '../../contract/macros.ts';
import type { Language } from '../../contract/statuses.ts';
import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import type { Hub } from '../../hub.ts';
import { inLanguage, readMacros, usableBy } from './read-macros.ts';

interface About {
  name: string | null;
  company: string | null;
  city: string | null;
  tier: string;
  language: string | null;
  fields: Record<string, FieldValue>;
  ticketNumber: number;
  subject: string;
  queueId: string;
}

const DAY = 86_400_000;

/** The words of a macro for a conversation. A field the caller may not read counts as unknown. Throws `not_found`. */
export async function fillMacro(hub: Hub, caller: Caller, conversationId: string, macroId: string): Promise<FilledMacro> {
  const [macro] = await readMacros(hub.db, sql`m.id = ${macroId} and ${usableBy(caller.role)}`);
  if (!macro) throw new HubError('not_found');
  const about = await readAbout(hub, conversationId);
  const wanted: Language = (about.language ?? caller.language).startsWith('zh') ? 'zh-CN' : 'en';
  const { text, language } = inLanguage(macro.text, wanted);
  return { ...fillFields(text, await valuesOf(hub, caller, about, language)), language, actions: macro.actions };
}

const readAbout = (hub: Hub, conversationId: string): Promise<About> =>
  hub.db.one<About>(sql`
    select who.name, who.company, who.city, who.tier, who.language, who.fields, t.number as ticket_number, t.subject, t.queue_id
    from conversations c join customers record on record.id = c.customer_id
    join customers who on who.id = coalesce(record.merged_into_id, record.id)
    join tickets t on t.id = c.ticket_id where c.id = ${conversationId}`);

async function valuesOf(hub: Hub, caller: Caller, about: About, language: Language): Promise<Record<string, string | null>> {
  const catalog = await hub.catalog.current();
  const inWords = (label: Label | undefined) => label?.[language] ?? null;
  const day = (at: number) =>
    new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: catalog.installation.timeZone || 'UTC' }).format(at);
  const now = hub.clock.now().getTime();
  const builtIn: Record<MacroField, string | null> = {
    'customer.name': about.name,
    'customer.company': about.company,
    'customer.city': about.city,
    'customer.tier': inWords(catalog.tiers.find(({ key }) => key === about.tier)?.label),
    'ticket.number': String(about.ticketNumber),
    'ticket.subject': about.subject,
    'agent.name': caller.name,
    'queue.name': inWords(catalog.queues.find(({ id }) => id === about.queueId)?.label),
    'date.today': day(now),
    'date.tomorrow': day(now + DAY),
  };
  return { ...builtIn, ...ownFields(readable(readableKeys(catalog, caller), about.fields), catalog, language) };
}

/** Of a choice its words rather than its key. */
function ownFields(known: Readonly<Record<string, FieldValue>>, { customFields }: Catalog, language: Language): Record<string, string> {
  const say = (key: string, value: FieldValue): string =>
    Array.isArray(value)
      ? value.map((one) => say(key, one)).join(language === 'en' ? ', ' : '、')
      : (customFields.find((field) => field.key === key)?.options.find((option) => option.key === value)?.label[language] ?? String(value));
  return Object.fromEntries(Object.entries(known).map(([key, value]) => [`${ownFieldPrefix}${key}`, say(key, value)]));
}
