import { Injectable } from '@nestjs/common';
import { DomainError, Money, required, type BusinessDate } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { BankQueries, wholeAccount, type BankLineId, type BankLineView } from '../../bank/index.js';
import { FeeRefunds, type FeeRefundView } from '../../fees/index.js';
import { PayableClaims, type PayableClaim } from '../../operating-income/index.js';
import type { DocumentClaim, DocumentKind, OriginAccount } from '../domain/payable.js';

/** Reads what documents give a right to, from the modules that keep them. */
@Injectable()
export class DocumentClaims {
  constructor(
    private readonly bank: BankQueries,
    private readonly refunds: FeeRefunds,
    private readonly payables: PayableClaims,
  ) {}

  /** The claim of a document as it stands now. @throws NOT_FOUND */
  async claim(tx: Tx, kind: DocumentKind, claimId: number): Promise<DocumentClaim> {
    for (const read of this.readersOf(kind)) {
      const claim = (await read(tx, claimId)).find((each) => each.kind === kind);
      if (claim) return claim;
    }
    throw new DomainError('NOT_FOUND');
  }

  /** The claim that people cite by a number: of money that goes back it is made of its id. @throws NOT_FOUND */
  async byNumber(tx: Tx, kind: DocumentKind, claimNumber: string): Promise<DocumentClaim> {
    const made = /^(?:TK|DC)([1-9][0-9]{0,14})$/.exec(claimNumber)?.[1];
    const claimId = made === undefined ? await this.payables.idOf(tx, claimNumber) : Number.parseInt(made, 10);
    const claim = claimId === null ? null : await this.claim(tx, kind, claimId);
    if (claim?.claimNumber !== claimNumber) throw new DomainError('NOT_FOUND');
    return claim;
  }

  /** Where claims of a kind are kept: a refund is one of a household, or of a lessee. */
  private readersOf(kind: DocumentKind): ((tx: Tx, only: number) => Promise<DocumentClaim[]>)[] {
    if (kind === 'SUSPENSE_BACK') return [(tx, only) => this.suspenseBacks(tx, only)];
    const commonIncome = (tx: Tx, only: number): Promise<DocumentClaim[]> => this.commonIncome(tx, only);
    return kind === 'REFUND' ? [(tx, only) => this.feeRefunds(tx, only), commonIncome] : [commonIncome];
  }

  /** Every claim of every document, paid or not. */
  async all(tx: Tx): Promise<DocumentClaim[]> {
    return [...(await this.commonIncome(tx)), ...(await this.feeRefunds(tx)), ...(await this.suspenseBacks(tx))];
  }

  /** What is paid out of common income: approved claims to a payee of the register, and what is owed back to lessees to the account that its money came from, or the payee of one from before the books. */
  private async commonIncome(tx: Tx, only: number | null = null): Promise<DocumentClaim[]> {
    const payables = await this.payables.open(tx, only);
    const lines = await this.lines(
      tx,
      payables.flatMap(({ bankLineIds }) => bankLineIds),
    );
    return payables.map((payable) => payableClaim(payable, payable.payeeId === null ? originOf(lines, payable.bankLineIds) : null));
  }

  /** Prepayments that are owed back (P06), to the account that the money came from, else the one of a paper that a second organisation has agreed to; to none once a receipt that fed them is void, so that it did not come in. */
  private async feeRefunds(tx: Tx, only: number | null = null): Promise<DocumentClaim[]> {
    const refunds = await this.refunds.all(tx, { only });
    if (refunds.length === 0) return [];
    const lines = await this.lines(
      tx,
      refunds.flatMap(({ bankLineId }) => bankLineId ?? []),
    );
    const uncovered = await this.refunds.uncovered(tx, { unitId: only === null ? null : required(refunds[0], 'the refund').unitId });
    const ofChannels = await this.refunds.channelLines(tx, lines.map(({ id }) => id)); // prettier-ignore
    return refunds.map((refund) => {
      const { recorded, bankLineId } = refund;
      const named = bankLineId === null || ofChannels.has(bankLineId) ? null : originOf(lines, [bankLineId]);
      const isVoid = uncovered.has(refund.id) || refund.receiptVoidedOn !== null;
      return { ...feeRefund(refund, { isVoid, origin: recorded ?? named }), ...(recorded && { originRecorded: true }) };
    });
  }

