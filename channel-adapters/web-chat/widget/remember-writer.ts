const lastsMs = 6000;

export interface Writer {
  /** Who is writing just now. */
  name(): string | undefined;
  writes(name: string): void;
  stopped(): void;
}

/** Who writes is believed for some seconds: should the word that they stopped be lost, nobody waits for it. */
export function rememberWriter(changed: () => void): Writer {
  let writer: string | undefined;
  let end: ReturnType<typeof setTimeout> | undefined;
  const set = (name: string | undefined) => {
    clearTimeout(end);
    if (name !== undefined) end = setTimeout(set, lastsMs, undefined);
    if (name === writer) return;
    writer = name;
    changed();
  };
  return { name: () => writer, writes: set, stopped: () => set(undefined) };
}
