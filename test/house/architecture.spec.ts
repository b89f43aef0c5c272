import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { repository, script } from '../support/repository.js';
import { Sample } from './sample.js';

type Table = Record<string, string[]>;
interface Layers {
  layersOf: (graph: Table) => Record<string, number>;
  reduced: (graph: Table) => Table;
}
const { architecture } = createRequire(__filename)('../../.dependency-cruiser.cjs') as { architecture: { modules: Table } };
const { modules } = architecture;

describe('the table of modules', () => {
  it('has no cycle', async () => {
    const { layersOf } = await script<Layers>('lib/layers.mjs');
    expect(() => layersOf(modules)).not.toThrow();
    expect(() => layersOf({ ...modules, ledger: ['bank'] })).toThrow('cycle: ledger → bank → ledger');
  });

  it('names no module that it does not have', () => {
    expect(
      Object.values(modules)
        .flat()
        .filter((name) => modules[name] === undefined),
    ).toEqual([]);
  });

  it('lets the books stand alone, and nobody use notifications, web or cli', () => {
    expect(modules['ledger']).toEqual([]);
    expect(Object.values(modules).flat()).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(notifications|web|cli)$/)]));
  });

  it('is drawn with the edges that do not follow from others', async () => {
    const { reduced } = await script<Layers>('lib/layers.mjs');
    expect(reduced({ a: [], b: ['a'], c: ['a', 'b'], d: ['a', 'c'] })).toEqual({ a: [], b: ['a'], c: ['b'], d: ['c'] });
  });
});

const imports = (path: string): string => `import '${path}';\n`;
const value = (path: string): string => `import { thing } from '${path}';\nexport const used = thing;\n`;
const type = (path: string): string => `import type { Thing } from '${path}';\nexport type Used = Thing;\n`;

/** [rules, file, text]: each text breaks these rules and no other. */
const refused: [string[], string, string][] = [
  [['module-fees'], 'src/modules/fees/application/scores.ts', value('../../assessments/index.js')],
  [['module-fees'], 'src/modules/fees/application/scores-type.ts', type('../../assessments/index.js')],
  [['module-fees'], 'src/modules/fees/application/door.ts', value('../../ledger/application/post.js')],
  [['module-ledger', 'domain-takes-types-only'], 'src/modules/ledger/domain/fees.ts', value('../../fees/index.js')],
  [['module-bank', 'nobody-uses-notifications'], 'src/modules/bank/application/notify.ts', value('../../notifications/index.js')],
  [['module-bank', 'nobody-uses-web'], 'src/modules/bank/application/page.ts', value('../../../web/index.js')],
  [['module-bank', 'nobody-uses-cli'], 'src/modules/bank/application/terminal.ts', value('../../../cli/index.js')],
  [['module-bank', 'roots-are-roots'], 'src/modules/bank/application/root.ts', value('../../../main.js')],
  [['domain-is-pure'], 'src/modules/fees/domain/platform.ts', value('../../../platform/database/index.js')],
  [['domain-is-pure'], 'src/modules/fees/domain/upwards.ts', value('../application/run-bills.js')],
  [['domain-is-pure'], 'src/modules/fees/domain/storage.ts', value('../persistence/bill.js')],
  [['domain-is-pure'], 'src/modules/fees/domain/orm.ts', value('typeorm')],
  [['domain-is-pure'], 'src/modules/fees/domain/files.ts', value('node:fs')],
  [['domain-takes-types-only'], 'src/modules/fees/domain/other.ts', value('../../contracts/index.js')],
  [['journals-use-the-ledger'], 'src/modules/fees/domain/journals.ts', value('../../contracts/index.js')],
  [['application-knows-no-http'], 'src/modules/fees/application/request.ts', value('../http/bills.controller.js')],
  [['persistence-is-below'], 'src/modules/fees/persistence/command.ts', value('../application/run-bills.js')],
  [['persistence-is-below'], 'src/modules/fees/persistence/controller.ts', type('../http/bills.controller.js')],
  [['http-goes-through-application'], 'src/modules/fees/http/rows.controller.ts', value('../persistence/bill.js')],
  [['http-goes-through-application'], 'src/modules/fees/http/sql.controller.ts', value('typeorm')],
  [['kernel-is-the-floor'], 'src/kernel/files.ts', value('node:fs')],
  [['kernel-is-the-floor'], 'src/kernel/orm.ts', value('typeorm')],
  [['kernel-is-the-floor'], 'src/kernel/platform.ts', value('../platform/database/index.js')],
  [['decimal-lives-in-the-kernel'], 'src/modules/fees/application/decimal.ts', value('decimal.js')],
  [['platform-knows-no-module'], 'src/platform/http/fees.ts', value('../../modules/fees/index.js')],
  [['platform-knows-no-module'], 'src/platform/database/tables.ts', value('../../../migrations/1-first.js')],
  [['kernel-has-a-door'], 'src/platform/http/money.ts', value('../../kernel/money.js')],
  [['modules-have-doors'], 'src/web/bills.ts', value('../modules/fees/application/run-bills.js')],
  [['only-known-modules'], 'src/web/gossip.ts', value('../modules/gossip/index.js')],
  [['migrations-stand-alone'], 'migrations/2-second.ts', value('../src/kernel/index.js')],
  [['product-needs-no-test'], 'src/platform/http/fixture.ts', value('../../../test/support/fixture.js')],
  [['product-needs-no-tool'], 'src/platform/http/jest.ts', value('fast-check')],
  [['resolvable'], 'src/platform/http/missing.ts', value('./nothing.js')],
  [['acyclic'], 'src/modules/fees/application/egg.ts', imports('./hen.js')],
];

