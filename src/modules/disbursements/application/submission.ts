import { Injectable } from '@nestjs/common';
import { Clock, DomainError, isAllowed, together, type Actor, type Id, type Money, type Permission } from '../../../kernel/index.js';
import { insertRows, type Tx } from '../../../platform/database/index.js';
import { ContractQueries, PayeeQueries, enoughOf, requiredSlots, type ContractVersionView } from '../../contracts/index.js';
import { refuseOneBody } from '../domain/decisions.js';
import { failedGate, gateRefusal, type GateResult } from '../domain/gates.js';
import { fundOf, isDocumentClaim, isRestrictedSource, isServiceKind, sourceAccount, sourceName, type Claim, type DisbursementKind } from '../domain/payable.js';
import { payloadHash, payloadText, type PayeeAccount, type PayoutPayload } from '../domain/payload.js';
import { DisbursementPayload } from '../persistence/disbursement-payload.js';
import type { Disbursement } from '../persistence/disbursement.js';
import { DisbursementRepository, rowsOf, type Step } from '../persistence/disbursement-repository.js';
import { GateKeeper, type PaperFacts } from './gate-keeper.js';

/** What a submission answers: APPROVING, or GATE_FAILED with the gates that stand in the way. */
export type DisbursementSubmitted = {
  readonly id: number;
  readonly number: string;
  readonly state: 'APPROVING' | 'GATE_FAILED';
  readonly version: number;
  readonly payloadSha256: string;
  readonly failed: readonly { readonly gate: string; readonly reason: string }[];
};

/** What is asked for, and the contract version that rules over it. `bankName` of an account that money goes back to: the bank's line does not say it. */
export interface Asked {
  readonly claim: Claim;
  readonly bankName: string | null;
  readonly contract: ContractVersionView;
  readonly amount: Money;
  /** The firm's invoice and its files; of a document its own papers count. */
  readonly papers: PaperFacts;
  readonly actor: Actor;
}

