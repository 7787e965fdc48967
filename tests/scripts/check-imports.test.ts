import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkImports } from '../../scripts/imports/check-imports.ts';

let folder: string;
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Writes the files of a small project and names what its imports do wrong. */
function check(files: Record<string, string>): string[] {
  folder = mkdtempSync(path.join(tmpdir(), 'touchline-imports-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.join(folder, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return checkImports(folder);
}

describe('the console', () => {
  it('may take types and constants from the contract', () => {
    const component = `<script setup lang="ts">
import type { TaskView } from '../server/contract/entities.ts';
import { paths } from '../server/contract/paths.ts';
import { ref } from 'vue';
</script>
<template><p>import x from 'pg'</p></template>`;
    expect(check({ 'agent-console/Desk.vue': component })).toEqual([]);
  });

  it('must not bundle schemas, server code or server packages', () => {
    const component = `<template><p /></template>
<script setup lang="ts">
import { TaskView } from '../server/contract/entities.ts';
import type { Hub } from '../server/hub.ts';
import pg from 'pg';
</script>`;
    expect(check({ 'agent-console/Desk.vue': component })).toEqual([
      expect.stringMatching(/^agent-console\/Desk\.vue:3 imports server\/contract\/entities\.ts: the console knows/),
      expect.stringMatching(/^agent-console\/Desk\.vue:4 imports server\/hub\.ts: the console knows/),
      expect.stringMatching(/^agent-console\/Desk\.vue:5 imports pg: the console is made of vue/),
    ]);
  });

  it('is told when a constant file starts to pull in schemas', () => {
    const files = {
      'server/contract/paths.ts': "import { api } from './api.ts';",
      'server/contract/statuses.ts': "import type { A } from './api.ts';",
    };
    expect(check(files)).toEqual([expect.stringContaining('must not pull in schemas')]);
  });
});

describe('a channel adapter', () => {
  it('may use the port, its own folder and a vendor', () => {
    const adapter = `import type { ChannelAdapter } from '../channel-adapter.ts';
import { twilioClient } from '../twilio-client.ts';
import { sign } from './sign.ts';
import twilio from 'twilio';`;
    expect(check({ 'channel-adapters/sms/send.ts': adapter })).toEqual([]);
  });

  it('must not know the server or another channel, not even by a dynamic import', () => {
    const adapter = `export { x } from '../voice/x.ts';
const hub = await import('../../server/hub.ts');`;
    expect(check({ 'channel-adapters/sms/send.ts': adapter })).toEqual([
      'channel-adapters/sms/send.ts:1 imports channel-adapters/voice/x.ts: an adapter knows only the port, what stands beside it and its own folder',
      'channel-adapters/sms/send.ts:2 imports server/hub.ts: an adapter knows only the port, what stands beside it and its own folder',
    ]);
  });
});

describe('what stands beside the port', () => {
  it('may be shared by adapters, but knows none of them', () => {
    const files = {
      'channel-adapters/twilio-client.ts':
        "import { sms } from './sms/sms-adapter.ts';\nimport type { Channel } from './channel-adapter.ts';",
      'channel-adapters/registry.ts': "import { sms } from './sms/sms-adapter.ts';\nimport type { Hub } from '../server/hub.ts';",
    };
    expect(check(files)).toEqual([
      expect.stringMatching(/^channel-adapters\/registry\.ts:2 .*: the registry knows only adapters/),
      expect.stringMatching(/^channel-adapters\/twilio-client\.ts:1 .*: the port and what stands beside it know no adapter/),
    ]);
  });
});

describe('the server', () => {
  it('learns of channels only in hub.ts, and of the port only where messages pass', () => {
    const files = {
      'server/hub.ts': "import { channels } from '../channel-adapters/registry.ts';",
      'server/intake/receive.ts': "import { IntakeRefused } from '../../channel-adapters/channel-adapter.ts';",
      'server/conversations/reply.ts': "import { sms } from '../../channel-adapters/sms/sms.ts';",
      'server/tickets/assign.ts': "import { DeliveryError } from '../../channel-adapters/channel-adapter.ts';",
      'server/customers/identify.ts': "import type { Sender } from '../../channel-adapters/channel-adapter.ts';",
    };
    expect(check(files)).toEqual([
      expect.stringMatching(/^server\/conversations\/reply\.ts:1 .*: only where the hub is put together/),
      expect.stringMatching(/^server\/tickets\/assign\.ts:1 .*: only intake, http and conversations/),
    ]);
  });

  it('keeps web frameworks, drivers and vendors in their homes', () => {
    const files = {
      'server/http/start.ts': "import express from 'express';",
      'server/tickets/assign.ts': "import type { Request } from 'express';\nimport pg from 'pg';\nimport { z } from 'zod';",
      'server/intake/read.ts': "import { simpleParser } from 'mailparser';",
    };
    expect(check(files)).toEqual([
      expect.stringMatching(/^server\/intake\/read\.ts:1 imports mailparser: /),
      expect.stringMatching(/^server\/tickets\/assign\.ts:1 imports express: /),
      expect.stringMatching(/^server\/tickets\/assign\.ts:2 imports pg: /),
    ]);
  });

  it('must not grow a circle between domain folders', () => {
    const files = {
      'server/tickets/assign.ts': "import { offer } from '../routing/offer.ts';",
      'server/routing/offer.ts': "import { holding } from '../agents/holding.ts';\nimport { db } from '../db/database.ts';",
      'server/agents/holding.ts': "import { open } from '../tickets/open.ts';",
      'server/intake/receive.ts': "import { assign } from '../tickets/assign.ts';",
      'server/db/database.ts': "import { offer } from '../routing/offer.ts';",
    };
    expect(check(files)).toEqual([
      'cycle agents → tickets → routing → agents: server/agents/holding.ts:1, server/tickets/assign.ts:1, server/routing/offer.ts:1',
    ]);
  });
});
