import { v7 as uuid } from 'uuid';
import { checkDraft, problem } from '../../catalog/check-draft.ts';
import { both, channelWords } from '../../catalog/words.ts';
import type { Config } from '../../config.ts';
import { type Effect, InboxesPart } from '../../contract/settings.ts';
import { json, sql } from '../../db/sql.ts';
import { type Change, definePart } from '../part.ts';
import { repeated } from './repeated.ts';

/**
 * Our addresses: what they are called, which queue they lead to, what they ask for. Numbers and mailboxes come from the
 * settings of the installation (they need credentials); chat widgets are made here.
 */
export const inboxes = definePart<InboxesPart>({
  key: 'inboxes',
  title: both('Inboxes', '收件渠道'),
  tables: sql`inboxes`,
  schema: InboxesPart,
  check: (given, { catalog: { queues }, skills }) =>
    checkDraft(InboxesPart, given, (draft) => [
      ...repeated(draft, 'address', ({ channel, address }) => `${channel} ${address}`),
      ...draft.flatMap(({ channel, address, queueId, skills: asked }, i) => [
        ...(channel === 'web_chat' && !/^[a-z0-9][a-z0-9-]{1,39}$/.test(address)
          ? [problem([i, 'address'], both('must be a-z, 0-9 and -, at least two', '只能包含小写字母、数字和连字符，至少两个字符'))]
          : []),
        ...(queues.some(({ id, retiredAt }) => id === queueId && !retiredAt)
          ? []
          : [problem([i, 'queueId'], both('must be a queue in use', '必须是在用的队列'))]),
        ...Object.keys(asked)
          .filter((skill) => !skills.has(skill))
          .map((skill) => problem([i, 'skills', skill], both('is not known here', '无法识别'))),
      ]),
    ]),
  async effects(db, change, { catalog }) {
    const moved = change.after.filter(({ id, queueId }) => change.before?.some((one) => one.id === id && one.queueId !== queueId));
    const [unasked, members] = [
      strangers(change),
      await db.all<{ queueId: string; skills: Record<string, number> }>(sql`
        select m.queue_id, coalesce(jsonb_object_agg(s.skill, s.level) filter (where s.skill is not null), '{}') as skills
        from queue_members m left join agent_skills s using (agent_id) group by m.queue_id, m.agent_id`),
    ];
    const unserved = change.after.filter(
      ({ queueId, skills }) =>
        !members.some(
          (one) => one.queueId === queueId && Object.entries(skills).every(([skill, level]) => (one.skills[skill] ?? 0) >= level),
        ),
    );
    return [
      ...moved.map(({ label, queueId }) => toQueue(label, catalog.queues.find(({ id }) => id === queueId)?.label ?? label)),
      ...unasked.map(({ address, channel }) => leftOut(address, channelWords[channel])),
      ...unserved
        .filter((one) => !change.before?.some((was) => JSON.stringify(was) === JSON.stringify(one)))
        .map(({ label }) => nobody(label)),
    ];
  },
  async write({ tx }, change) {
    const strange = strangers(change);
    for (const { id, channel, address, label, queueId, language, skills } of change.after.filter((one) => !strange.includes(one)))
      tx.write(sql`
        insert into inboxes (id, channel, address, label, queue_id, language, skills)
        values (${id || uuid()}, ${channel}, ${address}, ${json(label)}, ${queueId}, ${language}, ${json(skills)})
        on conflict (channel, address) do update set label = excluded.label, queue_id = excluded.queue_id, language = excluded.language, skills = excluded.skills`);
    return [];
  },
  facts: async ({ config, channels }, db) => ({
    connected: (
      await db.all<{ id: string; channel: 'voice' | 'sms' | 'email' | 'web_chat'; address: string }>(
        sql`select id, channel::text, address from inboxes`,
      )
    )
      .filter(({ channel, address }) => channels[channel] && (config.demo || isConfigured(config, channel, address)))
      .map(({ id }) => id),
  }),
});

type Row = InboxesPart[number];

function isConfigured({ addresses }: Pick<Config, 'addresses'>, channel: Row['channel'], address: string): boolean {
  if (channel === 'web_chat') return true;
  return (channel === 'email' ? addresses.mail : addresses.phone).includes(address);
}

/** Of a file from elsewhere: numbers and mailboxes that are not ours. */
const strangers = ({ before = [], after }: Change<InboxesPart>): Row[] =>
  after.filter(
    ({ channel, address }) => channel !== 'web_chat' && !before.some((one) => one.channel === channel && one.address === address),
  );

type Words = Row['label'];

const toQueue = (inbox: Words, queue: Words): Effect => ({
  weight: 'notice',
  words: both(
    `What newly comes in at ${inbox.en} waits in ${queue.en}; what waits already stays where it is.`,
    `“${inbox['zh-CN']}”的新联络进入“${queue['zh-CN']}”；已在等待的不变。`,
  ),
});

const leftOut = (address: string, channel: Words): Effect => ({
  weight: 'warning',
  words: both(
    `${address} (${channel.en}) is left out: it is not among the addresses of this installation.`,
    `${address}（${channel['zh-CN']}）被略过：不属于本系统配置的地址。`,
  ),
});

const nobody = (inbox: Words): Effect => ({
  weight: 'warning',
  words: both(`Nobody in its queue has the skills that ${inbox.en} asks for.`, `队列中没有人具备“${inbox['zh-CN']}”要求的技能。`),
});
