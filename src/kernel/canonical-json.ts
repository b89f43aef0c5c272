import { createHash } from 'node:crypto';
import { assert } from './assert.js';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * JSON Canonicalization Scheme (RFC 8785): keys sorted by UTF-16 code units, no white space, numbers as ECMAScript prints
 * them. Only safe integers are allowed as numbers, so that no reader can round one. Undefined members are left out.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'string') return canonicalText(value);
  if (typeof value === 'number') {
    assert(Number.isSafeInteger(value), `${value} is not a safe integer; write amounts as text or fen`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.entries(value as Record<string, Json | undefined>).filter((member): member is [string, Json] => member[1] !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1)); // no two keys are equal
  return `{${members.map(([key, member]) => `${canonicalText(key)}:${canonicalJson(member)}`).join(',')}}`;
}

function canonicalText(text: string): string {
  assert(text.isWellFormed(), 'text with a lone surrogate has no canonical form');
  return JSON.stringify(text);
}

/** SHA-256 in lower-case hex, of bytes or of the UTF-8 form of a text. */
export function sha256Hex(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
