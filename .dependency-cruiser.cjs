/**
 * The architecture of the product, and its only description that a machine reads. `modules` says which modules each module may
 * import, always through their index.ts. A new edge is an edit of this table, with its reason in the commit; docs/architecture.svg
 * is drawn from it (scripts/architecture.mjs).
 */
const early = ['communities', 'identity', 'evidence', 'contracts', 'resolutions', 'assessments', 'fees', 'entitlements', 'operating-income', 'bank'];
const modules = {
  ledger: [],
  communities: ['ledger'],
  identity: ['communities'],
  evidence: ['communities'],
  contracts: ['ledger', 'communities', 'identity', 'evidence'],
  resolutions: ['ledger', 'communities', 'identity', 'contracts', 'evidence'],
  assessments: ['ledger', 'communities', 'identity', 'contracts', 'evidence'],
  fees: ['ledger', 'communities', 'contracts', 'resolutions', 'bank', 'evidence'],
  entitlements: ['ledger', 'communities', 'contracts', 'assessments', 'fees', 'resolutions', 'evidence'],
  'operating-income': ['ledger', 'communities', 'contracts', 'resolutions', 'evidence'],
  bank: ['ledger', 'communities'],
  disbursements: [
    'ledger',
    'communities',
    'identity',
    'contracts',
    'assessments',
    'entitlements',
    'fees',
    'operating-income',
    'bank',
    'resolutions',
    'evidence',
  ],
  settlement: [
    'ledger',
    'communities',
    'identity',
    'contracts',
    'bank',
    'fees',
    'operating-income',
    'entitlements',
    'disbursements',
    'resolutions',
    'evidence',
  ],
  questions: ['communities', 'identity'],
  statements: ['ledger', ...early, 'disbursements', 'settlement', 'questions'],
  transparency: ['ledger', 'communities', 'identity', 'contracts', 'fees', 'assessments', 'entitlements', 'disbursements', 'statements'],
  directory: ['communities', 'identity', 'contracts', 'assessments', 'ledger', 'settlement', 'statements'],
};
/**
 * They may use every module and nobody uses them. Notifications is a module itself; web, cli and demo (the scenario that fills
 * the demo compound, which cli can start) stand beside the modules.
 */
const roof = { notifications: '^src/modules/notifications/', web: '^src/web/', cli: '^src/cli/', demo: '^src/demo/' };
const all = [...Object.keys(modules), 'notifications'];
const ROOTS = '^src/(main|cli|app\\.module|api-document)\\.ts$';

const SPEC = '\\.spec\\.tsx?$';
/** Files of the product itself; tests may look behind an index. */
const from = (path, rest = {}) => ({ path, ...rest, pathNot: [SPEC, ...(rest.pathNot ?? [])] });
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const moduleRules = all.map((name) => {
  const allowed = modules[name] ?? Object.keys(modules);
  const doors = allowed.length > 0 ? [`^src/modules/(${allowed.join('|')})/index\\.ts$`] : [];
  return rule(
    `module-${name}`,
    `${name} may import: ${allowed.join(', ') || 'no module'} (their index.ts only), platform and kernel.`,
    from(`^src/modules/${name}/`),
    {
      path: '^src/',
      pathNot: [`^src/modules/${name}/`, '^src/kernel/', '^src/platform/', ...doors],
    },
  );
});

