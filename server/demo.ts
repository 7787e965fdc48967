import type { Router } from 'express';
import type { Config } from './config.ts';
import type { Database } from './db/database.ts';

/** The demo: sample people and carriers that are played on this machine. */
export interface Demo {
  readonly people: readonly { name: string; email: string; role: string; password: string }[];
  readonly router: Router;
  readonly carrierUrl: string;
  readonly smtpUrl: string;
  begin(): Promise<void>;
  stop(): Promise<void>;
}

export async function openDemo(_config: Config, _db: Database): Promise<Demo | undefined> {
  return undefined;
}
