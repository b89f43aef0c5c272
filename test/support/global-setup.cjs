/** Jest maps './x.js' to './x.ts' inside tests only; the same for what global set-up requires. */
const Module = require('node:module');
const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  try {
    return resolveFilename.call(this, request, ...rest);
  } catch (error) {
    if (!/^\.{1,2}\/.*\.js$/.test(request)) throw error;
    return resolveFilename.call(this, request.replace(/\.js$/, '.ts'), ...rest);
  }
};

module.exports = async () => {
  const { startTestServer } = require('./test-server.ts');
  globalThis.mingbaiTestServer = await startTestServer();
};
