import { existsSync } from 'node:fs';
import { readConfig } from './config.ts';
import { StartError } from './errors.ts';
import { printWelcome } from './print-welcome.ts';
import { startHub } from './start.ts';

try {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const running = await startHub(readConfig(process.env));
  printWelcome(running);
  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) return;
    stopping = true;
    console.log(`\n${signal}: stopping …`);
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
} catch (error) {
  console.error(error instanceof StartError ? `Touchline cannot start. ${error.message}` : error);
  process.exit(1);
}
