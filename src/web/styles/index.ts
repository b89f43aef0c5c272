import { base } from './base.js';
import { blocks } from './blocks.js';
import { controls } from './controls.js';
import { print } from './print.js';

/** CSS without comments and idle blanks. */
export function minified(...parts: readonly string[]): string {
  return parts
    .join('')
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/\s*\n\s*/g, '')
    .replace(/\s*([{};,])\s*/g, '$1')
    .replace(/;}/g, '}');
}

/** The stylesheet of the public pages, inlined in every page: one request a page, and bytes that stay readable when stored for years. */
export const stylesheet = minified(base, blocks, controls, print);
