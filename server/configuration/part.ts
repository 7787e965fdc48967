import type { z } from 'zod';
import type { Caller } from '../auth/identify-caller.ts';
import type { Checked } from '../catalog/check-draft.ts';
import type { Catalog } from '../catalog/read-catalog.ts';
import type { Label } from '../contract/entities.ts';
import type { Area } from '../contract/permissions.ts';
import type { Effect, PartKey } from '../contract/settings.ts';
import type { Reader, Tx } from '../db/database.ts';
import type { Sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';

/** What else is configured at this moment of the transaction. */
export interface World {
  readonly catalog: Catalog;
  /** Skills that somebody holds, an inbox asks for, or that have a name. */
  readonly skills: ReadonlySet<string>;
  /** Ids of roles of one's own. */
  readonly roles: ReadonlySet<string>;
}

/** A part before and after; before is undefined when it does not have today's form. */
export interface Change<Content> {
  readonly before: Content | undefined;
  readonly after: Content;
}

/** Who changes it, in which transaction. */
export interface Writing {
  readonly hub: Hub;
  readonly tx: Tx;
  readonly caller: Caller;
}

export interface PartDefinition<Content> {
  readonly key: PartKey;
  readonly title: Label;
  /** Whose business it is: who may read and write this area may read and change the part. Without it, settings. */
  readonly area?: Area;
  /** Held against other writers while it is changed. */
  readonly tables: Sql;
  readonly schema: z.ZodType<Content>;
  check(given: unknown, world: World): Checked<Content>;
  /** What follows from it beyond what it says. Asked before it is written. */
  effects?(db: Reader, change: Change<Content>, world: World): Promise<readonly Effect[]>;
  /** Returns the other parts that changed with it. What is still in use and not named any more stays. */
  write(writing: Writing, change: Change<Content>): Promise<readonly PartKey[] | undefined>;
  /** What a page about it wants to know beyond its content. */
  facts?(hub: Pick<Hub, 'config' | 'channels'>, db: Reader): Promise<Record<string, unknown>>;
}

/** A part whose content only it understands. */
export interface Part {
  readonly key: PartKey;
  readonly title: Label;
  readonly area: Area;
  readonly tables: Sql;
  /** A change that can be, ready to be written; or every reason why not. */
  plan(given: unknown, before: unknown, world: World): Checked<Planned>;
  facts(hub: Pick<Hub, 'config' | 'channels'>, db: Reader): Promise<Record<string, unknown>>;
}

export interface Planned {
  effects(db: Reader): Promise<readonly Effect[]>;
  write(writing: Writing): Promise<readonly PartKey[]>;
}

/** Close a definition over its type, so that all parts stand in one list. */
export function definePart<Content>(definition: PartDefinition<Content>): Part {
  const { key, title, tables, schema } = definition;
  return {
    key,
    title,
    tables,
    area: definition.area ?? 'settings',
    plan(given, before, world) {
      const { draft, problems } = definition.check(given, world);
      if (draft === undefined) return { problems };
      const change = { before: schema.safeParse(before).data, after: draft };
      return {
        problems: [],
        draft: {
          effects: async (db) => (await definition.effects?.(db, change, world)) ?? [],
          write: async (writing) => (await definition.write(writing, change)) ?? [],
        },
      };
    },
    facts: async (hub, db) => (await definition.facts?.(hub, db)) ?? {},
  };
}
