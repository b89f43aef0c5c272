import type { Money } from '../../../kernel/index.js';
import type { SnapshotCheck } from './snapshot-check.js';
import type { OpenItem, SnapshotSections } from './snapshot.js';

/** Section I: bank, books and funds agree; suspense and what is still to be finished are the accounts that hold them. */
export function checkReconciliation(check: SnapshotCheck, { reconciliation, money, balance }: SnapshotSections): void {
  const { bank, books, claims, suspense } = reconciliation;
  const part = (member: keyof typeof bank): Money => check.amount(`reconciliation.bank.${member}`, bank[member]);
  const adjusted = part('statementBalance').plus(part('depositsInTransit')).minus(part('outstandingPayments')).plus(part('bankErrors'));
  check.equal('the bank leg adds up', 'reconciliation.bank.adjusted', bank.adjusted, adjusted);
  check.equal('bank = books', 'reconciliation.books', books, adjusted);
  check.equal('books = funds', 'reconciliation.books', books, check.amount('money.total.closing', money.total.closing.month));
  for (const flow of money.funds)
    check.equal(
      'the claims of a fund are its cash',
      `reconciliation.claims ${flow.fund}`,
      claims.find((claim) => claim.fund === flow.fund)?.amount ?? null,
      check.amount('money', flow.closing.month),
    );
  check.equal(
    'suspense adds up by age',
    'reconciliation.suspense.amount',
    suspense.amount,
    check.sum(
      'reconciliation.suspense',
      suspense.ages.map((age) => age.amount),
    ),
  );
  const counted = suspense.ages.reduce((count, age) => count + age.count, 0);
  check.holds('suspense is counted by age', 'reconciliation.suspense.count', counted === suspense.count, String(suspense.count));
  const inTransit = balance.funds.find((fund) => fund.fund === 'TRN');
  const unidentified = check.sum(
    'balance',
    (inTransit?.claims ?? []).filter((line) => line.account === '2301').map((line) => line.amount),
  );
  check.equal('suspense is the account 2301', 'reconciliation.suspense.amount', suspense.amount, unidentified);
  if (reconciliation.open !== undefined) checkOpen(check, reconciliation.open, balance);
}

const accountOf: Readonly<Record<OpenItem['kind'], string>> = { PAYOUT_IN_FLIGHT: '2112', CHANNEL_IN_TRANSIT: '1002', BANK_ERROR: '1105' };

function checkOpen(check: SnapshotCheck, open: readonly OpenItem[], balance: SnapshotSections['balance']): void {
  for (const [kind, account] of Object.entries(accountOf)) {
    const held = balance.funds.flatMap((fund) => [...fund.assets, ...fund.claims]).filter((line) => line.account === account);
    const listed = open.filter((item) => item.kind === kind).map((item) => item.amount);
    check.equal(
      'what is still to be finished is on its account',
      `reconciliation.open ${kind}`,
      check.sum('reconciliation.open', listed).toString(),
      check.sum(
        'balance',
        held.map((line) => line.amount),
      ),
    );
  }
}
