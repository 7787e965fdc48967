import { writeFileSync } from 'node:fs';

/** Where the report of a run goes; `run-tests.mjs` sets it. */
const file = process.env.TEST_REPORT ?? 'test-report.json';

/**
 * A vitest reporter: what became of each test file, as JSON `{ files: [{ path, isSound, passed, failed, skipped }], strays }`.
 * `failed` has names; a file is sound when it was run to its end and nothing in it, or thrown while it ran, failed.
 * `strays` are errors that belong to no file.
 */
export default class ReportTests {
  onTestRunEnd(modules, unhandled) {
    const thrownIn = new Set(unhandled.map((error) => error.VITEST_TEST_PATH));
    const files = modules.map((module) => {
      const names = (state) => [...module.children.allTests(state)].map((test) => test.fullName);
      const isThrownIn = thrownIn.delete(module.moduleId);
      return {
        path: module.relativeModuleId,
        isSound: ['passed', 'skipped'].includes(module.state()) && !isThrownIn,
        passed: names('passed').length,
        failed: names('failed'),
        skipped: names('skipped').length,
      };
    });
    const strays = unhandled.filter((error) => !error.VITEST_TEST_PATH || thrownIn.has(error.VITEST_TEST_PATH));
    writeFileSync(file, JSON.stringify({ files, strays: strays.map(({ message }) => message) }));
  }
}
