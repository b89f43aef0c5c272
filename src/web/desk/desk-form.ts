import type { Type } from '@nestjs/common';
import { DomainError, type ErrorCode } from '../../kernel/index.js';
import { requestValidation, statusOfKind, UploadedFile } from '../../platform/http/index.js';
import { describeError } from '../../platform/messages/index.js';
import type { Refusal } from './form-parts.js';
import type { Posted, Visit } from './visit.js';

type Plain = { [key: string]: unknown };

const validation = requestValidation();
const FIELD = /^([a-z]\w{0,40})(?:\[(\d{1,3})\]\.([a-z]\w{0,40}))?$/i;

/** Posted text by name, without files; for showing again what was typed. */
export function typedTexts(posted: Posted): Record<string, string> {
  return Object.fromEntries(Object.entries(posted).filter((field): field is [string, string] => typeof field[1] === 'string'));
}

/** One posted text, trimmed; empty when it is missing. */
export function postedText(posted: Posted, name: string): string {
  const value = posted[name];
  return typeof value === 'string' ? value.trim() : '';
}

/**
 * A form as the JSON of the API would be: `items[0].score` becomes a list of objects, names in `integers` become whole numbers, and
 * what was left empty is left out. @throws REQUEST_INVALID for a name that no form of ours has
 */
export function formJson(posted: Posted, integers: readonly string[] = []): Plain {
  const json: Plain = {};
  const lists: Record<string, Plain[]> = {};
  for (const [name, value] of Object.entries(posted)) {
    const [, key, index, inner] = FIELD.exec(name) ?? [];
    if (key === undefined || ['__proto__', 'constructor', 'prototype'].includes(inner ?? key))
      throw new DomainError('REQUEST_INVALID', {}, [{ path: name.slice(0, 60), message: 'unknown' }]);
    if (inner === undefined) {
      if (value !== '') json[key] = valueOf(key, value, integers);
      continue;
    }
    const list = (lists[key] ??= []);
    const place = Number.parseInt(index ?? '0', 10);
    const item = (list[place] ??= {});
    if (value !== '') item[inner] = valueOf(inner, value, integers);
  }
  return { ...json, ...Object.fromEntries(Object.entries(lists).map(([key, list]) => [key, list.filter(Boolean)])) };
}

function valueOf(name: string, value: unknown, integers: readonly string[]): unknown {
  if (value instanceof UploadedFile || typeof value !== 'string') return value;
  const text = value.trim();
  return integers.includes(name) && /^\d{1,9}$/.test(text) ? Number.parseInt(text, 10) : text;
}

/** The request of the API out of a form's JSON: checked by the same class. @throws REQUEST_INVALID naming each field */
export async function requestOf<T extends object>(kind: Type<T>, json: Plain): Promise<T> {
  return (await validation.transform(json, { type: 'body', metatype: kind })) as T;
}

/** How the refusals of a form find its fields: labels by the request's paths, and the fields that a refusal is about by its code. */
export interface Fields {
  readonly labels?: Readonly<Record<string, string>>;
  /** Fields by the request's paths where the form names them otherwise. */
  readonly names?: Readonly<Record<string, string>>;
  readonly codes?: Readonly<Partial<Record<ErrorCode, string>>>;
  /** Only when signing in is that which is refused, and not a session that is missing. */
  readonly unauthenticatedToo?: boolean;
}

/** Who is told of a refusal, and in which language; the log too where there is one. */
type Reader = Pick<Visit, 'language' | 'm'> & Partial<Pick<Visit, 'onRefusal'>>;

/** A form's act: done, or refused in words with the status that says why. */
export type Attempted<T> = { readonly done: T } | { readonly refusal: Refusal; readonly status: number };

/** Where a form that names one due and an amount says what the API says of a list of them. */
export const ONE_DUE = { 'clears[0].kind': 'due', 'clears[0].id': 'due', 'clears[0].amount': 'amount' } as const;

/** Does what a form asks. A refusal comes back to be shown with what was typed; what does not exist and was not typed in a field, what breaks and what there is no place for now is thrown on. */
export async function attempt<T>(visit: Reader, posted: Posted, act: () => Promise<T>, fields: Fields = {}): Promise<Attempted<T>> {
  try {
    return { done: await act() };
  } catch (error) {
    if (!(error instanceof DomainError) || error.kind === 'busy') throw error;
    if (error.kind === 'not-found' && fields.codes?.[error.code] === undefined) throw error;
    if (error.code === 'NOT_ALLOWED') throw error; // whoever lost their part while a form arrived sees no page of those who have it
    if (error.kind === 'unauthenticated' && !fields.unauthenticatedToo) throw error;
    visit.onRefusal?.(error.code);
    const typed = typedTexts(posted);
    return { refusal: { errors: errorsOf(error, visit, { ...fields, typed }), typed }, status: statusOfKind[error.kind] };
  }
}

/** The same for one of several forms of a page: its fields are named `<form>_<name>`, so that no two fields of the page share a name. `act` takes them without. */
export async function attemptIn<T>(
  visit: Reader,
  { posted, form }: { readonly posted: Posted; readonly form: string },
  act: (own: Posted) => Promise<T>,
  fields: Fields = {},
): Promise<Attempted<T>> {
  const prefix = `${form}_`;
  const own = Object.fromEntries(Object.entries(posted).flatMap(([name, value]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [])));
  const outcome = await attempt(visit, own, () => act(own), fields);
  if ('done' in outcome) return outcome;
  const { errors, typed } = outcome.refusal;
  const refusal = {
    errors: errors.map((error) => ({ ...error, name: error.name === null ? null : prefix + error.name })),
    typed: Object.fromEntries(Object.entries(typed).map(([name, text]) => [prefix + name, text])),
  };
  return { ...outcome, refusal };
}

function errorsOf(
  error: DomainError,
  { language, m }: Pick<Visit, 'language' | 'm'>,
  { labels, names, codes, typed }: Fields & { typed: Readonly<Record<string, string>> },
): Refusal['errors'] {
  if (error.fields.length > 0)
    return error.fields.map(({ path }) => {
      const name = names?.[path] ?? path;
      return { name, message: m.workbench.forms.fieldWrong(labels?.[name] ?? path) };
    });
  const { field, value, reference } = error.details;
  const coded = codes?.[error.code];
  const known = (coded && onlyFieldWith(typed, reference)) ?? coded ?? (typeof field === 'string' ? field : onlyFieldWith(typed, value));
  const label = labels?.[known ?? ''];
  const message = describeError(error, language);
  return [{ name: known, message: label === undefined ? message : m.colon(label) + message }];
}

/** The field in which a refused value was typed, where there is no doubt. */
function onlyFieldWith(typed: Readonly<Record<string, string>>, value: unknown): string | null {
  const [name, other] = Object.keys(typed).filter((key) => typeof value === 'string' && typed[key]?.trim().toUpperCase() === value.toUpperCase());
  return name !== undefined && other === undefined ? name : null;
}
