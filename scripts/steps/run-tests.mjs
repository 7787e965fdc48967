import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root, runPackage } from './run-program.mjs';

/** More failures than this are no accident: nothing is tried again. */
const MOST_FILES_AGAIN = 12;

/**
 * Run one vitest project and count its tests. Files in which something failed are run once more, from their beginning,
 * one at a time: what passes then is counted as passed and named as unsteady (decision 0010).
 */
export async function runTests(project) {
  const first = await runFiles(project, []);
  const failing = first.files.filter((file) => !file.isSound);
  if (failing.length === 0 || failing.length > MOST_FILES_AGAIN) return { ...count(first), unsteady: [] };
  console.log(`\nTrying again, one at a time: ${failing.map((file) => file.path).join(', ')}`);
  const second = await runFiles(project, [...failing.map((file) => file.path), '--maxWorkers=1']);
  const again = new Map(second.files.map((file) => [file.path, file]));
  const files = first.files.map((file) => again.get(file.path) ?? file);
  const unsteady = failing.filter((file) => again.get(file.path)?.isSound).flatMap(namesOf);
  // An error that the first run could lay to no file was that of a file whose worker died with it.
  return { ...count({ files, strays: second.strays }), unsteady };
}

async function runFiles(project, more) {
  const report = path.join(root, `dist/test-results/${project}.json`);
  mkdirSync(path.dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const reporters = ['--reporter=default', '--reporter=./scripts/steps/report-tests.mjs'];
  const { code } = await runPackage('vitest/vitest.mjs', ['run', '--project', project, '--passWithNoTests', ...reporters, ...more], {
    show: true,
    env: { TEST_REPORT: report },
  });
  if (existsSync(report)) return JSON.parse(readFileSync(report, 'utf8'));
  return { files: [], strays: code === 0 ? [] : [`vitest ended with ${code}`] };
}

/** A file that failed without a failed test, and an error outside all files, count as one each. */
function count({ files, strays }) {
  const sum = (numberOf) => files.reduce((total, file) => total + numberOf(file), 0);
  return {
    passed: sum((file) => file.passed),
    failed: sum((file) => (file.isSound ? 0 : Math.max(1, file.failed.length))) + strays.length,
    skipped: sum((file) => file.skipped),
  };
}

const namesOf = ({ path: file, failed }) => (failed.length > 0 ? failed.map((name) => `${file} > ${name}`) : [file]);
