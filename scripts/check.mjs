import './steps/check-node.mjs';
import { generateClient } from './steps/generate-client.mjs';
import { installPackages } from './steps/install-packages.mjs';
import { checks, runCheck } from './steps/run-checks.mjs';
import { fail } from './steps/run-program.mjs';

await installPackages().then(generateClient).catch(fail);
for (const [name, work] of Object.entries(checks)) {
  if (!(await runCheck(name, work))) process.exitCode = 1;
}
