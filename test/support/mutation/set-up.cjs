/** Starts the tests' own PostgreSQL once for all mutants of a process; it is left running, and the next process takes it over. */
module.exports = async () => {
  globalThis.mingbaiTestServerStarts ??= require('../global-setup.cjs')();
  await globalThis.mingbaiTestServerStarts;
};
