import { computed, reactive, ref } from 'vue';
import type { InboxView, LogView, Overview, PageEvent, PersonThreads, PersonView, PhoneBehaviour, TrafficMode } from '../page-protocol.ts';

/** The simulator's truth, kept fresh by its events. */
export const simulation = reactive<{
  overview: Overview | null;
  threads: PersonThreads | null;
  log: LogView[];
  isLost: boolean;
  problem: string;
}>({
  overview: null,
  threads: null,
  log: [],
  isLost: false,
  problem: '',
});

export const selectedId = ref<string | null>(null);

export const inboxesOf = (channel: InboxView['channel']) =>
  computed(() => simulation.overview?.inboxes.filter((inbox) => inbox.channel === channel) ?? []);

/** Load everything, then follow what happens. */
export function followSimulation(): void {
  const events = new EventSource(address('events'));
  events.onopen = () => {
    simulation.isLost = false;
    void loadAll();
  };
  events.onerror = () => {
    simulation.isLost = true;
  };
  events.onmessage = ({ data }) => takeEvent(JSON.parse(data));
}

export async function choosePerson(id: string): Promise<void> {
  selectedId.value = id;
  if (simulation.threads?.person.id !== id) simulation.threads = null;
  await loadThreads();
}

export async function inventPerson(language: string): Promise<void> {
  const person = await ask<PersonView>('POST', 'strangers', { language });
  await loadOverview();
  if (person) await choosePerson(person.id);
}

/** Do something as the chosen person; the answer is everything between them and the hub. Tells whether it was done. */
export async function act(what: string, body: object = {}): Promise<boolean> {
  const id = selectedId.value;
  const threads = id && (await ask<PersonThreads>('POST', `people/${encodeURIComponent(id)}/${what}`, body));
  if (threads && id === selectedId.value) simulation.threads = threads;
  return Boolean(threads);
}

export async function setTraffic(mode: TrafficMode): Promise<void> {
  simulation.overview = (await ask<Overview>('PUT', 'traffic', { mode })) ?? simulation.overview;
}

export async function setAgentPhones(behaviour: PhoneBehaviour): Promise<void> {
  simulation.overview = (await ask<Overview>('PUT', 'agent-phones', { behaviour })) ?? simulation.overview;
}

const logLimit = 300;

function takeEvent(event: PageEvent): void {
  const { id, phone, email } = simulation.threads?.person ?? {};
  if (event.type === 'log') keepEntry(event.entry);
  else if ([id, phone, email?.toLowerCase()].includes(event.owner)) soon(loadThreads);
  else soon(loadOverview);
}

function keepEntry(entry: LogView): void {
  const at = simulation.log.findIndex(({ id }) => id === entry.id);
  if (at >= 0) simulation.log[at] = entry;
  else simulation.log = [entry, ...simulation.log].slice(0, logLimit);
}

const planned = new Set<() => Promise<void>>();

/** Many changes in a moment are one question. */
function soon(load: () => Promise<void>): void {
  if (planned.has(load)) return;
  planned.add(load);
  setTimeout(
    () => {
      planned.delete(load);
      void load();
    },
    load === loadOverview ? 1_500 : 120,
  );
}

async function loadAll(): Promise<void> {
  simulation.log = ((await ask<LogView[]>('GET', 'log')) ?? []).reverse();
  await Promise.all([loadOverview(), loadThreads()]);
}

async function loadOverview(): Promise<void> {
  simulation.overview = (await ask<Overview>('GET', 'overview')) ?? simulation.overview;
}

async function loadThreads(): Promise<void> {
  const id = selectedId.value;
  const threads = id && (await ask<PersonThreads>('GET', `people/${encodeURIComponent(id)}`));
  if (threads && id === selectedId.value) simulation.threads = threads;
}

const address = (path: string) => `${import.meta.env.BASE_URL}api/${path}`;

/** Nothing when it was refused; the page shows why. */
async function ask<T>(method: string, path: string, body?: object): Promise<T | undefined> {
  try {
    const request = body ? { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : { method };
    const response = await fetch(address(path), request);
    const answer = await response.json();
    simulation.problem = response.ok ? '' : String(answer.error?.message ?? response.status);
    return response.ok ? answer : undefined;
  } catch {
    simulation.isLost = true;
    return undefined;
  }
}
