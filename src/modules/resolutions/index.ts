import { Resolution } from './persistence/resolution.js';

export * from './application/record-resolution.js';
export * from './application/resolution-queries.js';
export { resolutionInvariants as invariants } from './application/resolution-invariants.js';
export * from './domain/resolution.js';
export { RecordResolutionBody } from './http/resolution-requests.js';
export * from './resolutions.module.js';

export const entities = [Resolution];