/** What was found when a request was looked at: where its money would go, what its source was asked for before, and its gates. */
export interface Examined {
  readonly payee: PayeeAccount & { readonly payeeId: Id<'payee'> | null };
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
  | 'requiredCount'
  | 'resolutionNo'
  | 'invoiceNo'
  | 'documents'
  | 'payeeId'
  | 'payeeAccountId'
  | 'payeeVersion'
  | 'payeeBankName'
  | 'payeeAccountNo'
  | 'payeeAccountName'
  | 'submittedBy'
  | 'submittedFor'
  | 'submittedAt'
  | 'revision'
  | 'payloadSha256'
>;

const BANK_NAME_MAX = 60;

/** What a first submission and one after a return have in common: the payload is frozen and hashed, and every gate is evaluated. */
@Injectable()
export class Submission {
  constructor(
    private readonly contracts: ContractQueries,
    private readonly payees: PayeeQueries,
    private readonly gates: GateKeeper,
    private readonly payouts: DisbursementRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * The gates of what is asked; without the right to it (G1) there is no request at all, so that is refused with the formula's figures.
   * @throws DISBURSEMENT_AMOUNT DISBURSEMENT_NO_PAYEE_ACCOUNT and G1's refusals
   */
  async examine(tx: Tx, asked: Asked, payout: Pick<Disbursement, 'id' | 'number'> & { returns: number }): Promise<Examined> {
    if (!asked.amount.isPositive) throw new DomainError('DISBURSEMENT_AMOUNT', { asked: asked.amount.toString() });
    const { claim, amount, contract } = asked;
    const payee = await this.payeeOf(tx, asked);
    const { results, alreadyAsked } = await together({
      results: this.gates.evaluate(tx, {
        id: payout.id,
        claim,
        contract,
        fund: fundOf(claim),
        asked: amount,
        payee,
        papers: isDocumentClaim(claim) ? claim : asked.papers,
        held: false,
        restricted: payout.returns > 0 || isRestrictedSource(sourceAccount(claim, contract.firmId).code),
        entering: true,
      }),
      alreadyAsked: this.payouts.alreadyAsked(tx, claim, payout.id),
    });
    const failed = failedGate(results);
    if (failed?.gate === 'G1') throw gateRefusal(payout.number, failed);
    return { payee, results, alreadyAsked };
  }

  /** Where the money would go: the firm's account on its contract, the payee's in the register, or the account that the money came from. */
  private async payeeOf(tx: Tx, { claim, contract, bankName }: Asked): Promise<Examined['payee']> {
    const now = this.clock.now();
    if (isDocumentClaim(claim) && claim.payeeId === null) {
      if (claim.obstacle === 'RECEIPT_VOID') throw new DomainError('DISBURSEMENT_RECEIPT_VOID', { number: claim.claimNumber, claim: claim.claimNumber });
      if (claim.origin === null) throw new DomainError('DISBURSEMENT_NO_ORIGIN', { number: claim.claimNumber, claim: claim.claimNumber });
      return { payeeId: null, id: null, version: null, bankName: readBankName(bankName), ...claim.origin };
    }
    const account = isDocumentClaim(claim)
      ? await this.payees.account(tx, claim.payeeId ?? 0, now)
      : await this.contracts.payeeAccount(tx, contract.contractId, now);
    if (!account) throw new DomainError('DISBURSEMENT_NO_PAYEE_ACCOUNT');
    return account;
  }

  /** The payload of a payout as it is submitted now, and its columns. @throws DISBURSEMENT_ONE_BODY */
  freeze(asked: Asked, { payee, alreadyAsked }: Examined, payout: { number: string; revision: number }): { content: Content; text: string } {
    const { claim, contract, amount, actor } = asked;
    const submittedAt = this.clock.now();
    const whole = [contract.approvalPolicy, fundOf(claim), alreadyAsked.plus(amount)] as const;
    const slots = requiredSlots(...whole);
    refuseOneBody({ number: payout.number, requiredSlots: slots });
    const count = enoughOf(...whole);
    const papers = papersOf(claim, asked.papers);
    const text = payloadText({
      communityId: actor.communityId,
      number: payout.number,
      revision: payout.revision,
      source: sourceOfClaim(claim),
      account: sourceAccount(claim, contract.firmId),
      papers,
      fund: fundOf(claim),
      amount,
      alreadyAsked,
      slots,
      count,
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
      requiredCount: count,
      resolutionNo: papers?.resolutionNo ?? null,
      invoiceNo: papers?.invoiceNo ?? null,
      documents: [...(papers?.documents ?? [])],
      payeeId: payee.payeeId,
      payeeAccountId: payee.id,
      payeeVersion: payee.version,
      payeeBankName: payee.bankName,
      payeeAccountNo: payee.accountNo,
      payeeAccountName: payee.accountName,
      submittedBy: actor.personId,
      submittedFor: actor.organisationId,
      submittedAt,
      revision: payout.revision,
      payloadSha256: payloadHash(text),
    };
    return { content, text };
  }

  /** Takes a draft, which a first submission keeps now, through SUBMITTED to where its gates let it: to the approvers, or back with what stands in the way. */
  async submit(
    tx: Tx,
    draft: Disbursement,
    frozen: { content: Content; text: string },
    { results, isFirst }: Examined & { readonly isFirst: boolean },
  ): Promise<DisbursementSubmitted> {
    const { content, text } = frozen;
    const at = content.submittedAt;
    const by = { organisationId: content.submittedFor, personId: content.submittedBy };
    const failed = results.filter((result) => result.outcome === 'FAILED');
    const state = failed.length === 0 ? 'APPROVING' : 'GATE_FAILED';
    const gated: Step = { action: failed.length === 0 ? 'GATES_PASSED' : 'GATES_FAILED', to: state, by, at, gates: { stage: 'SUBMISSION', results } };
    // of one that is submitted again nothing has the second: its draft stands
    const payloadId = await this.payouts.takeIds(tx, 3 + rowsOf(gated));
    const row = { communityId: tx.communityId, id: payloadId as Id<'disbursement_payload'>, disbursementId: draft.id, revision: content.revision };
    const { submitted } = await together({
      draft: isFirst ? this.payouts.insert(tx, draft, { by, at, firstId: payloadId + 1 }) : null,
      payload: insertRows(tx, DisbursementPayload, [{ ...row, sha256: content.payloadSha256, text, submittedAt: at }]),
      submitted: this.payouts.advance(tx, draft, { action: 'SUBMIT', to: 'SUBMITTED', by, at, firstId: payloadId + 2 }, content),
    });
    const payout = await this.payouts.advance(tx, submitted, { ...gated, firstId: payloadId + 3 });
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

/** The permission that asks for a kind: the firm for what it earns, the bookkeeper for what documents give. */
export function askingPermission(kind: DisbursementKind): Permission {
  return isServiceKind(kind) ? 'disbursement.submit' : 'disbursement.prepare';
}

/** Whose claim it is decides who may ask. @throws NOT_ALLOWED DISBURSEMENT_NOT_YOURS */
export function assertMayAsk(actor: Actor, contract: ContractVersionView, claim: Claim): void {
  if (!isAllowed(actor.roles, askingPermission(claim.kind))) throw new DomainError('NOT_ALLOWED');
  if (isServiceKind(claim.kind) && contract.firmId !== actor.organisationId) throw new DomainError('DISBURSEMENT_NOT_YOURS', { source: sourceName(claim) });
}

/** A claim as its payload names it. */
export function sourceOfClaim(claim: Claim): PayoutPayload['source'] {
  if (isDocumentClaim(claim)) return { kind: claim.kind, claimId: claim.claimId, claimNumber: claim.claimNumber };
  return claim.kind === 'BASE' ? { kind: claim.kind, period: claim.period } : { kind: claim.kind, assessmentId: claim.assessmentId, quarter: claim.quarter };
}

function papersOf(claim: Claim, given: PaperFacts): PayoutPayload['papers'] {
  if (!isDocumentClaim(claim)) return servicePapers(given);
  const { words, invoiceNo, documents, resolutionNo } = claim;
  return { words, invoiceNo, documents, resolutionNo };
}

/** What the firm handed in with its request; null where it handed in nothing. */
export function servicePapers({ invoiceNo, documents }: PaperFacts): PayoutPayload['papers'] {
  return invoiceNo === null && documents.length === 0 ? null : { words: '', invoiceNo, documents, resolutionNo: null };
}

const INVOICE_MAX = 40;
const DOCUMENTS_MAX = 10;

/** Papers of a request as they are kept: the number without blanks, each file once. @throws DISBURSEMENT_INVOICE_NO DISBURSEMENT_PAPERS_COUNT */
export function readPapers({ invoiceNo, documents }: PaperFacts): PaperFacts {
  const number = (invoiceNo ?? '').replaceAll(/\s/g, '').toUpperCase();
  if (number.length > INVOICE_MAX || !/^[0-9A-Z-]*$/.test(number)) throw new DomainError('DISBURSEMENT_INVOICE_NO', { field: 'invoiceNo', max: INVOICE_MAX });
  const files = [...new Set(documents)];
  if (files.length > DOCUMENTS_MAX) throw new DomainError('DISBURSEMENT_PAPERS_COUNT', { count: files.length, max: DOCUMENTS_MAX });
  return { invoiceNo: number === '' ? null : number, documents: files };
}

/** The bank of an account that money goes back to, as one printed line. @throws DISBURSEMENT_BANK_NAME */
function readBankName(text: string | null): string {
  const name = (text ?? '').trim();
  if (name === '' || name.length > BANK_NAME_MAX || /\p{Cc}/u.test(name))
    throw new DomainError('DISBURSEMENT_BANK_NAME', { field: 'bankName', max: BANK_NAME_MAX });
  return name;
}
