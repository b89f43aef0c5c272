/** Files made from other files. Each script writes its file; with --check it fails when the file is not in step. */
export const generators = ['scripts/architecture.mjs', 'scripts/openapi.mjs', 'scripts/scenarios.mjs'];
