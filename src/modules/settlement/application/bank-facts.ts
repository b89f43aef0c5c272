import { Injectable } from '@nestjs/common';
import { addDays, Money, required, type BusinessDate, type Id } from '../../../kernel/index.js';
import { insertRows, type Tx } from '../../../platform/database/index.js';
import { BankQueries, inBankOrder, type BankLineView } from '../../bank/index.js';
import { LedgerQueries, LedgerService, type Posting, type RuleCode } from '../../ledger/index.js';
import { advanceRows, bookedFact, type FactKind, type FactRow } from '../domain/bank-fact.js';
import { advanceToRepay, chargeAdvance, interestShares, type FundShare } from '../domain/interest.js';
import { journalForAdvanceRepaid } from '../domain/journals.js';
import { BankFact } from '../persistence/bank-fact.js';
import { FactQueries } from './fact-queries.js';

/** A line that is a fact of the bank; `aboutLineId` is the earlier line that it corrects or takes back. */
export interface FactLine {
  readonly line: BankLineView;
  readonly kind: FactKind;
  readonly aboutLineId: number | null;
}

/** Books what needs nobody but the bank: interest, charges, its errors (P19, P20, P29), and the advance between funds (P20r). Under the lock of the book. */
@Injectable()
export class BankFacts {
  constructor(
    private readonly ledger: LedgerService,
    private readonly books: LedgerQueries,
    private readonly facts: FactQueries,
    private readonly bank: BankQueries,
  ) {}

  /** One entry a line, charges last, so that money of the same call is there for them. @returns the entries in the order given @throws what posting throws */
  async record(tx: Tx, posting: Posting, lines: readonly FactLine[]): Promise<{ entrySeq: number }[]> {
    const seqs = new Map<FactLine, number>();
    const turn = ({ kind }: FactLine): number => (kind === 'CHARGE' ? 1 : 0);
    for (const fact of lines.toSorted((a, b) => turn(a) - turn(b) || inBankOrder(a.line, b.line))) {
      const { line, kind, aboutLineId } = fact;
      const { draft, rows } = bookedFact(kind, line, {
        shares: kind === 'INTEREST' ? await this.shares(tx, line) : [],
        advance: kind === 'CHARGE' ? chargeAdvance(line.amount.negated(), await this.available(tx)) : Money.zero,
        aboutLineId,
        occurrence: await this.nextOccurrence(tx, ruleOf(kind), line.id),
      });
      const [entry] = await this.ledger.post(tx, posting, [draft]);
      const { seq } = required(entry, 'the entry of a fact of the bank');
      await this.save(tx, { line, rows, entrySeq: seq });
      seqs.set(fact, seq);
    }
    return lines.map((fact) => ({ entrySeq: required(seqs.get(fact), 'the entry of a fact of the bank') }));
  }

  /** P20r: what SVC has advanced goes back as soon as COM has money, on the day of the line that brought it; of money that was found, `bookedOn` is the day of that. */
  async repayAdvance(tx: Tx, posting: Posting, line: BankLineView): Promise<void> {
    const advanced = await this.books.balance(tx, 'COM', { code: '2701' });
    if (!advanced.isPositive) return;
    const amount = advanceToRepay(advanced, await this.available(tx));
    if (amount.isZero) return;
    const draft = journalForAdvanceRepaid(line, amount, await this.nextOccurrence(tx, 'P20r', line.id));
    const [entry] = await this.ledger.post(tx, posting, [draft]);
    await this.save(tx, { line, rows: advanceRows('REPAYMENT', amount), entrySeq: required(entry, 'the entry of a repayment').seq });
  }

  /** Takes back the rows of an entry that was reversed. */
  async undo(tx: Tx, reversal: { entrySeq: number; reversesSeq: number }): Promise<void> {
    const rows = await tx.manager.findBy(BankFact, { communityId: tx.communityId, entrySeq: reversal.reversesSeq });
    const firstId = await this.ledger.takeIds(tx, rows.length);
    const opposite = rows.map((row, index) => ({
      ...row,
      id: (firstId + index) as Id<'bank_fact'>,
      amount: row.amount.negated(),
      entrySeq: reversal.entrySeq,
      undoes: row.id,
    }));
    await insertRows(tx, BankFact, opposite);
  }

  private async save(tx: Tx, { line, rows, entrySeq }: { line: BankLineView; rows: readonly FactRow[]; entrySeq: number }): Promise<void> {
    const firstId = await this.ledger.takeIds(tx, rows.length);
    const own = { communityId: tx.communityId, lineId: line.id, effectiveOn: line.bookedOn, entrySeq, undoes: null };
    await insertRows(
      tx,
      BankFact,
      rows.map((row, index) => ({ ...own, ...row, id: (firstId + index) as Id<'bank_fact'> })),
    );
  }

  /** By average daily balance of the days that the bank pays for: from the last interest on the account, else its first day in the book, through the day before this one. */
  private async shares(tx: Tx, line: BankLineView): Promise<FundShare[]> {
    const { openedOn } = required(await this.books.book(tx), 'the book of a line');
    const from = (await this.facts.lastInterestOn(tx, line)) ?? lastOf(openedOn, await this.firstDayOf(tx, line));
    const to = lastOf(from, addDays(line.bookedOn, -1));
    return interestShares(line.amount, await this.books.cashDays(tx, { from, to }));
  }

  /** The first day that a statement of the line's account covers: it may have money before the compound uses it. */
  private async firstDayOf(tx: Tx, { accountId, bookedOn }: BankLineView): Promise<BusinessDate> {
    return (await this.bank.coveredFrom(tx, accountId)) ?? bookedOn;
  }

  private async available(tx: Tx): Promise<Money> {
    const funds = await this.books.funds(tx);
    return required(
      funds.find(({ fund }) => fund === 'COM'),
      'the fund COM',
    ).available;
  }

  private async nextOccurrence(tx: Tx, rule: RuleCode, id: number): Promise<number> {
    return ((await this.books.timesPosted(tx, { type: 'bank_line', rule, ids: [id] })).get(id) ?? 0) + 1;
  }
}

function ruleOf(kind: FactKind): RuleCode {
  return kind === 'INTEREST' ? 'P19' : kind === 'CHARGE' ? 'P20' : 'P29';
}

function lastOf(one: BusinessDate, other: BusinessDate): BusinessDate {
  return one > other ? one : other;
}
