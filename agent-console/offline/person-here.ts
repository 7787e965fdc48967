const place = 'touchline.person';
const readings = 'touchline.read.';

/** Whose console this browser is, as its last sign-in said; what is kept for reading belongs to them. */
export const personHere = (): string | null => localStorage.getItem(place);

export const rememberPerson = (id: string): void => localStorage.setItem(place, id);

export const forgetPerson = (): void => localStorage.removeItem(place);

export const readingsOf = (person: string): string => readings + person;

/** Names of what is kept for reading here and belongs to others. */
export async function readingsOfOthers(person: string): Promise<string[]> {
  const databases = await indexedDB.databases().catch(() => []);
  return databases.flatMap(({ name }) => (name?.startsWith(readings) && name !== readingsOf(person) ? [name] : []));
}

/** Somebody else signs in in another window: the session of this one is theirs now. Returns the way to stop hearing of it. */
export function onOtherPerson(me: () => string, changed: () => void): () => void {
  const hear = ({ key, newValue }: StorageEvent) => {
    if (key === place && newValue && me() && newValue !== me()) changed();
  };
  addEventListener('storage', hear);
  return () => removeEventListener('storage', hear);
}
