import fc from 'fast-check';
import { accountingPeriod, businessDate, Money, quarter, Rate } from '../../../kernel/index.js';
import type { EntryDraft } from '../../ledger/index.js';
import { splitWithheld } from './entitlement.js';
import { journalForFinal, journalForMonth, type MonthDocument } from './journals.js';

const yuan = (text: string) => Money.parse(text);
const month = (base: string, withheld: string): MonthDocument => ({
  id: 31,
  period: accountingPeriod('2024-02'),
  firmId: 5,
  withholdingId: 12,
  earned: yuan(base).plus(yuan(withheld)),
  base: yuan(base),
  withheld: yuan(withheld),
});
const final = (withheld: string, ratio: string) => ({
  ...splitWithheld(yuan(withheld), Rate.parse(ratio)),
  assessmentId: 14,
  quarter: quarter('2024-Q1'),
  firmId: 5,
  withholdingId: 12,
  bankAccountId: 3,
  effectiveOn: businessDate('2024-04-23'),
});
const account = ({ code, holder }: { code: string; holder?: { type: string; id: number } }) => (holder ? `${code}[${holder.type} ${holder.id}]` : code);
const lines = (draft: EntryDraft | null) =>
  draft?.transfers.map(({ fund, debit, credit, amount }) => `${fund} ${account(debit)}/${account(credit)} ${amount.toString()}`);
const net = (draft: EntryDraft | null, code: string) =>
  Money.sum((draft?.transfers ?? []).map(({ debit, credit, amount }) => (debit.code === code ? amount : credit.code === code ? amount.negated() : Money.zero)));

describe('P12, a month’s entitlement', () => {
  it('makes B payable to the firm and withholds W, on the last day of the month', () => {
    const draft = journalForMonth(month('40398.59', '10099.65'), Money.zero);
    expect(draft).toMatchObject({ rule: 'P12', effectiveOn: '2024-02-29', source: { type: 'entitlement_month', id: 31 } });
    expect(lines(draft)).toEqual(['SVC 5001.01/2101[firm 5] 40398.59', 'SVC 5001.02/2103[assessment 12] 10099.65']);
  });

  it('takes a negative B back from what is owed to the firm', () => {
    expect(lines(journalForMonth(month('-320.00', '-80.00'), yuan('500.00')))).toEqual([
      'SVC 2101[firm 5]/5001.01 320.00',
      'SVC 2103[assessment 12]/5001.02 80.00',
    ]);
  });

  it('lets the firm owe what of a negative B is no longer owed to it', () => {
    expect(lines(journalForMonth(month('-320.00', '0.00'), yuan('120.00')))).toEqual(['SVC 2101[firm 5]/5001.01 120.00', 'SVC 1104[firm 5]/5001.01 200.00']);
    expect(lines(journalForMonth(month('-320.00', '0.00'), Money.zero))).toEqual(['SVC 1104[firm 5]/5001.01 320.00']);
  });

  it('is no entry for a month that moves nothing', () => {
    expect(journalForMonth(month('0.00', '0.00'), yuan('1.00'))).toBeNull();
  });

  it('costs what the month earned, and never takes an account below zero', () => {
    const fen = fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n });
    fc.assert(
      fc.property(fen, fen, fc.bigInt({ min: 0n, max: 10n ** 9n }), (base, withheld, payable) => {
        const document = { ...month('0.00', '0.00'), base: Money.fromFen(base), withheld: Money.fromFen(withheld), earned: Money.fromFen(base + withheld) };
        const draft = journalForMonth(document, Money.fromFen(payable));
        expect(net(draft, '5001.01').plus(net(draft, '5001.02')).toFen()).toBe(base + withheld);
        expect(net(draft, '2103').toFen()).toBe(-withheld);
        expect(Money.fromFen(payable).minus(net(draft, '2101')).isNegative).toBe(false);
        expect(draft?.transfers.every(({ amount }) => amount.isPositive) ?? true).toBe(true);
      }),
    );
  });
});

describe('P17, a FINAL score', () => {
  it('releases R, takes X out of the cost and moves it with its cash to the owners, in one entry', () => {
    const draft = journalForFinal(final('30247.79', '0.98'));
    expect(draft).toMatchObject({ rule: 'P17', effectiveOn: '2024-04-23', source: { type: 'assessment', id: 14 } });
    expect(lines(draft)).toEqual([
      'SVC 2103[assessment 12]/2101[firm 5] 29642.83',
      'SVC 2103[assessment 12]/5001.02 604.96',
      'SVC 5902/1001[bank_account 3] 604.96',
      'QLT 1001[bank_account 3]/4902 604.96',
    ]);
  });

  it('deducts nothing from a full score, and releases nothing from a zero ratio', () => {
    expect(lines(journalForFinal(final('30247.79', '1')))).toEqual(['SVC 2103[assessment 12]/2101[firm 5] 30247.79']);
    expect(lines(journalForFinal(final('100.00', '0')))).toEqual([
      'SVC 2103[assessment 12]/5001.02 100.00',
      'SVC 5902/1001[bank_account 3] 100.00',
      'QLT 1001[bank_account 3]/4902 100.00',
    ]);
  });

  it('is no entry when nothing was withheld', () => {
    expect(journalForFinal(final('0.00', '0.98'))).toBeNull();
  });

  it('empties what was withheld, moves the bank by nothing, and puts into QLT what leaves SVC', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 12n }), fc.integer({ min: 0, max: 10_000 }), (fen, parts) => {
        const ratio = `${Math.floor(parts / 10_000)}.${String(parts % 10_000).padStart(4, '0')}`;
        const draft = journalForFinal(final(Money.fromFen(fen).toString(), ratio));
        expect(net(draft, '2103').toFen()).toBe(fen);
        expect(net(draft, '1001').isZero).toBe(true);
        expect(net(draft, '5902').toFen()).toBe(net(draft, '4902').negated().toFen());
      }),
    );
  });
});
