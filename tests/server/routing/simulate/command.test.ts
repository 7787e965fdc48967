import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../../server/project-root.ts';
import { withFiles } from './rehearse.ts';

const program = path.join('server', 'routing', 'simulate', 'main.ts');
const simulate = (...options: string[]) =>
  spawnSync(process.execPath, ['--import', 'tsx', program, ...options], { cwd: projectRoot, encoding: 'utf8' });

const scenario = {
  seed: 1,
  arrivals: 2000,
  warmup: 100,
  policy: 'promise',
  promises: { gold: { voice: 20 }, standard: { voice: 120 } },
  agents: [{ count: 20, queues: ['support'], skills: {}, capacity: { voice: 1 } }],
  streams: [
    {
      queue: 'support',
      tier: 'gold',
      channel: 'voice',
      ratePerSecond: 3.5,
      handle: { distribution: 'exponential', mean: 5 },
      patience: null,
      skills: {},
    },
  ],
};

describe('npm run -s simulate', () => {
  it('prints one JSON object, and with --tasks writes a row for each arrival', async () => {
    await withFiles({ 'scenario.json': JSON.stringify(scenario) }, async (folder) => {
      const tasks = path.join(folder, 'tasks.csv');
      const { status, stdout, stderr } = simulate('--scenario', path.join(folder, 'scenario.json'), '--tasks', tasks);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      const summary = JSON.parse(stdout);
      expect(Object.keys(summary)).toEqual(['policy', 'arrivals', 'simulatedSeconds', 'occupancy', 'groups']);
      expect(summary.groups).toHaveLength(1);
      expect(summary.groups[0]).toMatchObject({ queue: 'support', tier: 'gold', channel: 'voice', arrived: 1900, answered: 1900 });
      const rows = readFileSync(tasks, 'utf8').trimEnd().split('\n');
      expect(rows[0]).toBe('id,outcome,waitSeconds,startedAt,agent');
      expect(rows).toHaveLength(2001);
      expect(new Set(rows.slice(1).map((row) => row.split(',')[1]))).toEqual(new Set(['answered']));
    });
  });

  it('finds recorded arrivals beside the scenario', async () => {
    const { arrivals: _, streams: __, warmup: ___, ...rest } = scenario;
    const files = {
      'scenario.json': JSON.stringify({ ...rest, arrivalsFile: '昨天.csv' }),
      '昨天.csv': 'id,at,queue,tier,channel,handleSeconds,patienceSeconds,skills\r\n来电,5,support,gold,voice,3,,\r\n',
    };
    await withFiles(files, async (folder) => {
      const { stdout } = simulate('--scenario', path.join(folder, 'scenario.json'));
      expect(JSON.parse(stdout)).toMatchObject({ arrivals: 1, simulatedSeconds: 3, occupancy: 0.05 });
    });
  });

  const recorded = {
    arrivalsFile: 'day.csv',
    policy: 'first-come',
    agents: [{ count: 2, queues: ['support'], skills: { zh: 3 }, capacity: { voice: 1 } }],
  };
  const header = 'id,at,queue,tier,channel,handleSeconds,patienceSeconds,skills';

  it('reads a day with a byte order mark, any line ends, quotes, empty lines, rows in any order and times before zero', async () => {
    const rows = [
      '"b, ""2""",2,support,gold,voice,"3",,zh:2',
      '',
      'a,-5.5,support,gold,voice,3,,',
      'c,2,support,gold,voice,3,0,',
      '',
      'd,2.5,support,gold,voice,3,0,',
    ];
    const day = `\uFEFF${header}\r\n${rows.join('\r\n')}`;
    await withFiles({ 'scenario.json': JSON.stringify(recorded), 'day.csv': day }, async (folder) => {
      const tasks = path.join(folder, 'tasks.csv');
      const { stdout, stderr } = simulate('--scenario', path.join(folder, 'scenario.json'), '--tasks', tasks);
      expect(stderr).toBe('');
      expect(JSON.parse(stdout)).toMatchObject({ arrivals: 4, simulatedSeconds: 10.5 });
      expect(readFileSync(tasks, 'utf8')).toBe(
        'id,outcome,waitSeconds,startedAt,agent\n"b, ""2""",answered,0,2,2\na,answered,0,-5.5,1\nc,answered,0,2,1\nd,abandoned,0,,\n',
      );
    });
  });

  it('plays a day on which nobody came', async () => {
    await withFiles({ 'scenario.json': JSON.stringify(recorded), 'day.csv': `${header}\n` }, async (folder) => {
      const { status, stdout } = simulate('--scenario', path.join(folder, 'scenario.json'));
      const nothing = { policy: 'first-come', arrivals: 0, simulatedSeconds: 0, occupancy: 0, groups: [] };
      expect({ status, ...JSON.parse(stdout) }).toEqual({ status: 0, ...nothing });
    });
  });

  it('means files of whoever called npm in another folder', async () => {
    const files = { 'scenario.json': JSON.stringify(recorded), 'day.csv': `${header}\na,1,support,gold,voice,3,,\n` };
    await withFiles(files, async (folder) => {
      const options = { cwd: projectRoot, encoding: 'utf8', env: { ...process.env, INIT_CWD: folder } } as const;
      const args = ['--import', 'tsx', program, '--scenario', 'scenario.json', '--tasks', 'tasks.csv'];
      expect(spawnSync(process.execPath, args, options)).toMatchObject({ status: 0, stderr: '' });
      expect(readFileSync(path.join(folder, 'tasks.csv'), 'utf8')).toContain('a,answered,0,1,');
    });
  });

  it('says what it cannot write, and prints nothing', async () => {
    await withFiles({ 'scenario.json': JSON.stringify(scenario) }, async (folder) => {
      const tasks = path.join(folder, 'nowhere', 'tasks.csv');
      const { status, stdout, stderr } = simulate('--scenario', path.join(folder, 'scenario.json'), '--tasks', tasks);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toMatch(/^tasks\.csv: cannot be written \(ENOENT[^\n]*\n$/);
    });
  });

  it.each([
    [
      'a rate below zero',
      { ...scenario, streams: [{ ...scenario.streams[0], ratePerSecond: -1 }] },
      'scenario.streams[0].ratePerSecond: must be positive\n',
    ],
    ['no scenario at all', undefined, /^scenario\.json: cannot be read \(ENOENT[^\n]*\n$/],
    ['text that is not JSON', '{"seed": 1,\n"arrivals": }', /^scenario\.json: not JSON \([^\n]*\n$/],
  ])('refuses %s with one line on stderr, exit code 2 and nothing else', async (_, given, line) => {
    const files = given === undefined ? {} : { 'scenario.json': typeof given === 'string' ? given : JSON.stringify(given) };
    await withFiles(files, async (folder) => {
      const { status, stdout, stderr } = simulate('--scenario', path.join(folder, 'scenario.json'));
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toMatch(line);
    });
  });

  it('refuses options it does not know, and tells which there are', () => {
    for (const options of [[], ['--scenario'], ['--fast']]) {
      const { status, stdout, stderr } = simulate(...options);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toMatch(/^[^\n]*--scenario FILE\.json \[--tasks OUT\.csv\][^\n]*\n$/);
    }
  });
});
