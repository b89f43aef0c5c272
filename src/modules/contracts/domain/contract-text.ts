import { canonicalJson, sha256Hex, type AccountingPeriod, type BusinessDate } from '../../../kernel/index.js';
import { gatesOf, noticeDaysOf, payoutTimesOf, publicNoticeDaysOf } from './clauses.js';
import type { ContractTermsJson } from './contract-terms.js';

/** The version of the terms that a proposal changes: its number, and the SHA-256 of its terms in canonical JSON. */
export type TermsBase = { readonly versionNo: number; readonly sha256: string };

/** What both sides of a contract sign: the whole contract with the terms that count from `fromPeriod` on. */
export type ContractText = {
  readonly number: string;
  /** The firm by its name. */
  readonly firm: string;
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  readonly fromPeriod: AccountingPeriod;
  /** What it changes; null: a new contract. Texts of version 1 do not say it. */
  readonly base?: TermsBase | null;
  readonly terms: ContractTermsJson;
};

export const CONTRACT_TEXT = 'mingbai.contract/2';

/** The bytes that are hashed and signed (RFC 8785), with the kind and version of the text. */
export function contractTextOf(text: ContractText): string {
  return canonicalJson({ t: CONTRACT_TEXT, ...text });
}

export function termsBase({ versionNo, terms }: { readonly versionNo: number; readonly terms: ContractTermsJson }): TermsBase {
  return { versionNo, sha256: sha256Hex(canonicalJson(terms)) };
}

/** Whether a text still changes what stands: two texts that change one version cannot both come to count, or the later one would take back the earlier. */
export function changesPresent({ base }: Pick<ContractText, 'base'>, present: TermsBase | null): boolean {
  return base?.versionNo === present?.versionNo && base?.sha256 === present?.sha256;
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

/** How the firm is dealt with from day to day. Every other term says how much is paid, for what, by whom or with whose consent: the owners decide on it. */
const LEFT_TO_THE_OWNER_SIDE: readonly (keyof ContractTermsJson)[] = ['answerDays', 'calendar', 'hearing'];

/**
 * The kinds of resolution of which one must be in force before the owner side signs: for a new contract (`before` null) and for terms that the owners decide on
 * one on contracts (民法典 278 (4)), for the fee rates alone one on fees will do; none for the rest.
 */
export function resolutionsFor(before: ContractTermsJson | null, after: ContractTermsJson): readonly ('CONTRACT' | 'FEE')[] {
  if (before === null) return ['CONTRACT'];
  const decided = changedTerms(saidInFull(before), saidInFull(after)).filter((name) => !LEFT_TO_THE_OWNER_SIDE.includes(name));
  if (decided.length === 0) return [];
  return decided.every((name) => name === 'rates') ? ['FEE', 'CONTRACT'] : ['CONTRACT'];
}

/** Terms with what a clause means where it is left out: to say that changes nothing. */
function saidInFull(terms: ContractTermsJson): ContractTermsJson {
  return {
    ...terms,
    gates: gatesOf(terms),
    times: payoutTimesOf(terms),
    noticeDays: noticeDaysOf(terms),
    publicNoticeDays: publicNoticeDaysOf(terms),
    inspectors: terms.inspectors ?? 'ONE',
    fines: terms.fines ?? [],
  };
}