  /** What was decided to be sent back out of suspense (P21f 2301/2302): to the account that the bank's line names, else the one that two organisations agreed on with the return. */
  private async suspenseBacks(tx: Tx, only: number | null = null): Promise<DocumentClaim[]> {
    const rows = await tx.query<{ lineId: number; entitled: string; on: BusinessDate }>(
      `select a.holder_id as "lineId", sum(case when x.credit_account = a.id then x.amount else -x.amount end)::numeric(18,2) as entitled, min(x.effective_on) as "on"
       from ledger.account a join ledger.transfer x on x.community_id = $1 and (x.credit_account = a.id or x.debit_account = a.id)
       join ledger.account o on o.community_id = $1 and o.id = case when x.credit_account = a.id then x.debit_account else x.credit_account end and o.code = '2301'
       where a.community_id = $1 and a.code = '2302' and a.fund = 'TRN' and a.holder_type = 'bank_line' and ($2::bigint is null or a.holder_id = $2)
       group by a.holder_id order by a.holder_id`,
      [tx.communityId, only],
    );
    const lines = await this.lines(
      tx,
      rows.map(({ lineId }) => lineId),
    );
    const recorded = await tx.query<OriginAccount & { lineId: number }>(
      `select distinct on (line_id) line_id as "lineId", account_no as "accountNo", account_name as "accountName" from mingbai.suspense_return
       where community_id = $1 and state = 'CONFIRMED' and account_no is not null and ($2::bigint is null or line_id = $2) order by line_id, id desc`,
      [tx.communityId, only],
    );
    return rows.map(({ lineId, entitled, on }) => {
      const named = originOf(lines, [lineId]);
      const written = recorded.find((each) => each.lineId === lineId);
      const origin = named ?? (written ? { accountNo: written.accountNo, accountName: written.accountName } : null);
      return suspenseBack(lineId, { entitled: Money.parse(entitled), on, origin, ...(named === null && written && { originRecorded: true }) });
    });
  }

  private lines(tx: Tx, ids: readonly number[]): Promise<BankLineView[]> {
    return this.bank.lines(tx, { ids: ids as BankLineId[] });
  }
}

/** The one account that the lines name, whole; null where they name none, or several. */
function originOf(lines: readonly BankLineView[], ids: readonly number[]): OriginAccount | null {
  const accounts = ids.map((id) => {
    const line = lines.find((candidate) => candidate.id === id);
    return line ? wholeAccount(line) : null;
  });
  const [first] = accounts;
  if (!first) return null;
  return accounts.every((account) => account?.accountNo === first.accountNo && account.accountName === first.accountName) ? first : null;
}

/** What goes back to a person: no words, since they are published, and no paper of an expense. */
const goesBack = { words: '', payeeId: null, invoiceNo: null, resolutionNo: null } as const;

function payableClaim(payable: PayableClaim, origin: OriginAccount | null): DocumentClaim {
  const { kind, id, label, fund, source, amount, payeeId, invoiceNo, resolutionNo, on } = payable;
  return {
    kind,
    claimId: id,
    claimNumber: label,
    words: kind === 'REFUND' ? '' : payable.words,
    fund,
    account: source,
    entitled: amount,
    on,
    payeeId,
    origin,
    invoiceNo,
    documents: payable.documentSha256s,
    resolutionNo,
    obstacle: payable.isTakenBack ? 'NOT_APPROVED' : payeeId === null && origin === null ? 'NO_ORIGIN' : null,
  };
}

function feeRefund(
  { id, unitId, amount, document, askedOn, cancelledOn }: FeeRefundView,
  { isVoid, origin }: { isVoid: boolean; origin: OriginAccount | null },
): DocumentClaim {
  return {
    ...goesBack,
    kind: 'REFUND',
    claimId: id,
    claimNumber: `TK${id}`,
    fund: 'SVC',
    account: { code: '2302', holder: { type: 'unit', id: unitId } },
    entitled: amount,
    on: askedOn,
    origin: isVoid ? null : origin,
    documents: /^[0-9a-f]{64}$/.test(document) ? [document] : [],
    obstacle: cancelledOn !== null ? 'NOT_APPROVED' : isVoid ? 'RECEIPT_VOID' : origin === null ? 'NO_ORIGIN' : null,
  };
}

function suspenseBack(lineId: number, given: Pick<DocumentClaim, 'entitled' | 'on' | 'origin' | 'originRecorded'>): DocumentClaim {
  return {
    ...goesBack,
    ...given,
    kind: 'SUSPENSE_BACK',
    claimId: lineId,
    claimNumber: `DC${lineId}`,
    fund: 'TRN',
    account: { code: '2302', holder: { type: 'bank_line', id: lineId } },
    documents: [],
    // a decision that was undone leaves nothing; payouts that asked for it stay readable
    obstacle: given.entitled.isZero ? 'NOT_APPROVED' : given.origin === null ? 'NO_ORIGIN' : null,
  };
}
