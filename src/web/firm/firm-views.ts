import { Injectable } from '@nestjs/common';
import { Clock, DomainError, lastDay, Money, monthsOf, type Quarter } from '../../kernel/index.js';
import { AssessmentQueries } from '../../modules/assessments/index.js';
import { ContractQueries, enoughOf, gatesOf, requiredSlots, type ContractVersionView } from '../../modules/contracts/index.js';
import { DisbursementQueries, isServiceKind, type ServiceClaimView } from '../../modules/disbursements/index.js';
import { LedgerQueries } from '../../modules/ledger/index.js';
import type { Tx } from '../../platform/database/index.js';
import { AssessmentReader, ItemFiles } from '../desk/assessment/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { formSeal, type Refusal } from '../desk/form-parts.js';
import { mayEnd, maySubmitAgain, payableAgain, payoutRow, PayoutReader } from '../desk/payout/index.js';
import type { Task } from '../desk/task-list.js';
import type { Visit } from '../desk/visit.js';
import { claimKey, type ClaimFact } from './claim-facts.js';
import type { FirmHomeView } from './firm-home-page.js';
import type { FirmPayoutDone, FirmPayoutView } from './firm-payout-page.js';
import type { AmountView, CheckView, ChooseClaimView, PayeeFact } from './request-page.js';
import type { SelfEvaluationView } from './self-evaluation-page.js';

const RECENT = 5;
/** Base and performance are paid out of the service money. */
const FUND = 'SVC';

/** Reads what the pages of the firm show. */
@Injectable()
export class FirmViews {
  constructor(
    private readonly clock: Clock,
    private readonly frames: DeskFrames,
    private readonly payouts: DisbursementQueries,
    private readonly payoutReader: PayoutReader,
    private readonly assessments: AssessmentQueries,
    private readonly assessmentReader: AssessmentReader,
    private readonly itemFiles: ItemFiles,
    private readonly contracts: ContractQueries,
    private readonly ledger: LedgerQueries,
  ) {}

  async home(tx: Tx, visit: Visit): Promise<FirmHomeView> {
    const claims = await this.payouts.firmClaims(tx);
    const sum = (amountOf: (view: ServiceClaimView) => Money): string => Money.sum(claims.map((view) => amountOf(view))).toString();
    const waits = ({ claim }: ServiceClaimView): boolean => claim.kind === 'PERFORMANCE' && claim.obstacle !== null;
    return {
      frame: await this.frames.frame(tx, visit, { area: 'f', current: 'claims' }),
      totals: {
        payable: payableTogether(claims).toString(),
        pending: sum(({ pending }) => pending),
        waiting: sum((view) => (waits(view) ? view.claim.withheld : Money.zero)),
      },
      tasks: await this.tasks(tx, visit),
      claims: claims.map((view) => claimFact(view)),
      recent: (await this.payouts.list(tx, { beforeId: 0, limit: RECENT })).map((payout) => payoutRow(payout, visit.actor)),
    };
  }

  async choose(tx: Tx, visit: Visit, refusal: Refusal | null): Promise<ChooseClaimView> {
    const claims = (await this.payouts.firmClaims(tx)).filter(({ payable }) => payable.isPositive);
    return { frame: await this.frames.frame(tx, visit, { area: 'f', current: 'requests' }), claims: claims.map((view) => claimFact(view)), refusal };
  }

  /** @throws NOT_FOUND for what is no claim of this compound */
  async amount(tx: Tx, visit: Visit, asked: { source: string; amount: string | null; refusal: Refusal | null }): Promise<AmountView> {
    const view = await this.claim(tx, asked.source);
    const { payee, version } = await this.terms(tx, view);
    return {
      frame: await this.frames.frame(tx, visit, { area: 'f', current: 'requests' }),
      claim: claimFact(view),
      amount: asked.amount ?? view.payable.toString(),
      payee,
      contract: version.number,
      refusal: asked.refusal,
    };
  }

  /** @throws NOT_FOUND */
  async check(tx: Tx, visit: Visit, asked: { source: string; amount: Money; refusal: Refusal | null }): Promise<CheckView> {
    const view = await this.claim(tx, asked.source);
    const { payee, version } = await this.terms(tx, view);
    const fund = (await this.ledger.funds(tx)).find((balance) => balance.fund === FUND);
    return {
      frame: await this.frames.frame(tx, visit, { area: 'f', current: 'requests' }),
      claim: claimFact(view),
      amount: asked.amount.toString(),
      payee,
      contract: version.number,
      slots: requiredSlots(version.approvalPolicy, FUND, Money.sum([view.pending, view.paid, asked.amount])),
      enough: enoughOf(version.approvalPolicy, FUND, Money.sum([view.pending, view.paid, asked.amount])),
      invoice: gatesOf(version).invoice,
      available: (fund?.available ?? Money.zero).toString(),
      seal: formSeal(visit.session.formToken),
      refusal: asked.refusal,
    };
  }

  /** @throws NOT_FOUND */
  async payout(tx: Tx, visit: Visit, number: string, after: { done: FirmPayoutDone | null; refusal: Refusal | null }): Promise<FirmPayoutView> {
    const { detail, facts } = await this.payoutReader.read(tx, visit, number);
    const own = isServiceKind(detail.kind);
    return {
      frame: await this.frames.frame(tx, visit, { area: 'f', current: 'requests' }),
      // to whom money goes back is not the firm's to know (seenBy leaves it out)
      payout: facts.personal ? { ...facts, payee: { name: visit.m.public.payout.person, bankName: '', last4: '' } } : facts,
      base: `/f/${visit.slug}/payouts`,
      version: detail.version,
      revise: own && maySubmitAgain(detail) ? { seal: formSeal(visit.session.formToken), payable: payableAgain(detail), bankName: null } : null,
      cancel: own && mayEnd(detail) ? formSeal(visit.session.formToken) : null,
      ...after,
    };
  }

