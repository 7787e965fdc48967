import './steps/check-node.mjs';
import { buildParts } from './steps/build-parts.mjs';
import { followParent } from './steps/follow-parent.mjs';
import { installPackages } from './steps/install-packages.mjs';
import { fail } from './steps/run-program.mjs';

// Everything a clean clone needs, then the hub itself in this very process: signals and exit code are its own.
await installPackages().then(buildParts).catch(fail);
followParent();
await import('../dist/server/main.js');
