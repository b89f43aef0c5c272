import { Injectable } from '@nestjs/common';
import { DomainError, Money, type BusinessDate } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { BankQueries, type BankLineId, type BankLineView } from '../../bank/index.js';
import type { DocumentClaim, DocumentKind } from '../domain/payable.js';

/** As a bank keeps a number: what a line names in another form is masked, or no account of a bank. */
const ACCOUNT_NO = /^[0-9A-Z]{8,34}$/;

/** Reads what documents give a right to, from the modules that keep them. */
@Injectable()
export class DocumentClaims {
  constructor(private readonly bank: BankQueries) {}

  /** The claim of a document as it stands now. @throws NOT_FOUND */
  async claim(tx: Tx, kind: DocumentKind, claimId: number): Promise<DocumentClaim> {
    return found((await this.ofKind(tx, kind, claimId))[0]);
  }

  /** The claim that people cite by a number. @throws NOT_FOUND */
  async byNumber(tx: Tx, kind: DocumentKind, claimNumber: string): Promise<DocumentClaim> {
    return found((await this.ofKind(tx, kind, null)).find((claim) => claim.claimNumber === claimNumber));
  }

  /** Every claim of every document, paid or not. */
  all(tx: Tx): Promise<DocumentClaim[]> {
    return this.suspenseBacks(tx, null);
  }

  private async ofKind(tx: Tx, kind: DocumentKind, claimId: number | null): Promise<DocumentClaim[]> {
    return kind === 'SUSPENSE_BACK' ? this.suspenseBacks(tx, claimId) : [];
  }

  /** What was decided to be sent back out of suspense (P21f 2301/2302): to the account that the bank's line names. */
  private async suspenseBacks(tx: Tx, lineId: number | null): Promise<DocumentClaim[]> {
    const rows = await tx.query<{ lineId: BankLineId; entitled: string; on: BusinessDate }>(
      `select a.holder_id as "lineId", sum(case when x.credit_account = a.id then x.amount else -x.amount end)::numeric(18,2) as entitled, min(x.effective_on) as "on"
       from ledger.account a join ledger.transfer x on x.community_id = $1 and (x.credit_account = a.id or x.debit_account = a.id)
       join ledger.account o on o.community_id = $1 and o.id = case when x.credit_account = a.id then x.debit_account else x.credit_account end and o.code = '2301'
       where a.community_id = $1 and a.code = '2302' and a.fund = 'TRN' and a.holder_type = 'bank_line' and ($2::bigint is null or a.holder_id = $2)
       group by a.holder_id order by a.holder_id`,
      [tx.communityId, lineId],
    );
    const lines = await this.bank.lines(tx, { ids: rows.map((row) => row.lineId) });
    return rows.flatMap(({ lineId: id, entitled, on }) => {
      const line = lines.find((candidate) => candidate.id === id);
      return line && entitled !== '0.00' ? [suspenseBack(line, Money.parse(entitled), on)] : [];
    });
  }
}

function suspenseBack(line: BankLineView, entitled: Money, on: BusinessDate): DocumentClaim {
  const accountNo = line.counterpartyAccount.replaceAll(' ', '');
  const accountName = line.counterpartyName.trim();
  const origin = ACCOUNT_NO.test(accountNo) && accountName !== '' ? { accountNo, accountName } : null;
  return {
    kind: 'SUSPENSE_BACK',
    claimId: line.id,
    claimNumber: suspenseNumber(line.id),
    words: '',
    fund: 'TRN',
    account: { code: '2302', holder: { type: 'bank_line', id: line.id } },
    entitled,
    on,
    payeeId: null,
    origin,
    invoiceNo: null,
    documents: [],
    resolutionNo: null,
    obstacle: origin === null ? 'NO_ORIGIN' : null,
  };
}

/** The number under which money that is sent back is cited: DC and the bank line's own. */
function suspenseNumber(lineId: number): string {
  return `DC${lineId}`;
}

function found(claim: DocumentClaim | undefined): DocumentClaim {
  if (!claim) throw new DomainError('NOT_FOUND');
  return claim;
}
