import { Injectable } from '@nestjs/common';
import { Any } from 'typeorm';
import { assertAllowed, Clock, DomainError, required, sha256Hex, type Id } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import { endToEndId } from '../domain/payment-order.js';
import type { PaymentStatusCode, PaymentStatusReport } from '../domain/payment-status.js';
import { Disbursement } from '../persistence/disbursement.js';
import { PaymentLine } from '../persistence/payment-line.js';
import { PaymentList } from '../persistence/payment-list.js';
import { PaymentStatusFile, PaymentStatusRow } from '../persistence/payment-status-row.js';
import { Office } from './office.js';
import { readPaymentStatus } from './pain-002-reader.js';
import { PaymentFailure } from './payment-failure.js';

export type ImportPaymentStatusRequest = { readonly file: Uint8Array };

/** How many payments were reported on, and the numbers of those that the bank refused and that wait for approvals again. */
export type PaymentStatusImported = { readonly payments: number; readonly refused: readonly string[] };

interface Reported {
  readonly line: PaymentLine;
  readonly payout: Disbursement;
  readonly status: PaymentStatusCode;
  readonly reason: string;
}

/**
 * Takes the bank's status report (pain.002) about a file of ours. Everything but a refusal is information; a refusal sends the payout back to its approvers with the
 * bank's reason (P16). A status never settles: only a line of the statement does.
 */
@Injectable()
export class ImportPaymentStatus {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly failure: PaymentFailure,
    private readonly office: Office,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws NOT_ALLOWED PAYMENT_STATUS_UNREADABLE PAYMENT_STATUS_CODE_UNKNOWN PAYMENT_STATUS_KNOWN PAYMENT_STATUS_MESSAGE PAYMENT_STATUS_PAYMENT PAYMENT_STATUS_AMOUNT
   * DISBURSEMENT_BANK_BEHIND DISBURSEMENT_BANK_DEBIT DISBURSEMENT_BANK_TOOK; then nothing of the report is kept
   */
  async execute(context: CommandContext, { file }: ImportPaymentStatusRequest): Promise<Outcome<PaymentStatusImported>> {
    assertAllowed(context.actor, 'disbursement.instruct');
    const report = readPaymentStatus(file);
    const bytes = Buffer.from(file);
    const sha256 = sha256Hex(bytes);
    return this.unitOfWork.once({ context, command: 'ImportPaymentStatus', request: { sha256 } }, async (tx) => {
      await this.ledger.lock(tx);
      const actor = await this.office.held(tx, context.actor, 'disbursement.instruct');
      const by = { organisationId: actor.organisationId, personId: actor.personId };
      if (await tx.manager.findOneBy(PaymentStatusFile, { communityId: tx.communityId, sha256 })) throw new DomainError('PAYMENT_STATUS_KNOWN');
      const list = await tx.manager.findOneBy(PaymentList, { communityId: tx.communityId, messageId: report.messageId });
      if (!list) throw new DomainError('PAYMENT_STATUS_MESSAGE', { message: report.messageId.slice(0, 40) });
      const reported = await this.reported(tx, list, report);
      await this.keep(tx, { list, sha256, bytes, reported, by: actor.personId });
      const refused: string[] = [];
      for (const { line, payout, status, reason } of reported) {
        const current = payout.state === 'INSTRUCTED' && payout.instructions === line.attempt;
        if (status !== 'RJCT' || !current) continue;
        await this.failure.record(tx, payout, { by, reason: `RJCT ${reason}`.trim().padEnd(5, '.') });
        refused.push(payout.number);
      }
      return { payments: reported.length, refused };
    });
  }

  /** Each payment of the report beside the line of our file. What we did not ask for, or not for that amount, refuses the whole report. */
  private async reported(tx: Tx, list: PaymentList, report: PaymentStatusReport): Promise<Reported[]> {
    const lines = await tx.manager.find(PaymentLine, { where: { communityId: tx.communityId, listId: list.id }, order: { id: 'ASC' } });
    const payouts = await tx.manager.findBy(Disbursement, {
      communityId: tx.communityId,
      id: Any(lines.map((line) => line.disbursementId as Id<'disbursement'>)),
    });
    const asked = lines.map((line) => {
      const payout = required(
        payouts.find(({ id }) => id === line.disbursementId),
        'the payout of a payment',
      );
      return { line, payout, id: endToEndId({ number: payout.number, attempt: line.attempt }) };
    });
    const { forAll } = report;
    if (forAll) return asked.map(({ line, payout }) => ({ line, payout, ...forAll }));
    return report.payments.map(({ endToEndId: id, status, reason, amount }) => {
      const own = asked.find((candidate) => candidate.id === id);
      if (!own) throw new DomainError('PAYMENT_STATUS_PAYMENT', { payment: id.slice(0, 40), message: report.messageId });
      if (amount && !amount.equals(own.line.amount))
        throw new DomainError('PAYMENT_STATUS_AMOUNT', { payment: id, amount: own.line.amount.toString(), reported: amount.toString() });
      return { line: own.line, payout: own.payout, status, reason };
    });
  }

  private async keep(
    tx: Tx,
    kept: { list: PaymentList; sha256: string; bytes: Buffer; reported: readonly Reported[]; by: PaymentStatusFile['importedBy'] },
  ): Promise<void> {
    const { list, sha256, bytes, reported, by: importedBy } = kept;
    const { communityId } = tx;
    const first = await this.ledger.takeIds(tx, reported.length + 1);
    const id = first as Id<'payment_status_file'>;
    await tx.manager.insert(PaymentStatusFile, { communityId, id, listId: list.id, sha256, bytes, importedBy, importedAt: this.clock.now() });
    const rows = reported.map(({ line, status, reason }, index) => {
      const rowId = (first + 1 + index) as Id<'payment_status'>;
      return { communityId, id: rowId, fileId: first, lineId: line.id, status, reason };
    });
    await tx.manager.insert(PaymentStatusRow, rows);
  }
}
