const { TestEnvironment: NodeEnvironment } = require('jest-environment-node');

/** What the test framework leaves on the global object of a file, and would find again in the next one. */
const LEFT_BEHIND = [Symbol.for('EVENT_HANDLERS'), Symbol.for('$$jest-matchers-object')];

let only;

/** One global object for all spec files of a worker, so that the modules loaded in it serve them all (shared-runtime.cjs). */
module.exports = class SharedEnvironment extends NodeEnvironment {
  constructor(...options) {
    if (only !== undefined) return only;
    super(...options);
    only = this;
    this.variables = { ...this.global.process.env };
  }

  /** Between two files: the clock, the variables and the framework are as they were before the first one. */
  async teardown() {
    this.fakeTimers.useRealTimers();
    this.fakeTimersModern.useRealTimers();
    const { env } = this.global.process;
    for (const name of Object.keys(env)) if (!(name in this.variables)) delete env[name];
    Object.assign(env, this.variables);
    for (const name of LEFT_BEHIND) delete this.global[name];
  }
};
