import { secondsAfter } from '../../clock.ts';
import { sql } from '../../db/sql.ts';
import type { Hub } from '../../hub.ts';
import { enqueue } from '../../jobs/enqueue.ts';

const DAY = 86_400;
/** As long as a draft is kept in a browser: nobody comes back to it after that. */
const DRAFT_DAYS = 14;

export const looksAgainAt = (hub: Hub): Date => secondsAfter(hub.clock.now(), DAY);

/** A file that no message waits for is not kept: a day after it came, or when its draft is given up. Files to be sent later stay. */
export async function forgetUpload(hub: Hub, { uploadId }: { uploadId: string }): Promise<void> {
  await hub.db.transact(async (tx) => {
    const upload = await tx.maybe<{ wanted: boolean }>(sql`
      select exists (select from scheduled_replies s where s.conversation_id = u.conversation_id and u.id = any(s.attachment_ids) and (s.settled_at is null or s.outcome = 'refused') and s.created_at > ${hub.clock.now()}::timestamptz - interval '100 days')
        or u.ready_at is not null and exists (select from drafts d where d.agent_id = u.agent_id and d.conversation_id = u.conversation_id and u.id = any(d.attachment_ids)
          and d.updated_at > ${hub.clock.now()}::timestamptz - ${DRAFT_DAYS} * interval '1 day') as wanted
      from uploads u where u.id = ${uploadId} for update`);
    if (!upload) return;
    if (upload.wanted) enqueue(tx, { job: 'forget-upload', payload: { uploadId }, at: looksAgainAt(hub) });
    else tx.write(sql`delete from uploads where id = ${uploadId}`);
  });
}
