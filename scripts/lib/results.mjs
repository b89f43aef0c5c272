/** Statuses of Jest for a test that was written and not run. */
const NOT_RUN = new Set(['pending', 'todo', 'skipped', 'disabled']);

/** Full titles of the tests that Jest left out, each with its file. */
export function leftOut(results) {
  return results.testResults.flatMap((file) =>
    file.assertionResults.filter((test) => NOT_RUN.has(test.status)).map((test) => `${test.fullName} (${file.name})`),
  );
}

/**
 * What the last line of `npm test` says. `results` is Jest's JSON, or undefined when Jest did not get as far as running a
 * test. A file that could not be started, a test that was left out without saying so (unless names were asked for) and a
 * run that ended badly for any other reason count as failures: green means that everything ran and passed.
 */
export function verdict({ results, exitCode, selected = false }) {
  if (results === undefined) return { passed: 0, failed: 1 };
  const skipped = selected ? 0 : leftOut(results).length;
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites + skipped;
  const passed = results.numPassedTests;
  return { passed, failed: failed === 0 && (exitCode !== 0 || passed === 0) ? 1 : failed };
}

/** What several runs come to. */
export function sum(verdicts) {
  return verdicts.reduce((all, one) => ({ passed: all.passed + one.passed, failed: all.failed + one.failed }), { passed: 0, failed: 0 });
}
