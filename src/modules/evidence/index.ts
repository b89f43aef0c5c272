import type { Invariant } from '../../platform/database/index.js';
import { Evidence } from './persistence/evidence.js';

export * from './application/evidence-queries.js';
export * from './application/store-evidence.js';
export { mediaTypes, type MediaType } from './domain/media-type.js';
export * from './evidence.module.js';

/** None of its own: that a row and its file are one is proved by the name of the file, each time it is read. */
export const invariants: readonly Invariant[] = [];
export const entities = [Evidence];
