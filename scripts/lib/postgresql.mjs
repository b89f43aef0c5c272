import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where Debian and its children install PostgreSQL, each major version in a folder of its own. */
export const SYSTEM = '/usr/lib/postgresql';
const VERSIONS = ['15', '16', '17'];

/** What must hold on every version: the books, what guards them, and the demo that goes through every module. What is exported is text. */
export const VERSION_SPECS = [
  'test/integration/ledger/(?!export|oracles)',
  'test/integration/platform/(?!uploads)',
  'test/integration/referee/',
  'test/properties/ledger-model',
  'test/acceptance/demo',
];

/** The versions that the product runs on besides its own, with the folder of each, or null where this machine has none. */
export function otherVersions(system = SYSTEM) {
  return VERSIONS.map((version) => {
    const folder = join(system, version);
    return { version, folder: ['initdb', 'pg_ctl', 'postgres'].every((name) => existsSync(join(folder, 'bin', name))) ? folder : null };
  });
}
