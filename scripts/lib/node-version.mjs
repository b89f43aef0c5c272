/** The oldest Node that runs this product. Kept here too because package.json is not read before Node starts us. */
const OLDEST = [20, 19];

/** Whether a version such as "20.19.0" is new enough. */
export function isSupported(version) {
  const [major, minor] = version.split('.').map((part) => Number.parseInt(part, 10));
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

/** Ends the process with one clear line when Node is too old; called before anything newer is loaded. */
export function requireNode() {
  if (isSupported(process.versions.node)) return;
  process.stderr.write(`Mingbai needs Node.js ${OLDEST.join('.')} or newer; this is ${process.versions.node} (${process.execPath}).\n`);
  process.stderr.write('Install a current version from https://nodejs.org and run the same command again.\n');
  process.exit(1);
}
