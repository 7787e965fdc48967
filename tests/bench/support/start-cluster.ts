import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { startEmbeddedPostgres } from '../../../server/db/embedded-postgres.ts';
import { projectRoot } from '../../../server/project-root.ts';
import { administer } from '../../support/administer.ts';

/** The hub's own PostgreSQL with the hub's own settings, durable as in service, on the disk the project lies on. */
export interface Cluster {
  readonly folder: string;
  readonly pid: number;
  url(database: string): string;
  create(database: string, template: string): Promise<void>;
  stop(): Promise<void>;
}

/** `observed`: loads pg_stat_statements, which costs a little by itself. `settings` differ from the hub's own, `place` from the project's disk. */
export async function startCluster(
  observed: boolean,
  settings: readonly string[] = [],
  place: string = path.join(projectRoot, 'dist', 'bench'),
): Promise<Cluster> {
  const folder = path.join(place, `data-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const data = path.join(folder, 'postgres');
  let postgres = await startEmbeddedPostgres(data);
  const changed = [...settings, ...(observed ? [`shared_preload_libraries = 'pg_stat_statements'`] : [])];
  if (changed.length > 0) {
    await administer(postgres.url('postgres'), ...changed.map((setting) => `alter system set ${setting}`));
    await postgres.stop();
    postgres = await startEmbeddedPostgres(data);
  }
  const { url, stop } = postgres;
  const pid = Number.parseInt(readFileSync(path.join(data, 'postmaster.pid'), 'utf8'), 10);
  const abandon = () => {
    // A run that is broken off: PostgreSQL's immediate shutdown, its data is of no use to anybody.
    process.kill(pid, 'SIGQUIT');
    rmSync(folder, { recursive: true, force: true });
  };
  process.on('exit', abandon);
  return {
    folder,
    url,
    pid,
    create: (database, template) => administer(url('postgres'), `create database "${database}" template "${template}"`),
    async stop() {
      process.off('exit', abandon);
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
