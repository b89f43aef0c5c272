const { default: TestRunner } = require('jest-runner');

/** Runs test files in the order of testRegex and no further than the first that fails: one failure kills a mutant. */
module.exports = class extends TestRunner {
  runTests(tests, watcher, options) {
    const place = ({ path, context }) => context.config.testRegex.findIndex((pattern) => new RegExp(pattern).test(path));
    this.on('test-file-success', ([, result]) => {
      if (result.numFailingTests > 0) return watcher.setState({ interrupted: true });
    });
    return super.runTests(
      tests.toSorted((a, b) => place(a) - place(b)),
      watcher,
      options,
    );
  }
};
