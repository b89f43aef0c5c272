import { Money } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { claimingStates } from '../domain/disbursement-state.js';
import { storedPayload } from '../domain/payload.js';
import { DisbursementPayload } from '../persistence/disbursement-payload.js';
import { DisbursementStep } from '../persistence/disbursement-step.js';
import type { Disbursement } from '../persistence/disbursement.js';

/** Payouts as they stood at earlier moments, told by their steps and payloads alone. A moment is an id: ids of a book run in the order of its commands. */
export class PayoutPast {
  private constructor(
    private readonly payouts: readonly Disbursement[],
    private readonly steps: readonly DisbursementStep[],
    private readonly payloads: readonly DisbursementPayload[],
  ) {}

  static async of(tx: Tx, payouts: readonly Disbursement[]): Promise<PayoutPast> {
    const inOrder = { where: { communityId: tx.communityId }, order: { id: 'ASC' } } as const;
    return new PayoutPast(payouts, await tx.manager.find(DisbursementStep, inOrder), await tx.manager.find(DisbursementPayload, inOrder));
  }

  /** The payload of the revision at which a payout stands. */
  payload(payout: Disbursement): DisbursementPayload | null {
    return this.payloads.find(({ disbursementId, revision }) => disbursementId === payout.id && revision === payout.revision) ?? null;
  }

  /** The payload that a payout had at a moment. */
  payloadAt(disbursementId: number, moment: number): DisbursementPayload | null {
    return this.payloads.findLast((payload) => payload.disbursementId === disbursementId && payload.id < moment) ?? null;
  }

  /** Σ of what the other payouts of the same source asked for, held or had paid when the present payload was submitted. */
  alreadyAsked(payout: Disbursement): Money {
    const moment = this.payload(payout)?.id ?? 0;
    const asking = this.payouts.filter((other) => other.id !== payout.id && sameSource(other, payout) && this.claimedAt(other.id, moment));
    return Money.sum(asking.map(({ id }) => Money.parse(storedPayload(this.payloadAt(id, moment)?.text ?? '')?.amount ?? '0.00')));
  }

  private claimedAt(disbursementId: number, moment: number): boolean {
    const last = this.steps.findLast((step) => step.disbursementId === disbursementId && step.id < moment);
    return last !== undefined && (claimingStates as readonly string[]).includes(last.state);
  }
}

const sameSource = (a: Disbursement, b: Disbursement): boolean =>
  a.kind === b.kind && a.period === b.period && a.assessmentId === b.assessmentId && a.claimId === b.claimId;
