module.exports = () => globalThis.mingbaiTestServer?.stop();