/** journals.ts, or one a topic: receipt-journals.ts. */
const JOURNALS = '/domain/[a-z-]*journals\\.ts$';
const layer = (name) => `^src/modules/([^/]+)/${name}/`;
const layerRules = [
  rule(
    'domain-is-pure',
    "domain/ imports the kernel and its own module's domain only; a reader or writer of files also the pure package of its format.",
    from(layer('domain')),
    {
      pathNot: ['^src/kernel/', '^src/modules/$1/domain/', '^src/modules/[^/]+/index\\.ts$', '^node_modules/(csv-parse|csv-stringify)/'],
    },
  ),
  rule(
    'domain-takes-types-only',
    'domain/ takes nothing but types from another module; journals.ts also builds its drafts with the helpers of the ledger.',
    from(layer('domain'), { pathNot: [JOURNALS] }),
    { path: '^src/modules/[^/]+/index\\.ts$', dependencyTypesNot: ['type-only'] },
  ),
  rule('journals-use-the-ledger', 'journals.ts takes values from the ledger only.', from(`^src/modules/[^/]+${JOURNALS}`), {
    path: '^src/modules/[^/]+/index\\.ts$',
    pathNot: ['^src/modules/ledger/index\\.ts$'],
    dependencyTypesNot: ['type-only'],
  }),
  rule('application-knows-no-http', 'http → application, never back.', from(layer('application')), { path: '^src/modules/$1/(http|jobs|cli)/' }),
  rule('persistence-is-below', 'application → persistence, never back.', from(layer('persistence')), { path: '^src/modules/$1/(application|http|jobs|cli)/' }),
  rule('http-goes-through-application', 'http/ reaches the database through commands and queries only.', from(layer('http')), {
    path: ['^src/modules/$1/persistence/', 'node_modules/(typeorm|pg)/'],
  }),
];

const floorRules = [
  rule('kernel-is-the-floor', 'kernel/ imports decimal.js and node:crypto at most.', from('^src/kernel/'), {
    pathNot: ['^src/kernel/', '^node_modules/decimal\\.js/', '^(node:)?crypto$'],
  }),
  rule('decimal-lives-in-the-kernel', 'Amounts are Money and Rate; nobody else computes with decimal.js.', from('^src/', { pathNot: ['^src/kernel/'] }), {
    path: 'node_modules/decimal\\.js/',
  }),
  rule('platform-knows-no-module', 'platform/ imports the kernel only.', from('^src/platform/'), {
    path: '^(src|migrations)/',
    pathNot: ['^src/(kernel|platform)/'],
  }),
  rule('kernel-has-a-door', 'kernel/ is entered by its index.ts.', from('^src/(?!kernel/)'), { path: '^src/kernel/', pathNot: ['^src/kernel/index\\.ts$'] }),
  rule('modules-have-doors', 'web, cli and the roots enter a module by its index.ts.', from('^src/(?!modules/)'), {
    path: '^src/modules/',
    pathNot: ['^src/modules/[^/]+/index\\.ts$'],
  }),
  ...Object.entries(roof).map(([name, path]) =>
    rule(`nobody-uses-${name}`, `Only the roots compose ${name}.`, from('^src/', { pathNot: [ROOTS, path, ...(name === 'demo' ? [roof.cli] : [])] }), { path }),
  ),
  rule(
    'roots-are-roots',
    'Nobody but the command line and the demo (which run the application) imports a root.',
    from('^src/', { pathNot: [ROOTS, roof.cli, roof.demo] }),
    { path: ROOTS },
  ),
  rule('only-known-modules', 'A module that the table does not name.', {}, { path: '^src/modules/', pathNot: [`^src/modules/(${all.join('|')})/`] }),
  rule('migrations-stand-alone', 'A migration imports typeorm only: it must mean the same in ten years.', from('^migrations/'), {
    pathNot: ['^migrations/', '^node_modules/typeorm/'],
  }),
  rule('product-needs-no-test', 'Nothing that ships imports tests, benchmarks or scripts.', from('^(src|migrations)/'), { path: '^(test|bench|scripts)/' }),
  rule('product-needs-no-tool', 'Nothing that ships imports a devDependency.', from('^(src|migrations)/'), {
    dependencyTypes: ['npm-dev'],
    dependencyTypesNot: ['type-only'],
  }),
  rule('acyclic', 'No file imports itself by a detour.', {}, { circular: true }),
  // dist/ is what `npm run build` makes: a bench and a stress worker run it, and a fresh clone has none yet.
  rule('resolvable', 'What is imported exists.', {}, { couldNotResolve: true, pathNot: '^(\\.\\./)+dist/' }),
];

module.exports = {
  forbidden: [...moduleRules, ...layerRules, ...floorRules],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['types', 'import', 'node', 'default'] },
  },
};
// The schema of a configuration allows no key of one's own; this one is for our scripts.
Object.defineProperty(module.exports, 'architecture', { value: { modules, roof } });
