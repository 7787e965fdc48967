import { startEmbeddedPostgres } from '../../server/db/embedded-postgres.ts';

// A process of its own that holds a cluster until it is killed: prints the connection string, or why it cannot start.
const folder = process.argv[2] ?? '';
try {
  console.log((await startEmbeddedPostgres(folder)).url());
  setInterval(() => {}, 60_000);
} catch (error) {
  console.log(String(error));
}
