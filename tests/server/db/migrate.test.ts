import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { PrismaPg } from '@prisma/adapter-pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../server/db/database.ts';
import { Prisma, PrismaClient } from '../../../server/db/generated/client.ts';
import { migrate } from '../../../server/db/migrate.ts';
import { sql } from '../../../server/db/sql.ts';
import { createEmptyDatabase, type TestDatabase } from '../../support/database.ts';

let test: TestDatabase;
beforeEach(async () => {
  test = await createEmptyDatabase();
});
afterEach(() => test.drop());

const shipped = readdirSync('prisma/migrations', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

const history = () =>
  test.db.all<{ migrationName: string; checksum: string; finishedAt: Date }>(
    sql`select migration_name, checksum, finished_at from _prisma_migrations order by migration_name`,
  );

describe('migrating', () => {
  it('applies every migration and records it as Prisma’s own CLI does', async () => {
    await migrate(test.db.pool);
    const rows = await history();
    expect(rows.map((row) => row.migrationName)).toEqual(shipped);
    for (const row of rows) {
      const script = readFileSync(`prisma/migrations/${row.migrationName}/migration.sql`);
      expect(row.checksum).toBe(createHash('sha256').update(script).digest('hex'));
      expect(row.finishedAt).toBeInstanceOf(Date);
    }
  });

  it('makes the tables that the schema describes, column by column', async () => {
    await migrate(test.db.pool);
    const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: test.url }) });
    const reads = [
      prisma.agent.findFirst(),
      prisma.ownRole.findFirst(),
      prisma.unmasking.findFirst(),
      prisma.agentSkill.findFirst(),
      prisma.agentCapacity.findFirst(),
      prisma.session.findFirst(),
      prisma.apiToken.findFirst(),
      prisma.hubNode.findFirst(),
      prisma.presence.findFirst(),
      prisma.tier.findFirst(),
      prisma.queue.findFirst(),
      prisma.queueMember.findFirst(),
      prisma.policy.findFirst(),
      prisma.serviceTargets.findFirst(),
      prisma.ticketTaxonomy.findFirst(),
      prisma.ticketField.findFirst(),
      prisma.ticketView.findFirst(),
      prisma.ticketColumns.findFirst(),
      prisma.checklistItem.findFirst(),
      prisma.bulkRun.findFirst(),
      prisma.bulkItem.findFirst(),
      prisma.calendar.findFirst(),
      prisma.inbox.findFirst(),
      prisma.mailboxCursor.findFirst(),
      prisma.rawItem.findFirst(),
      prisma.customer.findFirst(),
      prisma.contactPoint.findFirst(),
      prisma.contactPointLink.findFirst(),
      prisma.customerSearch.findFirst(),
      prisma.merge.findFirst(),
      prisma.apart.findFirst(),
      prisma.fieldChange.findFirst(),
      prisma.order.findFirst(),
      prisma.orderReturn.findFirst(),
      prisma.customField.findFirst(),
      prisma.fieldFreshness.findFirst(),
      prisma.fieldCheck.findFirst(),
      prisma.matchRule.findFirst(),
      prisma.membership.findFirst(),
      prisma.consent.findFirst(),
      prisma.campaign.findFirst(),
      prisma.touch.findFirst(),
      prisma.rating.findFirst(),
      prisma.pageVisit.findFirst(),
      prisma.valueSettings.findFirst(),
      prisma.valueModel.findFirst(),
      prisma.customerValue.findFirst(),
      prisma.valueDue.findFirst(),
      prisma.valueSweep.findFirst(),
      prisma.tierPreview.findFirst(),
      prisma.tierRules.findFirst(),
      prisma.tierOverride.findFirst(),
      prisma.tierChange.findFirst(),
      prisma.segment.findFirst(),
      prisma.opportunity.findFirst(),
      prisma.followUp.findFirst(),
      prisma.followUpBatch.findFirst(),
      prisma.followUpRule.findFirst(),
      prisma.importRun.findFirst(),
      prisma.importPart.findFirst(),
      prisma.importRow.findFirst(),
      prisma.duplicateRun.findFirst(),
      prisma.duplicatePair.findFirst(),
      prisma.webhookTarget.findFirst(),
      prisma.webhookDelivery.findFirst(),
      prisma.erasure.findFirst(),
      prisma.legalHold.findFirst(),
      prisma.retentionRule.findFirst(),
      prisma.entrySearch.findFirst(),
      prisma.searchProgress.findFirst(),
      prisma.ticket.findFirst(),
      prisma.ticketMark.findFirst(),
      prisma.conversation.findFirst(),
      prisma.entry.findFirst(),
      prisma.scheduledReply.findFirst(),
      prisma.snooze.findFirst(),
      prisma.reminder.findFirst(),
      prisma.readMark.findFirst(),
      prisma.draft.findFirst(),
      prisma.notice.findFirst(),
      prisma.ticketWatcher.findFirst(),
      prisma.ticketLink.findFirst(),
      prisma.ticketMove.findFirst(),
      prisma.helpRequest.findFirst(),
      prisma.handover.findFirst(),
      prisma.sideConversation.findFirst(),
      prisma.sideMessage.findFirst(),
      prisma.sideFile.findFirst(),
      prisma.attachment.findFirst(),
      prisma.upload.findFirst(),
      prisma.uploadPart.findFirst(),
      prisma.macro.findFirst(),
      prisma.call.findFirst(),
      prisma.task.findFirst(),
      prisma.waitEstimate.findFirst(),
      prisma.callback.findFirst(),
      prisma.rehearsal.findFirst(),
      prisma.reservation.findFirst(),
      prisma.decision.findFirst(),
      prisma.disposition.findFirst(),
      prisma.event.findFirst(),
      prisma.signInAttempt.findFirst(),
      prisma.skill.findFirst(),
      prisma.configurationState.findFirst(),
      prisma.configurationChange.findFirst(),
      prisma.installation.findFirst(),
      prisma.socketAttachment.findFirst(),
    ];
    expect(await Promise.all(reads)).toEqual(Object.keys(Prisma.ModelName).map(() => null));
    await prisma.$disconnect();
  });

  it('makes the tables of the job queue', async () => {
    await migrate(test.db.pool);
    expect(await test.db.one(sql`select to_regclass('graphile_worker.jobs') is not null as made`)).toEqual({ made: true });
  });

  it('changes nothing the second time', async () => {
    await migrate(test.db.pool);
    const before = await history();
    await migrate(test.db.pool);
    expect(await history()).toEqual(before);
  });

  it('is done once when several hubs start together', async () => {
    const hubs = [1, 2, 3].map(() => openDatabase(test.url, { max: 2 }));
    await Promise.all(hubs.map((hub) => migrate(hub.pool)));
    await Promise.all(hubs.map((hub) => hub.close()));
    expect((await history()).map((row) => row.migrationName)).toEqual(shipped);
  });

  it('leaves nothing half-done when a migration fails, and can be run again', async () => {
    await test.db.all(sql`create table customers (in_the_way int)`);
    await expect(migrate(test.db.pool)).rejects.toThrow(/"customers" already exists/);
    expect(await history()).toEqual([]);
    expect(await test.db.one(sql`select to_regclass('agents') as agents`)).toEqual({ agents: null });
    await test.db.all(sql`drop table customers`);
    await migrate(test.db.pool);
    expect(await history()).toHaveLength(shipped.length);
  });
});
