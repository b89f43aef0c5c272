import { canonicalJson, type AccountingPeriod, type BusinessDate } from '../../../kernel/index.js';
import { gatesOf } from './clauses.js';
import type { ContractTermsJson } from './contract-terms.js';

/** What both sides of a contract sign: the whole contract with the terms that count from `fromPeriod` on. */
export type ContractText = {
  readonly number: string;
  /** The firm by its name. */
  readonly firm: string;
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  readonly fromPeriod: AccountingPeriod;
  readonly terms: ContractTermsJson;
};

/** The bytes that are hashed and signed (RFC 8785), with the kind and version of the text. */
export function contractTextOf(text: ContractText): string {
  return canonicalJson({ t: 'mingbai.contract/1', ...text });
}

/** The blocks of terms that differ, by name, sorted. Left out counts as a difference to whatever is said. */
export function changedTerms(before: ContractTermsJson, after: ContractTermsJson): (keyof ContractTermsJson)[] {
  const names = Object.keys({ ...before, ...after }) as (keyof ContractTermsJson)[];
  return names.filter((name) => canonicalJson(before[name] ?? null) !== canonicalJson(after[name] ?? null)).toSorted();
}

/** One figure or word that differs, e.g. `rates` `[0].yuanPerSquareMetre` 0.85 → 0.9; null where one of both says nothing. */
export interface TermDifference {
  readonly block: keyof ContractTermsJson;
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Everything in which terms differ from those before them (null: a new contract, so all of it), in the order of their blocks. */
export function termDifferences(before: ContractTermsJson | null, after: ContractTermsJson): TermDifference[] {
  const blocks = before === null ? (Object.keys(after).toSorted() as (keyof ContractTermsJson)[]) : changedTerms(before, after);
  return blocks.flatMap((block) => {
    const [old, next] = [leavesOf(before?.[block]), leavesOf(after[block])];
    const paths = [...new Set([...old.keys(), ...next.keys()])];
    return paths
      .filter((path) => old.get(path) !== next.get(path))
      .map((path) => ({ block, path, before: old.get(path) ?? null, after: next.get(path) ?? null }));
  });
}

function leavesOf(value: unknown, path = ''): Map<string, string> {
  if (value === undefined || value === null) return new Map();
  if (typeof value !== 'object') return new Map([[path, String(value as string | number | boolean)]]);
  const parts = Array.isArray(value)
    ? value.map((item: unknown, place): [string, unknown] => [`[${place + 1}]`, item])
    : Object.entries(value).map(([name, item]): [string, unknown] => [path === '' ? name : `.${name}`, item]);
  return new Map(parts.flatMap(([name, item]) => [...leavesOf(item, path + name)]));
}

/** Terms by which more or less is paid, by whom, or with whose consent; the others say how the firm works and is looked at. */
const DECIDED_BY_OWNERS: readonly (keyof ContractTermsJson)[] = [
  'approvalPolicy',
  'basis',
  'fineCap',
  'firmDischarges',
  'gates',
  'lateFeePerDay',
  'payoutRule',
  'rates',
  'shareAtRisk',
  'waiverLimit',
];

/**
 * The kinds of resolution of which one must be in force before the owner side signs: for a new contract (`before` null) and for terms that move money
 * one on contracts (民法典 278 (4)), for the fee rates alone one on fees will do; none for the rest.
 */
export function resolutionsFor(before: ContractTermsJson | null, after: ContractTermsJson): readonly ('CONTRACT' | 'FEE')[] {
  if (before === null) return ['CONTRACT'];
  // to say that no gate is asked for changes nothing where nothing was said
  const decided = changedTerms({ ...before, gates: gatesOf(before) }, { ...after, gates: gatesOf(after) }).filter((name) => DECIDED_BY_OWNERS.includes(name));
  if (decided.length === 0) return [];
  return decided.every((name) => name === 'rates') ? ['FEE', 'CONTRACT'] : ['CONTRACT'];
}
