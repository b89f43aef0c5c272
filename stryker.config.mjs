/** Mutation testing of one area; `npm run mutation` (scripts/mutation.mjs) starts it for each. */
// a change must be there before a module is loaded: each run loads its own
const apart = { runtime: 'jest-runtime', testEnvironment: 'node' };
const pure = (folder) => ({
  coverageAnalysis: 'perTest',
  jest: { config: { roots: [`<rootDir>/${folder}`], globalSetup: null, globalTeardown: null, ...apart } },
});
const support = '<rootDir>/test/support/mutation';

/** Specs of the ledger against the real database, in the order given: none runs after the first that fails. */
const integration = (...specs) => ({
  coverageAnalysis: 'all', // not perTest: tests of one book build on one another
  jest: {
    config: {
      testRegex: specs.map((name) => `/test/integration/ledger/${name}\\.spec\\.ts$`),
      runner: `${support}/runner.cjs`,
      globalSetup: `${support}/set-up.cjs`,
      globalTeardown: null,
      ...apart,
    },
  },
});

const areas = {
  kernel: { mutate: ['src/kernel/**/*.ts', '!src/kernel/**/*.spec.ts', '!src/kernel/{index,error-codes}.ts'], ...pure('src/kernel') },
  'ledger-domain': { mutate: ['src/modules/ledger/domain/**/*.ts', '!src/modules/ledger/domain/{**/*.spec,chart}.ts'], ...pure('src/modules/ledger/domain') },
  'ledger-export': { mutate: ['src/modules/ledger/application/export-journal.ts'], ...integration('export-journal') },
  'ledger-books': {
    mutate: ['src/modules/ledger/domain/chart.ts', 'src/modules/ledger/application/ledger-*.ts'],
    ...integration('chart', 'queries', 'post', 'tampering', 'short-fund'),
  },
};

const area = process.env.MINGBAI_MUTATION_AREA ?? 'kernel';
const { jest, ...own } = areas[area];

export default {
  ...own,
  testRunner: 'jest',
  jest: { configFile: 'jest.config.cjs', enableFindRelatedTests: false, ...jest },
  concurrency: 1, // one server for all, and a machine that does other things meanwhile
  timeoutMS: 60_000,
  tempDirName: '.cache/stryker',
  ignorePatterns: ['bench', 'demo', 'dist', 'docs', 'var', '.cache'],
  reporters: ['clear-text', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: `.cache/mutation/${area}.json` },
  warnings: { slow: false }, // all mutants of a part count as static where coverage is not per test
  thresholds: { high: 90, low: 85, break: 85 },
};
