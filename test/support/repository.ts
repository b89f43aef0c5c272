import { join, resolve } from 'node:path';

export const repository = resolve(import.meta.dirname, '../..');

/** A module of scripts/, which is plain JavaScript: the caller says what it exports. */
export function script<T>(file: string): Promise<T> {
  return import(join(repository, 'scripts', file)) as Promise<T>;
}
