import { requireWritable } from '../../archive/custom-fields/field-rights.ts';
import type { Caller } from '../../auth/identify-caller.ts';
import { HubError } from '../../errors.ts';
import type { Hub } from '../../hub.ts';
import { writeMatter } from './change-ticket.ts';
import { holdMatter } from './hold-matter.ts';

interface OptionGiven {
  readonly key: string;
  readonly option: string;
  readonly on: boolean;
}

/**
 * One option of a field of choices is put on a ticket, or taken off; what else is chosen there stays, also what a colleague
 * chooses at this moment. Throws `not_found`, `unknown_field`, `field_not_writable` or `bad_field_value`.
 */
export async function setOption(
  hub: Hub,
  agent: Pick<Caller, 'id' | 'role' | 'ownRole'>,
  ticketId: string,
  { key, option, on }: OptionGiven,
): Promise<void> {
  const customFields = (await hub.catalog.current()).ticketFields;
  requireWritable({ customFields }, agent, { [key]: [option] });
  if (customFields.find((field) => field.key === key)?.type !== 'choices') throw new HubError('unknown_field', `fields.${key}`);
  await hub.db.transact(async (tx) => {
    const before = await holdMatter(tx, ticketId);
    const others = [before.fields[key] ?? []]
      .flat()
      .map(String)
      .filter((chosen) => chosen !== option);
    const chosen = on ? [...others, option] : others;
    await writeMatter(hub, tx, agent.id, before, { fields: { [key]: chosen.length > 0 ? chosen : null } });
  });
}
