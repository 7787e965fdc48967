/** One import: from a file of ours to another one (`to`) or to a package. */
export interface Edge {
  from: string;
  line: number;
  typeOnly: boolean;
  to?: string;
  package?: string;
}

/** Why this import must not be, or undefined. The rules of ARCHITECTURE, "Who may import whom". */
export function objection(edge: Edge): string | undefined {
  return edge.package === undefined
    ? rules.find((rule) => rule.forbids(edge, edge.to ?? ''))?.because
    : strayPackage(edge.from, edge.package);
}

interface Rule {
  because: string;
  forbids(edge: Edge, to: string): boolean;
}

const port = ['addresses', 'calls', 'channel-adapter'].map((name) => `channel-adapters/${name}.ts`);
const registry = 'channel-adapters/registry.ts';
const constants = [
  'server/contract/macro-fields.ts',
  'server/contract/message-limits.ts',
  'server/contract/paths.ts',
  'server/contract/permissions.ts',
  'server/contract/statuses.ts',
  'server/contract/value-numbers.ts',
];
/** Where the hub is put together. */
const composition = /^server\/(hub|start|main|demo)\.ts$/;
const speaksToChannels = /^server\/((hub|start|main)\.ts|intake\/|http\/|conversations\/|calls\/)/;

const rules: Rule[] = [
  {
    because: 'the console knows of the server only its contract, as types or plain constants',
    forbids: ({ from, typeOnly }, to) =>
      from.startsWith('agent-console/') &&
      !to.startsWith('agent-console/') &&
      !(from === 'agent-console/vite.config.ts' && to.startsWith('scripts/build/')) &&
      !(to.startsWith('server/contract/') && (typeOnly || constants.includes(to))),
  },
  {
    because: 'an adapter knows only the port, what stands beside it and its own folder',
    forbids: ({ from }, to) =>
      isAdapter(from) && !to.startsWith(`${folderOf(from)}/`) && (!isBesidePort(to) || to === registry) && !playsTheOtherSide(from, to),
  },
  {
    because: 'the port and what stands beside it know no adapter and nothing of the server',
    forbids: ({ from }, to) => isBesidePort(from) && from !== registry && !isBesidePort(to),
  },
  {
    because: 'the registry knows only adapters',
    forbids: ({ from }, to) => from === registry && !to.startsWith('channel-adapters/'),
  },
  {
    because: 'only where the hub is put together it is known which channels there are',
    forbids: ({ from }, to) =>
      from.startsWith('server/') && to.startsWith('channel-adapters/') && !port.includes(to) && !composition.test(from),
  },
  {
    because: 'only intake, http and conversations speak to channels; elsewhere the port is types',
    forbids: ({ from, typeOnly }, to) => from.startsWith('server/') && port.includes(to) && !typeOnly && !speaksToChannels.test(from),
  },
  {
    because: 'the contract imports nothing of the server',
    forbids: ({ from }, to) => from.startsWith('server/contract/') && !to.startsWith('server/contract/'),
  },
  {
    because: 'constants that the console bundles must not pull in schemas',
    forbids: ({ from, typeOnly }) => constants.includes(from) && !typeOnly,
  },
  {
    because: 'the generated client is used through server/db',
    forbids: ({ from }, to) => to.startsWith('server/db/generated/') && !from.startsWith('server/db/'),
  },
  {
    because: 'nothing imports the console',
    forbids: ({ from }, to) => to.startsWith('agent-console/') && !from.startsWith('agent-console/'),
  },
];

/** The simulator speaks to the channels from outside: it needs the words of their protocols. */
const playsTheOtherSide = (from: string, to: string): boolean =>
  from.startsWith('channel-adapters/simulator/') && to.endsWith('/protocol.ts');
const isAdapter = (file: string): boolean => /^channel-adapters\/[^/]+\//.test(file);
const isBesidePort = (file: string): boolean => /^channel-adapters\/[^/]+\.ts$/.test(file);
const folderOf = (file: string): string => file.split('/').slice(0, 2).join('/');

/** Packages with a home: the only places that may import them. All others are free, but the console has its own short list. */
const homes: Record<string, readonly string[]> = {
  twilio: ['channel-adapters/'],
  imapflow: ['channel-adapters/'],
  mailparser: ['channel-adapters/'],
  nodemailer: ['channel-adapters/'],
  'smtp-server': ['channel-adapters/'],
  'email-reply-parser': ['channel-adapters/'],
  express: ['server/http/', 'channel-adapters/'],
  helmet: ['server/http/'],
  'socket.io': ['server/realtime/', 'channel-adapters/'],
  '@socket.io/postgres-adapter': ['server/realtime/'],
  'rate-limiter-flexible': ['server/http/', 'server/auth/', 'channel-adapters/'],
  '@node-rs/argon2': ['server/auth/'],
  'openid-client': ['server/auth/'],
  otplib: ['server/auth/'],
  'graphile-worker': ['server/jobs/', 'server/db/'],
  pg: ['server/db/', 'server/jobs/', 'server/events/'],
  '@prisma/client': ['server/db/'],
  '@prisma/adapter-pg': ['server/db/'],
};

const forBrowsers = [
  'vue',
  'vue-router',
  'vue-i18n',
  'pinia',
  'element-plus',
  '@element-plus/icons-vue',
  '@vueuse/core',
  'socket.io-client',
  'pinyin-pro',
  'libphonenumber-js',
  '@tiptap/core',
  '@tiptap/starter-kit',
];

function strayPackage(from: string, name: string): string | undefined {
  if (from.startsWith('agent-console/') && !from.endsWith('vite.config.ts')) {
    return forBrowsers.includes(name) ? undefined : `the console is made of ${forBrowsers.join(', ')}`;
  }
  const home = homes[name];
  return home && !home.some((folder) => from.startsWith(folder)) ? `${name} belongs to ${home.join(', ')}` : undefined;
}
