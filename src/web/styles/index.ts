import { base } from './base.js';
import { blocks } from './blocks.js';
import { controls } from './controls.js';
import { print } from './print.js';

/** The one stylesheet of the product, inlined in every page: one request a page, and bytes that stay readable when stored for years. */
export const stylesheet = [base, blocks, controls, print]
  .join('')
  .replace(/\/\*.*?\*\//gs, '')
  .replace(/\s*\n\s*/g, '')
  .replace(/\s*([{};,])\s*/g, '$1')
  .replace(/;}/g, '}');