/** The other half of the cycle; it is reported once. */
const hen = { 'src/modules/fees/application/hen.ts': imports('./egg.js') };

/** The rooms that those texts enter, and what is right to import. */
const accepted: Record<string, string> = {
  'src/main.ts': `${value('./app.module.js')}export const thing = 1;\n`,
  'src/app.module.ts': `${imports('./web/index.js')}${imports('./modules/fees/index.js')}${value('../migrations/1-first.js')}export const thing = 1;\n`,
  'src/kernel/index.ts': "export * from './money.js';\nexport const thing = 1;\nexport type Thing = 1;\n",
  'src/kernel/money.ts': `${imports('decimal.js')}${imports('node:crypto')}export const thing = 1;\n`,
  'src/platform/database/index.ts': `${imports('typeorm')}${imports('../../kernel/index.js')}export const thing = 1;\n`,
  'src/web/index.ts': `${imports('../modules/fees/index.js')}export const thing = 1;\n`,
  'src/cli/index.ts': `${imports('../modules/fees/index.js')}export const thing = 1;\n`,
  'src/modules/ledger/index.ts': `${imports('./application/post.js')}export const thing = 1;\nexport type Thing = 1;\n`,
  'src/modules/ledger/application/post.ts': `${imports('../../../platform/database/index.js')}export const thing = 1;\n`,
  'src/modules/assessments/index.ts': 'export const thing = 1;\nexport type Thing = 1;\n',
  'src/modules/notifications/index.ts': `${imports('../fees/index.js')}export const thing = 1;\n`,
  'src/modules/gossip/index.ts': 'export const thing = 1;\n',
  'src/modules/contracts/index.ts': 'export const thing = 1;\nexport type Thing = 1;\n',
  'src/modules/fees/index.ts': `${imports('./http/bills.controller.js')}export const thing = 1;\n`,
  'src/modules/fees/http/bills.controller.ts': `${imports('../application/run-bills.js')}export const thing = 1;\nexport type Thing = 1;\n`,
  'src/modules/fees/application/run-bills.ts': `${imports('../persistence/bill.js')}${imports('../domain/bill-of.js')}${imports('../../ledger/index.js')}export const thing = 1;\n`,
  'src/modules/fees/persistence/bill.ts': `${imports('typeorm')}${imports('../domain/bill-of.js')}export const thing = 1;\n`,
  'src/modules/fees/domain/bill-of.ts': `${type('../../contracts/index.js')}${imports('../../../kernel/index.js')}`,
  'src/modules/fees/domain/inline-type.ts': "import { type Thing } from '../../contracts/index.js';\nexport type Used = Thing;\n",
  'src/modules/communities/index.ts': 'export const thing = 1;\n',
  'src/modules/communities/domain/journals.ts': value('../../ledger/index.js'),
  'migrations/1-first.ts': `${imports('typeorm')}export const thing = 1;\n`,
  'test/support/fixture.ts': `${imports('fast-check')}${imports('../../src/modules/fees/domain/bill-of.js')}export const thing = 1;\n`,
};

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

describe('the dependency rules', () => {
  const packages = { dependencies: { 'decimal.js': '1.0.0', typeorm: '1.0.0' }, devDependencies: { 'fast-check': '1.0.0' } };
  const installed = ['decimal.js', 'typeorm', 'fast-check'].flatMap((name) => [
    [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', type: 'module', main: 'index.js', types: 'index.d.ts' })],
    [`node_modules/${name}/index.js`, 'export const thing = 1;\n'],
    [`node_modules/${name}/index.d.ts`, 'export declare const thing: number;\n'],
  ]);
  let sample: Sample;
  let found: Map<string, Set<string>>;

  beforeAll(() => {
    sample = new Sample({
      ...Object.fromEntries(['.dependency-cruiser.cjs', 'tsconfig.json'].map((file) => [file, readFileSync(join(repository, file), 'utf8')])),
      'package.json': JSON.stringify({ type: 'module', ...packages }),
      ...Object.fromEntries(installed),
      ...Object.fromEntries(refused.map(([, file, text]) => [file, text])),
      ...hen,
      ...accepted,
    });
    const json = sample.output('dependency-cruiser/bin/dependency-cruise.mjs', ['--output-type', 'json', 'src', 'migrations', 'test']);
    const { summary } = JSON.parse(json) as { summary: { violations: Violation[] } };
    found = new Map();
    for (const { from, rule } of summary.violations) found.set(from, (found.get(from) ?? new Set()).add(rule.name));
  });
  afterAll(() => sample.remove());

  it.each(refused)('refuse by %s: %s', (rules, file) => {
    expect([...(found.get(file) ?? [])].toSorted()).toEqual(rules.toSorted());
  });

  it.each(Object.keys(accepted))('accept %s', (file) => {
    expect([...(found.get(file) ?? [])]).toEqual([]);
  });
});
