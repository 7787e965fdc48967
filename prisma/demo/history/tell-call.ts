import { promises } from '../catalog.ts';
import type { Story } from '../stories/read-stories.ts';
import { addTask } from './add-task.ts';
import { fillSlots, type Slots } from './fill-slots.ts';
import { addEntry, addEvent, type Scene, secondsAfter } from './scene.ts';

/** Tell a telephone call: it rang, they spoke, and the agent wrote a note. */
export function tellCall(scene: Scene, story: Story, startedAt: Date, slots: Omit<Slots, 'at'>): void {
  const { teller, customer, agent, conversation } = scene;
  const { fate, history } = teller;
  const connectedAt = secondsAfter(startedAt, promises[customer.tier].voice * fate.between(0.15, 1.1));
  const endedAt = secondsAfter(connectedAt, fate.between(70, 540));
  const seconds = Math.round((endedAt.getTime() - startedAt.getTime()) / 1000);
  history.calls.push({
    conversationId: conversation.id,
    externalId: `CA${fate.hex(32)}`,
    state: 'ended',
    agentId: agent.id,
    startedAt,
    connectedAt,
    endedAt,
    endReason: 'completed',
  });
  const moment = (at: Date, detail: { type: string }, agentId: string | null = agent.id) =>
    addEntry(scene, { kind: 'call', at, text: '', agentId, detail });
  addEvent(scene, { name: 'call.started', at: startedAt, actorKind: 'customer', entry: moment(startedAt, { type: 'incoming' }, null) });
  addEvent(scene, { name: 'call.connected', at: connectedAt, actorKind: 'hub', entry: moment(connectedAt, { type: 'connected' }) });
  const ended = { type: 'ended', seconds, outcome: 'completed' };
  addEvent(scene, { name: 'call.ended', at: endedAt, actorKind: 'customer', entry: moment(endedAt, ended), data: { reason: 'completed' } });
  const notedAt = secondsAfter(endedAt, fate.between(10, 40));
  for (const line of story.lines) {
    const entry = addEntry(scene, { kind: 'note', at: notedAt, text: fillSlots(line.text, { ...slots, at: notedAt }), agentId: agent.id });
    addEvent(scene, { name: 'note.added', at: notedAt, actorKind: 'agent', entry });
  }
  const assignedAt = secondsAfter(connectedAt, -fate.between(1, 4));
  addTask(scene, {
    neededAt: startedAt,
    assignedAt: assignedAt > startedAt ? assignedAt : startedAt,
    doneAt: endedAt,
    disposition: story.disposition,
  });
}
