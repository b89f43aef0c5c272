import { Injectable } from '@nestjs/common';
import { Clock, Money, required, together, type BusinessDate, type Instant, type OrganisationId } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { ReconciliationQueries } from '../../bank/index.js';
import { ContractQueries, gatesOf, PayeeQueries, payoutTimesOf, type ContractVersionView } from '../../contracts/index.js';
import { LedgerQueries, type Fund } from '../../ledger/index.js';
import { BudgetQueries, ResolutionQueries, yearOf, type ResolutionKind } from '../../resolutions/index.js';
import { evaluateGates, type GateFacts, type GateResult, type NamedAccount } from '../domain/gates.js';
import { isDocumentClaim, isRestrictedSource, sourceAccount, type Claim, type DisbursementKind, type DocumentKind } from '../domain/payable.js';
import type { PayeeAccount } from '../domain/payload.js';
import type { Disbursement } from '../persistence/disbursement.js';
import { DisbursementRepository } from '../persistence/disbursement-repository.js';
import { ClaimReader, type SourceRequest } from './claim-reader.js';

/** A payout as the gates look at it; `id` 0 while it has no row. */
export interface GatedPayout {
  readonly id: number;
  readonly claim: Claim;
  readonly contract: Pick<ContractVersionView, 'contractId' | 'number' | 'firmId' | 'gates' | 'times'>;
  readonly fund: Fund;
  readonly asked: Money;
  readonly payee: Pick<PayeeAccount, 'id' | 'version' | 'accountNo' | 'accountName'> & { readonly payeeId: number | null };
  /** What it stands on: of a document its own papers, of the firm's claim what it handed in with its request. */
  readonly papers: PaperFacts;
  /** Whether its hold is posted, and whether its money is restricted already: it came back, or lies on an account of that kind. */
  readonly held: boolean;
  readonly restricted: boolean;
  /** It is looked at for its submission: what other requests wait for is not there for it. */
  readonly entering: boolean;
}

/** An invoice by its number, and files by their hash. */
export interface PaperFacts {
  readonly invoiceNo: string | null;
  readonly documents: readonly string[];
}

/** Kinds of resolution that allow what a payout is for. */
const resolutionKinds: Readonly<Partial<Record<DocumentKind, readonly ResolutionKind[]>>> = {
  SPENDING: ['SPENDING', 'COM_USE', 'OTHER'],
  FLOAT: ['SPENDING', 'COM_USE'],
  MAINTENANCE: ['MAINTENANCE', 'COM_USE'],
};

/** The account of cost by which a kind stands in the budget; of SPENDING its claim says it. */
const budgetCodes: Readonly<Partial<Record<DisbursementKind, string>>> = { BASE: '5001.01', PERFORMANCE: '5001.02', COST: '5101', FLOAT: '5101', TAX: '5201' };

/** What several payouts that are looked at in one transaction have in common is read once. */
export class MomentOfGates {
  private readonly asked = new Map<string, Promise<unknown>>();

  once<T>(name: string, read: () => Promise<T>): Promise<T> {
    const found = this.asked.get(name) ?? read();
    this.asked.set(name, found);
    return found as Promise<T>;
  }
}

/** Gathers the facts of this moment and evaluates all gates on them. */
@Injectable()
export class GateKeeper {
  constructor(
    private readonly claims: ClaimReader,
    private readonly contracts: ContractQueries,
    private readonly payees: PayeeQueries,
    private readonly resolutions: ResolutionQueries,
    private readonly ledger: LedgerQueries,
    private readonly payouts: DisbursementRepository,
    private readonly reconciliations: ReconciliationQueries,
    private readonly budgets: BudgetQueries,
    private readonly clock: Clock,
  ) {}

  async evaluate(tx: Tx, payout: GatedPayout, moment = new MomentOfGates()): Promise<GateResult[]> {
    const [now, today] = [this.clock.now(), this.clock.today()];
    const { claim, asked, held, restricted, payee, contract } = payout;
    const { budget, invoice, reconciledWithinDays } = gatesOf(contract);
    const { book, funds, owed, ...facts } = await together({
      book: moment.once('book', () => this.ledger.book(tx)),
      funds: moment.once('funds', () => this.ledger.funds(tx)),
      owed: restricted ? null : this.owed(tx, { claim, firmId: contract.firmId, entering: payout.entering }),
      alreadyAsked: this.payouts.alreadyAsked(tx, claim, payout.id),
      named: this.named(tx, payout, now),
      papers: this.papers(tx, payout),
      budget: budget ? this.budgetOf(tx, payout, { today, moment }) : null,
      reconciled:
        reconciledWithinDays === null
          ? null
          : moment.once(`proof ${reconciledWithinDays}`, () => this.reconciliations.proof(tx, { today, withinDays: reconciledWithinDays })),
      resolution: this.resolution(tx, payout),
      suspended: moment.once(`suspended ${contract.contractId}`, () => this.suspended(tx, contract)),
    });
    const fund = required(
      funds.find((balance) => balance.fund === payout.fund),
      `fund ${payout.fund}`,
    );
    return evaluateGates({
      now,
      today,
      asked,
      claim,
      ...facts,
      owed: owed && held ? owed.plus(asked) : owed,
      fund: payout.fund,
      available: fund.available,
      held,
      restricted,
      payee,
      invoice: { asked: invoice && !isDocumentClaim(claim), given: payout.papers.invoiceNo !== null && payout.papers.documents.length > 0 },
      restHours: payoutTimesOf(contract).payeeRestHours,
      closedThrough: required(book, 'the book of the compound').closedThrough,
    });
  }

