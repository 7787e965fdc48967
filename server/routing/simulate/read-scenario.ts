import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { z } from 'zod';
import { InputError, oneLine } from '../../csv/input-error.ts';
import { Scenario } from './scenario.ts';

/** The scenario in a file of JSON, whole and in order. Throws `InputError`. */
export function readScenario(file: string): Scenario {
  const text = readText(file);
  try {
    return parseScenario(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) throw new InputError(path.basename(file), `not JSON (${oneLine(error.message)})`);
    throw error;
  }
}

/** Throws `InputError` for the first thing that is not as it must be. */
export function parseScenario(given: unknown): Scenario {
  const { data, error } = Scenario.safeParse(given, { reportInput: true });
  const issue = error?.issues[0];
  if (issue) throw refusal(issue);
  if (!data) throw new InputError('scenario', 'cannot be read');
  checkSource(data);
  return data;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new InputError(path.basename(file), `cannot be read (${error instanceof Error ? oneLine(error.message) : error})`);
  }
}

type Issue = z.core.$ZodIssue;

function refusal(issue: Issue, above: readonly PropertyKey[] = []): InputError {
  const at = [...above, ...issue.path];
  const inner = issue.code === 'invalid_union' ? issue.errors.map(([first]) => first).find((first) => first?.path.length) : undefined;
  if (inner) return refusal(inner, at);
  if (issue.code === 'unrecognized_keys') return new InputError(placeOf([...at, issue.keys[0] ?? '']), 'unknown key');
  if (issue.code === 'invalid_key') return new InputError(placeOf(at), issue.issues[0]?.message ?? issue.message);
  return new InputError(placeOf(at), issue.input === undefined && issue.code !== 'custom' ? 'is missing' : oneLine(issue.message));
}

const placeOf = (at: readonly PropertyKey[]): string =>
  at.reduce<string>((place, key) => {
    if (typeof key === 'number') return `${place}[${key}]`;
    return /^[\p{L}_][\p{L}\p{N}_-]*$/u.test(String(key)) ? `${place}.${String(key)}` : `${place}[${JSON.stringify(key)}]`;
  }, 'scenario');

/** Arrivals are either generated or recorded. */
function checkSource({ streams, arrivals, arrivalsFile, warmup }: Scenario): void {
  if (arrivalsFile !== undefined) {
    if (streams) throw new InputError('scenario.streams', 'must not stand beside arrivalsFile');
    if (arrivals !== undefined) throw new InputError('scenario.arrivals', 'must not stand beside arrivalsFile');
    return;
  }
  if (!streams) throw new InputError('scenario.streams', 'is missing (or arrivalsFile)');
  if (arrivals === undefined) throw new InputError('scenario.arrivals', 'is missing');
  if (warmup >= arrivals) throw new InputError('scenario.warmup', `must be less than the ${arrivals} arrivals`);
}
