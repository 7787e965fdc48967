import { channels } from '../../server/contract/statuses.ts';
import type { useText } from '../language/use-text.ts';

/** Why someone or something was out, from the router's code: `skill zh 0<2`, `capacity voice 1/1` or a bare reason. */
export function exclusionText(code: string, { t, known }: ReturnType<typeof useText>): string {
  const [why, subject = '', amounts = ''] = code.split(' ');
  if (why === 'skill') {
    const [held = '', needed = ''] = amounts.split('<');
    return t('exclusion.skill', { skill: subject, held, needed });
  }
  const channel = channels.find((one) => one === subject);
  if (why === 'capacity' && channel) return t('exclusion.capacity', { channel: t(`channel.${channel}`), amounts });
  return known(`exclusion.${code}`) ?? code;
}
