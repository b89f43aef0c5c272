/**
 * The app is native ESM; Jest runs it as CommonJS, so it needs no experimental flag and jest.mock works.
 * Jest cannot require() a package that ships only ES modules on the older Node versions we support, so SWC compiles
 * those packages too (cached).
 */
const { existsSync, readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

/** Names of the packages under a node_modules folder, scoped and nested ones too, that declare `"type": "module"`. */
function modulePackages(nodeModules, found = new Set()) {
  if (!existsSync(nodeModules)) return found;
  for (const entry of readdirSync(nodeModules).filter((name) => !name.startsWith('.'))) {
    const names = entry.startsWith('@') ? readdirSync(join(nodeModules, entry)).map((name) => `${entry}/${name}`) : [entry];
    for (const name of names) {
      const manifest = join(nodeModules, name, 'package.json');
      if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).type === 'module') found.add(name);
      modulePackages(join(nodeModules, name, 'node_modules'), found);
    }
  }
  return found;
}

const swc = (parser) => [
  '@swc/jest',
  {
    swcrc: false,
    sourceMaps: 'inline',
    module: { type: 'commonjs' },
    jsc: {
      target: 'es2022',
      keepClassNames: true,
      parser,
      transform: { legacyDecorator: true, decoratorMetadata: true, react: { runtime: 'automatic', importSource: 'preact' } },
    },
  },
];

const packages = [...modulePackages(join(__dirname, 'node_modules'))];

module.exports = {
  testEnvironment: '<rootDir>/test/support/shared-environment.cjs',
  runtime: '<rootDir>/test/support/shared-runtime.cjs',
  roots: ['<rootDir>/src', '<rootDir>/test'],
  testRegex: '\\.spec\\.tsx?$',
  testTimeout: 90_000,
  maxWorkers: 2,
  watchman: false,
  cacheDirectory: '<rootDir>/.cache/jest',
  testSequencer: '<rootDir>/test/support/sequencer.cjs',
  globalSetup: '<rootDir>/test/support/global-setup.cjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.cjs',
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '\\.tsx$': swc({ syntax: 'typescript', tsx: true, decorators: true }),
    '\\.(ts|js|mjs)$': swc({ syntax: 'typescript', decorators: true }),
  },
  // .mjs files are ES modules whatever their package says (preact has no other form).
  transformIgnorePatterns: [`/node_modules/(?!(?:.*/)?(?:${packages.join('|')})/).*(?<!\\.mjs)$`],
};
