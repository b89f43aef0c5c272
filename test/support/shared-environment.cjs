const { constants, createContext } = require('node:vm');
const { TestEnvironment: NodeEnvironment } = require('jest-environment-node');

/** What the test framework leaves on the global object of a file, and would find again in the next one. */
const LEFT_BEHIND = Symbol.for('EVENT_HANDLERS');
/** They warn whoever looks at them, and no test does. */
const UNWANTED = ['localStorage', 'sessionStorage'];

let only;

/** One global object for all spec files of a worker, so that the modules loaded in it serve them all (shared-runtime.cjs). */
module.exports = class SharedEnvironment extends NodeEnvironment {
  constructor(...options) {
    if (only !== undefined) return only;
    super(...options);
    only = this;
    this.makeOrdinary(options[0].projectConfig);
    this.variables = { ...this.global.process.env };
  }

  /**
   * Jest's global object is a proxy behind an interceptor: each `Map`, `Promise` or `Number` that a program names costs a call of
   * both, and is never compiled away. The same names on an ordinary global object cost nothing.
   */
  makeOrdinary(config) {
    const slow = this.global;
    const global = createContext(constants.DONT_CONTEXTIFY);
    const given = Reflect.ownKeys(slow).filter((name) => !(name in global) && !UNWANTED.includes(name));
    for (const name of [...given, 'ArrayBuffer', 'Uint8Array']) {
      const { enumerable } = Object.getOwnPropertyDescriptor(slow, name);
      Object.defineProperty(global, name, { value: slow[name], enumerable, configurable: true, writable: true });
    }
    global.global = global;
    global.Error.stackTraceLimit = slow.Error.stackTraceLimit;
    this.fakeTimersModern = new this.fakeTimersModern.constructor({ config, global });
    [this.context, this.global] = [global, global];
  }

  /** Between two files: the clock, the variables and the framework are as they were before the first one. */
  async teardown() {
    this.fakeTimers.useRealTimers();
    this.fakeTimersModern.useRealTimers();
    const { env } = this.global.process;
    for (const name of Object.keys(env)) if (!(name in this.variables)) delete env[name];
    Object.assign(env, this.variables);
    delete this.global[LEFT_BEHIND];
  }
};
