import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds `prisma/schema.prisma`, whether this runs from the sources or from `dist/`. */
export const projectRoot = find(path.dirname(fileURLToPath(import.meta.url)));

function find(folder: string): string {
  if (existsSync(path.join(folder, 'prisma', 'schema.prisma'))) return folder;
  const parent = path.dirname(folder);
  if (parent === folder) throw new Error('prisma/schema.prisma not found above the program: run Touchline from its own folder.');
  return find(parent);
}
