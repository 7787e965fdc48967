import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root, runPackage } from './run-program.mjs';

/** Run one vitest project and count its tests. One that fails is tried once more: passing then, it is named as unsteady. */
export async function runTests(project) {
  const report = path.join(root, `dist/test-results/${project}.json`);
  mkdirSync(path.dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { code } = await runPackage('vitest/vitest.mjs', ['run', '--project', project, '--passWithNoTests', '--retry=1', ...reporters], {
    show: true,
  });
  return count(report, code);
}

/** A file that cannot even be loaded has no tests to fail, and an error outside all tests fails only the run: each counts as one. */
function count(report, code) {
  if (!existsSync(report)) return { passed: 0, failed: code === 0 ? 0 : 1, skipped: 0, unsteady: [] };
  const result = JSON.parse(readFileSync(report, 'utf8'));
  const unloaded = result.testResults.filter((file) => file.status === 'failed' && !file.assertionResults.some(isFailed)).length;
  const failed = result.numFailedTests + unloaded;
  return {
    passed: result.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: result.numPendingTests + result.numTodoTests,
    unsteady: result.testResults.flatMap((file) => file.assertionResults.filter(isUnsteady).map(({ fullName }) => fullName)),
  };
}

const isFailed = (test) => test.status === 'failed';
/** The failure of the first attempt is kept with a test that passed. */
const isUnsteady = (test) => test.status === 'passed' && test.failureMessages.length > 0;
