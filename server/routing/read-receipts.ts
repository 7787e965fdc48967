import type { Caller } from '../auth/identify-caller.ts';
import { can } from '../auth/permissions.ts';
import { policiesOf } from '../catalog/policy-in-force.ts';
import { type Catalog, type PolicyRow, promiseOf } from '../catalog/read-catalog.ts';
import type { ReceiptView } from '../contract/entities.ts';
import type { ReservationState } from '../contract/statuses.ts';
import { sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import type { Candidate, Head, Receipt } from './decide.ts';
import { type DecisionRow, exclusionCode, explain } from './explain-decision.ts';

interface Row extends DecisionRow {
  id: number;
  at: Date;
  policyVersion: number;
  outcome: ReservationState;
}

/**
 * Why a task was offered as it was, newest first: in words and in full. Who else could have been asked, and what waits in
 * other queues, is for those who steer.
 */
export async function readReceipts(hub: Hub, caller: Caller, taskId: string): Promise<ReceiptView[]> {
  const [catalog, names, rows] = await Promise.all([
    hub.catalog.current(),
    hub.db.all<{ id: string; name: string }>(sql`select id, name from agents`),
    hub.db.all<Row>(sql`
      select d.id, d.at, d.policy_version, d.snapshot, d.receipt, r.state::text as outcome
      from decisions d join reservations r on r.decision_id = d.id where d.task_id = ${taskId} order by d.id desc limit 20`),
  ]);
  const policyOf = await policiesOf(
    hub.db,
    catalog,
    rows.map(({ policyVersion }) => policyVersion),
  );
  const nameOf = new Map(names.map(({ id, name }) => [id, name]));
  return rows.map((row) => presentReceipt({ catalog, policy: policyOf(row.policyVersion), nameOf, caller }, row));
}

interface Reading {
  readonly catalog: Catalog;
  readonly policy: PolicyRow;
  readonly nameOf: ReadonlyMap<string, string>;
  readonly caller: Caller;
}

function presentReceipt(reading: Reading, row: Row): ReceiptView {
  const { catalog, policy, caller } = reading;
  const { snapshot, receipt } = row;
  const all = can(caller, 'queues.read');
  return {
    decisionId: row.id,
    at: row.at.toISOString(),
    policyVersion: row.policyVersion,
    preset: policy.preset,
    sentence: explain(catalog, policy, row),
    byHand: receipt.byHand ?? null,
    race: presentRace(reading, row).filter(({ queueId }) => all || caller.queueIds.includes(queueId)),
    agents: receipt.agents
      .filter(({ agentId }) => all || agentId === caller.id)
      .flatMap((considered) => presentAgent(reading, row, considered)),
    unlisted: all ? (snapshot.unlisted ?? { heads: 0, agents: 0 }) : { heads: 0, agents: 0 },
    outcome: row.outcome,
  };
}

function presentRace({ policy, caller }: Reading, { snapshot, receipt }: Row): ReceiptView['race'] {
  const byId = new Map(snapshot.heads.map((head) => [head.taskId, head]));
  return receipt.heads.flatMap(({ taskId, score, passedOver }) => {
    const head = byId.get(taskId);
    if (!head) return [];
    return [
      {
        taskId,
        queueId: head.queueId,
        tier: head.tier,
        channel: head.channel,
        skills: { ...head.skills },
        score,
        waitedSeconds: waitedSeconds(head, receipt),
        closedSeconds: (head.closedFor ?? 0) / 1000,
        promiseSeconds: promiseOf(policy, head),
        winner: taskId === receipt.winner?.taskId,
        heldForYou: head.heldFor === caller.id,
        excluded: passedOver ? 'no_agent' : null,
      },
    ];
  });
}

export const waitedSeconds = ({ neededAt, closedFor = 0 }: Head, { at }: Receipt): number => (at - neededAt - closedFor) / 1000;

function presentAgent(
  { nameOf }: Reading,
  { snapshot, receipt }: Row,
  { agentId, excluded }: Receipt['agents'][number],
): ReceiptView['agents'] {
  const seen = snapshot.agents.find((agent: Candidate) => agent.agentId === agentId);
  const winner = snapshot.heads.find(({ taskId }) => taskId === receipt.winner?.taskId);
  return [
    {
      agentId,
      name: nameOf.get(agentId) ?? '',
      chosen: agentId === receipt.winner?.agentId,
      preferred: agentId === winner?.preferred,
      excluded: excluded && exclusionCode(excluded),
      idleSeconds: (receipt.at - (seen?.idleSince ?? receipt.at)) / 1000,
    },
  ];
}
