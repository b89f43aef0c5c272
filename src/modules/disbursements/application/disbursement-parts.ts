import { Injectable } from '@nestjs/common';
import { Any } from 'typeorm';
import { ContractQueries, PayeeQueries, payoutTimesOf, type ContractVersionView, type PayeeView, type PayoutTimes } from '../../contracts/index.js';
import { together, withoutPersonalData, type Instant, type OrganisationId } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { isPersonal } from '../domain/payable.js';
import { publishedName } from '../domain/published-name.js';
import { DisbursementStep } from '../persistence/disbursement-step.js';
import type { Disbursement } from '../persistence/disbursement.js';
import { DisbursementRepository, type RecordedDecision } from '../persistence/disbursement-repository.js';
import { ReturnRow } from '../persistence/return-row.js';
import { SettlementRow } from '../persistence/settlement-row.js';
import { purposeOf } from './payment-list-file.js';

/** What was recorded about some payouts, read in a handful of queries however many they are. */
export class DisbursementParts {
  constructor(
    private readonly decisions: readonly RecordedDecision[],
    private readonly steps: readonly DisbursementStep[],
    private readonly settlements: readonly SettlementRow[],
    private readonly returns: readonly ReturnRow[],
    private readonly payees: readonly PayeeView[],
    private readonly contracts: readonly ContractVersionView[],
  ) {}

  /** The waiting times of the contract version by which it was asked for. */
  timesOf({ contractVersionId }: Disbursement): PayoutTimes {
    return payoutTimesOf(this.contracts.find(({ versionId }) => versionId === contractVersionId) ?? {});
  }

  decisionsOf({ id }: Disbursement): RecordedDecision[] {
    return this.decisions.filter((decision) => decision.disbursementId === id);
  }

  /** In the order in which they were taken. */
  stepsOf({ id }: Disbursement): DisbursementStep[] {
    return this.steps.filter((step) => step.disbursementId === id);
  }

  /** The settlement by which a payout is paid; null while it is not, or after it came back. */
  settlementOf({ id, state }: Disbursement): SettlementRow | null {
    return state === 'SETTLED' ? (this.settlements.findLast((settlement) => settlement.disbursementId === id) ?? null) : null;
  }

  /** In the order in which they came. */
  returnsOf({ id }: Disbursement): ReturnRow[] {
    return this.returns.filter((row) => row.disbursementId === id);
  }

  /** Whether name and account are a person's: money that goes back to who sent it, or a payee of the register who is one. */
  isPersonal({ kind, payeeId }: Disbursement): boolean {
    return isPersonal(kind) || (this.payees.find(({ id }) => id === payeeId)?.isPerson ?? false);
  }

  /** The firm that is paid, to the account that its contract says; null for anybody else, whatever the money is for. */
  paidFirm({ payeeId, firmId }: Disbursement): OrganisationId | null {
    return (this.payees.find(({ id }) => id === payeeId)?.contractId ?? null) === null ? null : firmId;
  }

  /** The name that may be published: as the register has it, of the firm its account's; null for a person. */
  publishedPayee(payout: Disbursement): string | null {
    if (this.isPersonal(payout)) return null;
    const payee = this.payees.find(({ id }) => id === payout.payeeId);
    return publishedName(payee?.contractId === null ? payee.name : payout.payeeAccountName);
  }

  /** What it is for, as everybody may read it: of what a person is paid its kind and number, without anybody's words. */
  publishedPurpose(payout: Disbursement): string {
    return withoutPersonalData(purposeOf(this.isPersonal(payout) ? wordless(payout) : payout));
  }

  /** When the bank was last told to pay; null when it was not, or could not. */
  instructedAt(payout: Disbursement): Instant | null {
    if (payout.state !== 'INSTRUCTED' && payout.state !== 'SETTLED') return null;
    return this.stepsOf(payout).findLast((step) => step.action === 'INSTRUCT')?.at ?? null;
  }
}

function wordless({ kind, period, quarter, claimNumber }: Disbursement): Parameters<typeof purposeOf>[0] {
  return { kind, period, quarter, claimNumber, claimWords: null };
}

@Injectable()
export class DisbursementPartsReader {
  constructor(
    private readonly payouts: DisbursementRepository,
    private readonly payees: PayeeQueries,
    private readonly contracts: ContractQueries,
  ) {}

  async read(tx: Tx, payouts: readonly Disbursement[]): Promise<DisbursementParts> {
    const ids = payouts.map(({ id }) => id);
    const where = { communityId: tx.communityId, disbursementId: Any(ids) };
    const parts = await together([
      this.payouts.decisionsOf(tx, ids),
      tx.manager.find(DisbursementStep, { where, order: { disbursementId: 'ASC', version: 'ASC' } }),
      tx.manager.find(SettlementRow, { where, order: { id: 'ASC' } }),
      tx.manager.find(ReturnRow, { where, order: { id: 'ASC' } }),
      this.payees.withIds(tx, [...new Set(payouts.flatMap(({ payeeId }) => payeeId ?? []))]),
      this.contracts.versions(tx),
    ]);
    return new DisbursementParts(...parts);
  }
}
