import { defineConfig } from 'vitest/config';

/** How long a test waits for what is to come; a machine that does much else is slow, not wrong. */
const patience = { poll: { timeout: 15_000 } };

export default defineConfig({
  test: {
    // One PostgreSQL for both projects: what is set up at the root runs once.
    globalSetup: 'tests/support/global-setup.ts',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/browser/**', 'tests/bench/**', 'tests/fixtures/**'],
          pool: 'forks',
          // The hub's own modules are read once a worker, not once a file: they keep nothing that a test could change for the next.
          isolate: false,
          // Half of a test is waiting for the database, a timer or a socket: one more than the processors of a small machine.
          maxWorkers: 3,
          testTimeout: 60_000,
          expect: patience,
          hookTimeout: 120_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          pool: 'forks',
          // A browser, a hub and its media together fill the machine: one file at a time, after the others.
          maxWorkers: 1,
          testTimeout: 90_000,
          expect: patience,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
