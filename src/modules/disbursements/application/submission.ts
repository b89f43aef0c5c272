import { Injectable } from '@nestjs/common';
import { Clock, DomainError, type Actor, type Id, type Money } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { ContractQueries, requiredSlots, type ContractVersionView } from '../../contracts/index.js';
import type { Fund } from '../../ledger/index.js';
import { failedGate, gateRefusal, type GateResult } from '../domain/gates.js';
import type { Claim } from '../domain/payable.js';
import { payloadHash, payloadText, type PayeeAccount } from '../domain/payload.js';
import { DisbursementPayload } from '../persistence/disbursement-payload.js';
import type { Disbursement } from '../persistence/disbursement.js';
import { DisbursementRepository } from '../persistence/disbursement-repository.js';
import { GateKeeper } from './gate-keeper.js';

/** What a submission answers: APPROVING, or GATE_FAILED with the gates that stand in the way. */
export type DisbursementSubmitted = {
  readonly id: number;
  readonly number: string;
  readonly state: 'APPROVING' | 'GATE_FAILED';
  readonly version: number;
  readonly payloadSha256: string;
  readonly failed: readonly { readonly gate: string; readonly reason: string }[];
};

/** What the firm asks for, and the contract version that rules over it. */
export interface Asked {
  readonly claim: Claim;
  readonly contract: ContractVersionView;
  readonly amount: Money;
  readonly actor: Actor;
}

/** What was found when a request was looked at: where its money would go, what its source was asked for before, and its gates. */
export interface Examined {
  readonly payee: PayeeAccount;
  readonly alreadyAsked: Money;
  readonly results: GateResult[];
}

type Content = Pick<
  Disbursement,
  | 'amount'
  | 'contractVersionId'
  | 'contractNumber'
  | 'contractVersionNo'
  | 'requiredSlots'
  | 'payeeAccountId'
  | 'payeeVersion'
  | 'payeeBankName'
  | 'payeeAccountNo'
  | 'payeeAccountName'
  | 'submittedBy'
  | 'submittedAt'
  | 'revision'
  | 'payloadSha256'
>;

/** Base and performance are paid out of the service money. */
export const CLAIM_FUND: Fund = 'SVC';

/** What a first submission and one after a return have in common: the payload is frozen and hashed, and every gate is evaluated. */
@Injectable()
export class Submission {
  constructor(
    private readonly contracts: ContractQueries,
    private readonly gates: GateKeeper,
    private readonly payouts: DisbursementRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * The gates of what is asked; without the right to it (G1) there is no request at all, so that is refused with the formula's figures.
   * @throws DISBURSEMENT_AMOUNT DISBURSEMENT_NO_PAYEE_ACCOUNT and G1's refusals
   */
  async examine(tx: Tx, asked: Asked, payout: { id: number; number: string }): Promise<Examined> {
    if (!asked.amount.isPositive) throw new DomainError('DISBURSEMENT_AMOUNT', { asked: asked.amount.toString() });
    const payee = await this.contracts.payeeAccount(tx, asked.contract.contractId, this.clock.now());
    if (!payee) throw new DomainError('DISBURSEMENT_NO_PAYEE_ACCOUNT');
    const { claim, amount, contract } = asked;
    const results = await this.gates.evaluate(tx, {
      id: payout.id,
      claim,
      contractId: contract.contractId,
      fund: CLAIM_FUND,
      asked: amount,
      payee,
      held: false,
    });
    const failed = failedGate(results);
    if (failed?.gate === 'G1') throw gateRefusal(payout.number, failed);
    return { payee, results, alreadyAsked: await this.payouts.alreadyAsked(tx, claim, payout.id) };
  }

  /** The payload of a payout as it is submitted now, and its columns. */
  freeze(asked: Asked, { payee, alreadyAsked }: Examined, payout: { number: string; revision: number }): { content: Content; text: string } {
    const { claim, contract, amount, actor } = asked;
    const submittedAt = this.clock.now();
    const slots = requiredSlots(contract.approvalPolicy, CLAIM_FUND, alreadyAsked.plus(amount));
    const source =
      claim.kind === 'BASE' ? { kind: claim.kind, period: claim.period } : { kind: claim.kind, assessmentId: claim.assessmentId, quarter: claim.quarter };
    const text = payloadText({
      communityId: actor.communityId,
      number: payout.number,
      revision: payout.revision,
      source,
      fund: CLAIM_FUND,
      amount,
      alreadyAsked,
      slots,
      contract,
      payee,
      submitter: actor,
      submittedAt,
    });
    const content: Content = {
      amount,
      contractVersionId: contract.versionId,
      contractNumber: contract.number,
      contractVersionNo: contract.versionNo,
      requiredSlots: slots,
      payeeAccountId: payee.id,
      payeeVersion: payee.version,
      payeeBankName: payee.bankName,
      payeeAccountNo: payee.accountNo,
      payeeAccountName: payee.accountName,
      submittedBy: actor.personId,
      submittedAt,
      revision: payout.revision,
      payloadSha256: payloadHash(text),
    };
    return { content, text };
  }

  /** Takes a draft through SUBMITTED to where its gates let it: to the approvers, or back with what stands in the way. */
  async submit(tx: Tx, draft: Disbursement, frozen: { content: Content; text: string }, { results }: Examined): Promise<DisbursementSubmitted> {
    const { content, text } = frozen;
    const at = content.submittedAt;
    const by = { organisationId: draft.firmId, personId: content.submittedBy };
    await tx.manager.insert(DisbursementPayload, {
      communityId: tx.communityId,
      id: (await this.payouts.takeId(tx)) as Id<'disbursement_payload'>,
      disbursementId: draft.id,
      revision: content.revision,
      sha256: content.payloadSha256,
      text,
      submittedAt: at,
    });
    const submitted = await this.payouts.advance(tx, draft, { action: 'SUBMIT', to: 'SUBMITTED', by, at }, content);
    const failed = results.filter((result) => result.outcome === 'FAILED');
    const state = failed.length === 0 ? 'APPROVING' : 'GATE_FAILED';
    const payout = await this.payouts.advance(tx, submitted, { action: failed.length === 0 ? 'GATES_PASSED' : 'GATES_FAILED', to: state, by, at });
    await this.payouts.recordGates(tx, payout, { stage: 'SUBMISSION', results, at });
    return {
      id: payout.id,
      number: payout.number,
      state,
      version: payout.version,
      payloadSha256: payout.payloadSha256,
      failed: failed.map(({ gate, reason }) => ({ gate, reason: reason ?? '' })),
    };
  }
}

/** Whose claim it is decides who may ask. @throws DISBURSEMENT_NOT_YOURS */
export function assertOwnContract(actor: Actor, contract: ContractVersionView, claim: Claim): void {
  if (contract.firmId !== actor.organisationId)
    throw new DomainError('DISBURSEMENT_NOT_YOURS', { source: claim.kind === 'BASE' ? claim.period : claim.quarter });
}
