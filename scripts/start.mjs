import './steps/check-node.mjs';
import { buildParts } from './steps/build-parts.mjs';
import { generateClient } from './steps/generate-client.mjs';
import { installPackages } from './steps/install-packages.mjs';

// Everything a clean clone needs, then the hub itself in this very process: signals and exit code are its own.
try {
  await installPackages();
  await generateClient();
  await buildParts();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
await import('../dist/server/main.js');
