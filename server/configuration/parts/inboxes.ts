import { v7 as uuid } from 'uuid';
import { checkDraft, problem } from '../../catalog/check-draft.ts';
import { both, channelWords } from '../../catalog/words.ts';
import type { Config } from '../../config.ts';
import type { Problem } from '../../contract/configuration.ts';
import { brokenPlaces, fieldsIn, greetingFields, signatureFields } from '../../contract/macro-fields.ts';
import { type Effect, InboxesPart } from '../../contract/settings.ts';
import type { Reader } from '../../db/database.ts';
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
      ...draft.flatMap(({ channel, address, queueId, skills: asked, greeting, signature, recording }, i) => [
        ...(channel !== 'voice' && recording !== 'off' ? [problem([i, 'recording'], both('is for calls only', '仅适用于电话'))] : []),
        ...standingProblems([i, 'greeting'], greeting, channel === 'web_chat', greetingFields),
        ...standingProblems([i, 'signature'], signature, channel === 'email', signatureFields),
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
    const recorded = change.after.filter(({ id, recording }) => recording !== 'off' && ruleBefore(change, id) !== recording);
    return [
      ...(await Promise.all(recorded.map((inbox) => tellRecording(db, inbox)))),
      ...moved.map(({ label, queueId }) => toQueue(label, catalog.queues.find(({ id }) => id === queueId)?.label ?? label)),
      ...unasked.map(({ address, channel }) => leftOut(address, channelWords[channel])),
      ...unserved
        .filter((one) => !change.before?.some((was) => JSON.stringify(was) === JSON.stringify(one)))
        .map(({ label }) => nobody(label)),
    ];
  },
  async write({ tx }, change) {
    const strange = strangers(change);
    for (const { id, channel, address, label, queueId, language, skills, greeting, signature, recording } of change.after.filter(
      (one) => !strange.includes(one),
    ))
      tx.write(sql`
        insert into inboxes (id, channel, address, label, queue_id, language, skills, greeting, signature, recording)
        values (${id || uuid()}, ${channel}, ${address}, ${json(label)}, ${queueId}, ${language}, ${json(skills)}, ${json(greeting)}, ${json(signature)}, ${recording})
        on conflict (channel, address) do update set label = excluded.label, queue_id = excluded.queue_id, language = excluded.language, skills = excluded.skills,
          greeting = excluded.greeting, signature = excluded.signature, recording = excluded.recording`);
    return [];
  },
  facts: async ({ config, channels }, db) => ({
    // What carriers and sites are told to call: only the hub knows how it is reached from outside.
    publicUrl: config.publicUrl,
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

/** A greeting is for chats and a signature for mails; neither names what is not known there. */
function standingProblems(place: readonly PropertyKey[], words: Words, fits: boolean, fields: readonly string[]): Problem[] {
  const text = `${words.en}\n${words['zh-CN']}`;
  if (!fits) return text.trim() === '' ? [] : [problem(place, both('is not sent on this channel', '此渠道不发送'))];
  return [...fieldsIn(text).filter((field) => !fields.includes(field)), ...brokenPlaces(text)].map((field) =>
    problem(place, both(`names an unknown field: ${field}`, `包含未知字段：${field}`)),
  );
}

function isConfigured({ addresses }: Pick<Config, 'addresses'>, channel: Row['channel'], address: string): boolean {
  if (channel === 'web_chat') return true;
  return (channel === 'email' ? addresses.mail : addresses.phone).includes(address);
}

/** Of a file from elsewhere: numbers and mailboxes that are not ours. */
const strangers = ({ before = [], after }: Change<InboxesPart>): Row[] =>
  after.filter(
    ({ channel, address }) => channel !== 'web_chat' && !before.some((one) => one.channel === channel && one.address === address),
  );

const ruleBefore = ({ before }: Change<InboxesPart>, id: string) => before?.find((one) => one.id === id)?.recording ?? 'off';

type Words = Row['label'];

/** Whose word on being recorded decides, in numbers: the newest of each family of records. */
async function tellRecording(db: Reader, { label, recording }: Row): Promise<Effect> {
  const { agreed, refused } = await db.one<{ agreed: number; refused: number }>(sql`
    select count(*) filter (where state = 'granted')::int as agreed, count(*) filter (where state = 'withdrawn')::int as refused
    from (select distinct on (coalesce(r.merged_into_id, r.id)) w.state from consents w join customers r on r.id = w.customer_id
      where w.channel = 'voice' and w.purpose = 'recording' order by coalesce(r.merged_into_id, r.id), w.at desc, w.state desc, w.id desc) newest`);
  return {
    weight: 'notice',
    words:
      recording === 'with_consent'
        ? both(
            `Calls to ${label.en} are recorded of customers who agreed: ${agreed} so far. They are told before.`,
            `“${label['zh-CN']}”仅对已同意的客户录音：目前 ${agreed} 位。通话前会告知。`,
          )
        : both(
            `Calls to ${label.en} are recorded, after callers are told; not those of ${refused} customers who refused.`,
            `“${label['zh-CN']}”的通话将在告知后录音；拒绝录音的 ${refused} 位客户除外。`,
          ),
  };
}

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
