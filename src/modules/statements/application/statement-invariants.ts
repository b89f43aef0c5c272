import { addMonths, canonicalJson, sha256Hex, type Json } from '../../../kernel/index.js';
import type { Invariant, Tx } from '../../../platform/database/index.js';
import { LedgerQueries } from '../../ledger/index.js';
import { checkSnapshot } from '../domain/check-snapshot.js';
import { checkContinuity, checkEnd } from '../domain/continuity.js';
import type { StatementSnapshot } from '../domain/snapshot.js';
import { spanOf } from '../domain/statement-period.js';
import { StatementQueries, type StatementDocument } from './statement-queries.js';

const books = new LedgerQueries();
const statements = new StatementQueries();
const label = ({ period, version }: StatementDocument): string => `statement ${period} version ${version}`;

/** A rule about each statement; what is only ready is held to it too. */
function ofEach(name: string, found: (document: StatementDocument, all: readonly StatementDocument[], tx: Tx) => Promise<string[]> | string[]): Invariant {
  return {
    name,
    check: async (tx) => {
      const all = await statements.documents(tx);
      const violations: string[] = [];
      for (const document of all) violations.push(...(await found(document, all, tx)).map((violation) => `${label(document)}: ${violation}`));
      return violations;
    },
  };
}

async function differsFromBooks({ snapshot, period }: StatementDocument, _: readonly StatementDocument[], tx: Tx): Promise<string[]> {
  // a month that was reopened is another one now: each version is held to the close that it was built from
  const { last, to } = spanOf(period);
  const close = (await books.closes(tx)).filter(({ month, closedAt }) => month === last && closedAt <= snapshot.builtAt).at(-1);
  if (!close) return [`${last} was not closed when it was built`];
  const funds = await books.funds(tx, { on: to, asOfSeq: close.lastSeq });
  return funds.flatMap((balance) => {
    const sheet = snapshot.sections.balance.funds.find((fund) => fund.fund === balance.fund);
    const same = sheet?.cash === balance.cash.toString() && sheet.restricted === balance.restricted.toString();
    return same
      ? []
      : [`${balance.fund} has ${balance.cash.toString()}, of it restricted ${balance.restricted.toString()}; it says ${sheet?.cash}, ${sheet?.restricted}`];
  });
}

/** Against the statement of the month before its first, as it was known when it was built; a quarter and a year also against their last month. */
function opensElsewhere({ period, snapshot }: StatementDocument, all: readonly StatementDocument[]): string[] {
  const { kind, first, last } = spanOf(period);
  const known = (month: string): StatementSnapshot | undefined =>
    all.filter((other) => other.period === month && other.snapshot.builtAt <= snapshot.builtAt).at(-1)?.snapshot;
  const [before, end] = [known(addMonths(first, -1)), kind === 'MONTH' ? undefined : known(last)];
  return [
    ...(before ? checkContinuity(before, snapshot) : []).map((found) => `${found.path} is ${found.found}, the month before closed with ${found.expected}`),
    ...(end ? checkEnd(end, snapshot) : []).map((found) => `${found.path} is ${found.found}, its last month closed with ${found.expected}`),
  ];
}

function changesMoreThanTheService(document: StatementDocument, all: readonly StatementDocument[]): string[] {
  if (document.version === 1) return [];
  const before = all.find((other) => other.period === document.period && other.version === document.version - 1);
  if (before === undefined || document.snapshot.previous?.sha256 !== before.jsonSha256) return ['it does not follow the version before it'];
  if (document.snapshot.kind === 'CORRECTION') return [];
  const rest = ({ snapshot }: StatementDocument): string => canonicalJson({ ...snapshot.sections, service: null, quarters: null } as unknown as Json);
  return rest(before) === rest(document) ? [] : ['a section besides G differs from the version before it'];
}

/** What must always hold of statements (domain.md 7): I17, I22, I25, and that what was published is what was hashed. */
export const statementInvariants: readonly Invariant[] = [
  ofEach('I17 a statement says what the books hold at the close', differsFromBooks),
  ofEach('I17 a statement opens with what the one before it closed with', opensElsewhere),
  ofEach('I22 I25 the figures of a statement agree, suspense is shown, nobody is named', ({ snapshot }) =>
    checkSnapshot(snapshot).map((found) => `${found.rule}: ${found.path} is ${found.found}, expected ${found.expected}`),
  ),
  ofEach('a version follows the one before it, and a supplement changes section G alone', changesMoreThanTheService),
  ofEach('the stored bytes are those that were hashed, in canonical form', ({ json, jsonSha256, snapshot }) =>
    sha256Hex(json) === jsonSha256 && canonicalJson(snapshot as unknown as Json) === json ? [] : ['the bytes differ from their hash or are not canonical'],
  ),
];
