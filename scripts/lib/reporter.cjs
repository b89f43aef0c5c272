/** What `npm test` shows: one line per file, the full story of whatever failed, nothing else. */
const { relative } = require('node:path');

module.exports = class CompactReporter {
  onTestResult(_test, result) {
    const seconds = ((result.perfStats.end - result.perfStats.start) / 1000).toFixed(1);
    const bad = result.numFailingTests > 0 || result.testExecError !== undefined;
    const file = relative(process.cwd(), result.testFilePath);
    process.stdout.write(`${bad ? 'FAIL' : 'ok  '} ${file} (${result.numPassingTests} passed, ${seconds} s)\n`);
    if (!bad) return;
    for (const { message, origin } of result.console ?? []) process.stdout.write(`${message}\n${origin}\n`);
    if (result.failureMessage) process.stdout.write(`${result.failureMessage}\n`);
  }
};
