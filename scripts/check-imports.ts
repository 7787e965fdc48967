import path from 'node:path';
import { checkImports } from './imports/check-imports.ts';

const violations = checkImports(path.resolve(process.argv[2] ?? '.'));
for (const violation of violations) console.log(violation);
process.exitCode = violations.length > 0 ? 1 : 0;