  /** @throws ASSESSMENT_NONE */
  async assessment(tx: Tx, visit: Visit, quarter: Quarter, after: { done: SelfEvaluationView['done']; refusal: Refusal | null }): Promise<SelfEvaluationView> {
    const { view, facts } = await this.assessmentReader.read(tx, quarter, visit.actor);
    const mayEvaluate = view.state === 'OPEN' && facts.quarterOver;
    return {
      frame: await this.frames.frame(tx, visit, { area: 'f', current: 'selfEvaluation' }),
      facts,
      draft: mayEvaluate ? await this.itemFiles.draft(tx, visit.actor, view) : [],
      evaluate: mayEvaluate ? formSeal(visit.session.formToken) : null,
      late: this.clock.today() > view.dates.selfEvaluationUntil,
      appeal: view.state === 'SCORED' && !facts.windowOver ? formSeal(visit.session.formToken) : null,
      ...after,
    };
  }

  private async tasks(tx: Tx, { m, slug }: Visit): Promise<Task[]> {
    const texts = m.firm.home;
    const today = this.clock.today();
    const quarters = await this.assessments.all(tx);
    const evaluations = quarters
      .filter(({ state, quarter }) => state === 'OPEN' && today > lastDay(monthsOf(quarter)[2]))
      .map(({ quarter, dates }): Task => ({
        title: texts.selfEvaluate(m.quarter(quarter)),
        note: texts.selfEvaluateUntil(m.date(dates.selfEvaluationUntil)),
        href: `/f/${slug}/assessments/${quarter}`,
        until: dates.selfEvaluationUntil,
        late: today > dates.selfEvaluationUntil,
      }));
    const appeals = quarters.flatMap(({ quarter, state, appealUntil }): Task[] =>
      state === 'SCORED' && appealUntil !== null && today <= appealUntil
        ? [
            {
              title: texts.appeal(m.quarter(quarter)),
              note: texts.appealUntil(m.date(appealUntil)),
              href: `/f/${slug}/assessments/${quarter}`,
              until: appealUntil,
              late: false,
            },
          ]
        : [],
    );
    const drafts = (await this.payouts.list(tx, { state: 'DRAFT', beforeId: 0, limit: RECENT })).filter(({ kind }) => isServiceKind(kind));
    const returned = drafts.map(({ number }): Task => ({
      title: texts.returned(number),
      note: texts.returnedNote,
      href: `/f/${slug}/payouts/${number}`,
      until: null,
      late: false,
    }));
    return [...returned, ...evaluations, ...appeals];
  }

  private async claim(tx: Tx, source: string): Promise<ServiceClaimView> {
    const view = (await this.payouts.firmClaims(tx)).find(({ claim }) => claimKey(purposeOf(claim)) === source);
    if (!view) throw new DomainError('NOT_FOUND');
    return view;
  }

  /** The contract that rules over a claim, and the account that stands on it now. */
  private async terms(tx: Tx, { claim }: ServiceClaimView): Promise<{ version: ContractVersionView; payee: PayeeFact | null }> {
    const version =
      claim.kind === 'BASE'
        ? claim.opened
          ? await this.contracts.version(tx, claim.opened.contractVersionId)
          : await this.contracts.versionFor(tx, claim.period)
        : await this.contracts.version(tx, (await this.assessments.standing(tx, claim.assessmentId)).contractVersionId);
    const account = await this.contracts.payeeAccount(tx, version.contractId, this.clock.now());
    if (!account) return { version, payee: null };
    const { bankName, accountName, last4, registeredAt } = account;
    return { version, payee: { bankName, accountName, last4, registeredAt } };
  }
}

function purposeOf(claim: ServiceClaimView['claim']): ClaimFact['purpose'] {
  return claim.kind === 'BASE' ? { kind: claim.kind, period: claim.period, quarter: null } : { kind: claim.kind, period: null, quarter: claim.quarter };
}

/** Each claim may be asked for up to all that is owed to the firm; together they are not more than that. */
function payableTogether(claims: readonly ServiceClaimView[]): Money {
  const owed = claims.reduce((most, view) => Money.max(most, view.owed ?? Money.zero), Money.zero);
  return Money.min(owed, Money.sum(claims.map(({ payable }) => payable)));
}

function claimFact({ claim, pending, paid, payable }: ServiceClaimView): ClaimFact {
  const takenOff = claim.obstacle === null ? claim.entitled.minus(pending).minus(paid).minus(payable) : Money.zero;
  const { entitlement, withheld, entitled, score, ratio, obstacle } = claim;
  return {
    purpose: purposeOf(claim),
    entitlement: entitlement.toString(),
    withheld: withheld.toString(),
    entitled: entitled.toString(),
    repaid: (claim.repaid ?? Money.zero).toString(),
    opened: (claim.opened ?? null) !== null,
    score: score?.toFixed(2) ?? null,
    ratio: ratio?.toString() ?? null,
    pending: pending.toString(),
    paid: paid.toString(),
    payable: payable.toString(),
    takenOff: Money.max(takenOff, Money.zero).toString(),
    obstacle,
  };
}
