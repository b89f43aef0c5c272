import { Injectable } from '@nestjs/common';
import { Clock, DomainError, Money } from '../../kernel/index.js';
import { ContractQueries, enoughOf, PayeeQueries, requiredSlots } from '../../modules/contracts/index.js';
import { DisbursementQueries, documentKinds, isPersonal, isServiceKind, type ClaimView, type DocumentClaim } from '../../modules/disbursements/index.js';
import type { Tx } from '../../platform/database/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { formSeal, type Refusal } from '../desk/form-parts.js';
import { mayEnd, maySubmitAgain, payableAgain, payoutRow, PayoutReader } from '../desk/payout/index.js';
import type { Visit } from '../desk/visit.js';
import type { FirmPayoutDone, FirmPayoutView } from '../firm/firm-payout-page.js';
import type { RequestAmountView, RequestCheckView, RequestFact, RequestListView } from './request-pages.js';

const RECENT = 50;

/** What a form of the bookkeeper names: a document by its kind and number. */
export interface AskedClaim {
  readonly kind: string;
  readonly claim: string;
}

/** Reads what the pages of the bookkeeper's requests show. */
@Injectable()
export class RequestViews {
  constructor(
    private readonly clock: Clock,
    private readonly frames: DeskFrames,
    private readonly payouts: DisbursementQueries,
    private readonly payoutReader: PayoutReader,
    private readonly contracts: ContractQueries,
    private readonly payees: PayeeQueries,
  ) {}

  async list(tx: Tx, visit: Visit): Promise<RequestListView> {
    const claims: RequestFact[] = [];
    // the many that are paid need nothing from anybody
    const unpaid = (await this.payouts.documentClaims(tx)).filter(({ claim, paid }) => !claim.entitled.equals(paid));
    for (const view of unpaid) claims.push(await this.fact(tx, view));
    const asked = (await this.payouts.list(tx, { beforeId: 0, limit: RECENT })).filter(({ kind }) => !isServiceKind(kind));
    return {
      frame: await this.frames.frame(tx, visit, { area: 'b', current: 'prepared' }),
      open: claims.filter(({ payable, obstacle }) => obstacle === null && payable !== '0.00'),
      // what was taken back needs nothing from anybody
      blocked: claims.filter(({ obstacle }) => obstacle !== null && obstacle !== 'NOT_APPROVED'),
      asked: asked.map((payout) => payoutRow(payout, visit.actor)),
    };
  }

  /** @throws NOT_FOUND */
  async amount(tx: Tx, visit: Visit, asked: AskedClaim & { amount: string; bankName: string; refusal: Refusal | null }): Promise<RequestAmountView> {
    const claim = await this.fact(tx, await this.claim(tx, asked));
    return {
      frame: await this.frames.frame(tx, visit, { area: 'b', current: 'prepared' }),
      claim,
      amount: asked.amount === '' ? claim.payable : asked.amount,
      bankName: asked.bankName,
      refusal: asked.refusal,
    };
  }

  /** @throws NOT_FOUND CONTRACT_NONE */
  async check(tx: Tx, visit: Visit, asked: AskedClaim & { amount: Money; bankName: string }): Promise<RequestCheckView> {
    const view = await this.claim(tx, asked);
    const { approvalPolicy } = await this.contracts.policyFor(tx, this.clock.today());
    return {
      frame: await this.frames.frame(tx, visit, { area: 'b', current: 'prepared' }),
      claim: await this.fact(tx, view),
      amount: asked.amount.toString(),
      bankName: asked.bankName,
      slots: requiredSlots(approvalPolicy, view.claim.fund, Money.sum([view.pending, view.paid, asked.amount])),
      enough: enoughOf(approvalPolicy, view.claim.fund, Money.sum([view.pending, view.paid, asked.amount])),
      seal: formSeal(visit.session.formToken),
      refusal: null,
    };
  }

  /** @throws NOT_FOUND, also for what the firm asked for */
  async payout(tx: Tx, visit: Visit, number: string, after: { done: FirmPayoutDone | null; refusal: Refusal | null }): Promise<FirmPayoutView> {
    const { detail, facts } = await this.payoutReader.read(tx, visit, number);
    if (isServiceKind(detail.kind)) throw new DomainError('NOT_FOUND');
    const seal = formSeal(visit.session.formToken);
    return {
      frame: await this.frames.frame(tx, visit, { area: 'b', current: 'prepared' }),
      payout: facts,
      base: `/b/${visit.slug}/requests`,
      version: detail.version,
      revise: maySubmitAgain(detail) ? { seal, payable: payableAgain(detail), bankName: detail.payee.version === null ? detail.payee.bankName : null } : null,
      cancel: mayEnd(detail) ? formSeal(visit.session.formToken) : null,
      ...after,
    };
  }

  private async claim(tx: Tx, asked: AskedClaim): Promise<ClaimView<DocumentClaim>> {
    const kind = documentKinds.find((known) => known === asked.kind);
    if (!kind) throw new DomainError('NOT_FOUND');
    return this.payouts.documentClaimView(tx, kind, asked.claim);
  }

  private async fact(tx: Tx, { claim, pending, paid, payable }: ClaimView<DocumentClaim>): Promise<RequestFact> {
    const { kind, claimNumber: number, words, fund, entitled, resolutionNo, invoiceNo, documents, obstacle } = claim;
    return {
      kind,
      number,
      words,
      fund,
      resolutionNo,
      invoiceNo,
      obstacle,
      documents: documents.length,
      entitled: entitled.toString(),
      pending: pending.toString(),
      paid: paid.toString(),
      payable: payable.toString(),
      // a refund of a deposit from before the books goes to a registered account, as other payees do
      personal: isPersonal(kind) && claim.payeeId === null,
      payee: await this.payee(tx, claim),
    };
  }

  private async payee(tx: Tx, { payeeId, origin }: DocumentClaim): Promise<RequestFact['payee']> {
    if (payeeId === null) return origin && { name: origin.accountName, bankName: '', last4: origin.accountNo.slice(-4) };
    const account = await this.payees.account(tx, payeeId, this.clock.now());
    return account && { name: account.accountName, bankName: account.bankName, last4: account.last4 };
  }
}
