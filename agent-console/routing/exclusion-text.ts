import { channels } from '../../server/contract/statuses.ts';
import type { MessageKey } from '../language/messages.ts';

/** The reader's texts. */
interface Words {
  t(key: MessageKey, values?: Record<string, string | number>): string;
  known(key: string): string | null;
}

/** Why someone or something was out, from the router's code: `skill zh 0<2`, `capacity voice 1/1`, `barred web_chat` or a bare reason. */
export function exclusionText(code: string, { t, known }: Words): string {
  const [why, subject = '', amounts = ''] = code.split(' ');
  if (why === 'skill') {
    const [held = '', needed = ''] = amounts.split('<');
    return t('exclusion.skill', { skill: subject, held, needed });
  }
  const channel = channels.find((one) => one === subject);
  if (why === 'barred' && channel) return t('exclusion.barred', { channel: t(`channel.${channel}`) });
  if (why === 'capacity' && channel) return t('exclusion.capacity', { channel: t(`channel.${channel}`), amounts });
  return known(`exclusion.${code}`) ?? code;
}
