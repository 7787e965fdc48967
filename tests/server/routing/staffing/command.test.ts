import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../../server/project-root.ts';
import { withFiles } from '../simulate/rehearse.ts';

const program = path.join('server', 'routing', 'staffing', 'main.ts');
const staffing = (...options: string[]) =>
  spawnSync(process.execPath, ['--import', 'tsx', program, ...options], { cwd: projectRoot, encoding: 'utf8' });

const rows = Array.from({ length: 100 }, (_, i) => `${i},${36_000 + i},客服,gold,voice,180,,`);
const files = {
  'scenario.json': JSON.stringify({
    promises: { gold: { voice: 20 } },
    agents: [{ count: 9, queues: ['客服'], capacity: { voice: 1 } }],
    arrivalsFile: 'day.csv',
  }),
  'day.csv': ['id,at,queue,tier,channel,handleSeconds,patienceSeconds,skills', ...rows].join('\n'),
  'waits.csv': 'id,outcome,waitSeconds,startedAt,agent\na,answered,0,1,1\nb,abandoned,30,,\nc,answered,60,70,1\n',
  'broken.csv': 'id,outcome,waitSeconds,startedAt,agent\na,answered,0,1,1\nb,left,30,,\n',
};
const ask = (...options: string[]) =>
  withFiles(files, async (folder) => staffing(...options.map((option) => (option in files ? path.join(folder, option) : option))));

describe('npm run -s staffing', () => {
  it('prints the agents needed half hour by half hour', async () => {
    const { status, stdout } = await ask('--scenario', 'scenario.json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      share: 0.8,
      patienceSeconds: null,
      halfHours: [{ queue: '客服', channel: 'voice', from: 36_000, arrivals: 100, agents: 14, tiers: [{ tier: 'gold', agents: 14 }] }],
    });
  });

  it('measures patience from recorded waits', async () => {
    const { stdout } = await ask('--scenario', 'scenario.json', '--waits', 'waits.csv', '--share', '0.9');
    const { share, patienceSeconds, halfHours } = JSON.parse(stdout);
    // Half stay after 30 s, so the area up to 60 s is 45 s.
    expect(-patienceSeconds * Math.expm1(-60 / patienceSeconds)).toBeCloseTo(45, 6);
    expect(share).toBe(0.9);
    expect(halfHours[0].abandoned).toBeGreaterThan(0);
  });

  it.each([
    [['--scenario', 'scenario.json', '--waits', 'broken.csv'], /^broken\.csv line 3: outcome: "left" must be/],
    [['--scenario', 'scenario.json', '--share', '1.2'], /^--share: must be less than 1/],
    [['--scenario', 'scenario.json', '--patience', 'long'], /^--patience: must be a positive number/],
    [['--scenario', 'scenario.json', '--patience', '60', '--waits', 'waits.csv'], /^--patience: must not stand beside --waits/],
    [[], /^--scenario: is missing/],
    [['--agents'], /^options: Unknown option '--agents'/],
  ])('refuses %o with one line and exit code 2', async (options, line) => {
    const { status, stdout, stderr } = await ask(...options);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(line);
    expect(stderr.trimEnd()).not.toContain('\n');
  });

  it('explains its options', async () => {
    const { status, stdout } = await ask('--help');
    expect(status).toBe(0);
    for (const option of ['--scenario', '--waits', '--patience', '--share']) expect(stdout).toContain(option);
  });
});