  private async suspended(tx: Tx, { contractId, number }: GatedPayout['contract']): Promise<GateFacts['suspended']> {
    const step = await this.contracts.payoutsSuspended(tx, contractId);
    return step && { contract: number, since: step.on, by: step.organisation };
  }

  /** The version of the contract by which a payout was asked for. */
  contractOf(tx: Tx, { contractVersionId }: Disbursement, moment: MomentOfGates): Promise<ContractVersionView> {
    return moment.once(`contract ${contractVersionId}`, () => this.contracts.version(tx, contractVersionId));
  }

  /** The gates of a payout that was submitted. */
  async evaluateAgain(tx: Tx, payout: Disbursement, moment = new MomentOfGates()): Promise<GateResult[]> {
    const { payeeAccountId: id, payeeVersion: version, payeeAccountNo: accountNo, payeeAccountName: accountName, payeeId } = payout;
    const [contract, claim] = await together([this.contractOf(tx, payout, moment), this.claims.claim(tx, sourceOf(payout))]);
    const gated: GatedPayout = {
      id: payout.id,
      claim,
      contract,
      fund: payout.fund,
      asked: payout.amount,
      payee: { id, version, accountNo, accountName, payeeId },
      papers: isDocumentClaim(claim) ? claim : payout,
      held: payout.state === 'APPROVED',
      restricted: isRestricted(payout),
      entering: false,
    };
    return this.evaluate(tx, gated, moment);
  }

  /**
   * What the books owe the firm of a claim (2101): what it has earned less what was held and paid, and less penalties, set-offs and months that took back.
   * `entering`: also less what requests that wait for approvals ask for. Null for a document, whose own account bounds it.
   */
  async owed(tx: Tx, { claim, firmId, entering }: Pick<GatedPayout, 'claim' | 'entering'> & { firmId: OrganisationId }): Promise<Money | null> {
    if (isDocumentClaim(claim)) return null;
    const [balance, waiting] = await together([
      this.ledger.balance(tx, 'SVC', sourceAccount(claim, firmId)),
      entering ? this.payouts.waiting(tx, firmId) : Money.zero,
    ]);
    return balance.minus(waiting);
  }

  /** The account that is named for the payout now: by the contract, by the register, or by the bank's line. */
  private async named(tx: Tx, { claim, contract }: GatedPayout, now: Instant): Promise<NamedAccount | null> {
    if (!isDocumentClaim(claim)) return this.contracts.payeeAccount(tx, contract.contractId, now);
    if (claim.payeeId !== null) return this.payees.account(tx, claim.payeeId, now);
    return claim.origin && { id: null, ...claim.origin };
  }

  private async papers(tx: Tx, { claim, papers, payee }: GatedPayout): Promise<GateFacts['papers']> {
    const { invoiceNo, documents } = papers;
    const count = documents.length + (invoiceNo === null ? 0 : 1);
    return {
      count,
      used:
        count === 0 ? null : await this.payouts.usedPaper(tx, claim, { invoiceNo, documents, payeeId: isDocumentClaim(claim) ? claim.payeeId : payee.payeeId }),
    };
  }

  /** Its line of the budget of today's year; null for what takes from none. */
  private async budgetOf(
    tx: Tx,
    { id, claim, fund }: GatedPayout,
    { today, moment }: { readonly today: BusinessDate; readonly moment: MomentOfGates },
  ): Promise<GateFacts['budget']> {
    const code = await this.budgetCode(tx, claim);
    if (code === null) return null;
    const year = yearOf(today);
    const [adopted, use] = await together([
      moment.once(`budget ${year}`, () => this.budgets.of(tx, year)),
      this.budgets.use(tx, year, { today, exceptId: id }),
    ]);
    const ofLine = (line: { readonly fund: string; readonly code: string }) => line.fund === fund && line.code === code;
    return { year, line: `${fund} ${code}`, budget: adopted?.lines.find(ofLine)?.amount ?? null, used: use.find(ofLine)?.used ?? Money.zero };
  }

  private async budgetCode(tx: Tx, { kind, ...claim }: Claim): Promise<string | null> {
    if (kind !== 'SPENDING') return budgetCodes[kind] ?? null;
    const [row] = await tx.query<{ code: string | null }>('select cost_code as code from mingbai.claim where community_id = $1 and id = $2', [
      tx.communityId,
      'claimId' in claim ? claim.claimId : 0,
    ]);
    return row?.code ?? '5901';
  }

  private async resolution(tx: Tx, { id, claim }: GatedPayout): Promise<GateFacts['resolution']> {
    if (!isDocumentClaim(claim) || claim.resolutionNo === null) return null;
    const [resolution, used] = await together([this.resolutions.byNumber(tx, claim.resolutionNo), this.payouts.askedByResolution(tx, claim.resolutionNo, id)]);
    if (!resolution) return null;
    const { number, state, kind, from, to, limit } = resolution;
    const counts = state === 'CONFIRMED' && (resolutionKinds[claim.kind]?.includes(kind) ?? false) && from <= claim.on && (to === null || claim.on <= to);
    return { number, limit, counts, used };
  }
}

/** What a payout was asked from. */
export function sourceOf(payout: Disbursement): SourceRequest {
  if (payout.kind === 'BASE') return { kind: 'BASE', period: required(payout.period, 'the month of a base payout') };
  if (payout.kind === 'PERFORMANCE') return { kind: 'PERFORMANCE', assessmentId: required(payout.assessmentId, 'the assessment of a performance payout') };
  return { kind: payout.kind, claimId: required(payout.claimId, 'the document of a payout') };
}

/** Whether a hold of the payout leaves Available as it was. */
export function isRestricted({ returns, sourceCode }: Pick<Disbursement, 'returns' | 'sourceCode'>): boolean {
  return returns > 0 || isRestrictedSource(sourceCode);
}
