import { Injectable } from '@nestjs/common';
import { Clock, dateOf, isAllowed, type BusinessDate } from '../../kernel/index.js';
import { AssessmentQueries, type AssessmentView } from '../../modules/assessments/index.js';
import { BankAccountQueries } from '../../modules/communities/index.js';
import { ContractQueries, monthDates } from '../../modules/contracts/index.js';
import { ReconciliationQueries, reconciliationState } from '../../modules/bank/index.js';
import {
  AccountChangeQueries,
  AccountEndQueries,
  openingPartyOf,
  OpeningQueries,
  ReopeningQueries,
  SuspenseReturnQueries,
} from '../../modules/settlement/index.js';
import { FirmDueQueries } from '../../modules/entitlements/index.js';
import { KeyAdmissions } from '../../modules/disbursements/index.js';
import {
  BudgetQueries,
  mayConfirm as mayConfirmRecord,
  ResolutionQueries,
  VoteQueries,
  waitingBudget,
  waitingResolution,
} from '../../modules/resolutions/index.js';
import { FeeItemQueries, PaperRefundQueries, UnitCorrectionRequests, WaiverQueries } from '../../modules/fees/index.js';
import { ClaimQueries } from '../../modules/operating-income/index.js';
import { spanOf, StatementQueries } from '../../modules/statements/index.js';
import type { Tx } from '../../platform/database/index.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';
import { mayConfirm } from '../desk/keys/index.js';
import type { Visit } from '../desk/visit.js';
import type { Task } from '../desk/task-list.js';

type Words = Messages['workbench']['queue']['task'];
type AssessmentStep = { readonly note: keyof Words & ('inspection' | 'survey' | 'score' | 'finalise' | 'review'); readonly until: BusinessDate };

const RECENT = 12;

/** What else waits for a person who approves: a reconciliation to sign, a statement to publish, the next step of an assessment. */
@Injectable()
export class Tasks {
  constructor(
    private readonly clock: Clock,
    private readonly assessments: AssessmentQueries,
    private readonly contracts: ContractQueries,
    private readonly statements: StatementQueries,
    private readonly reconciliations: ReconciliationQueries,
    private readonly reopenings: ReopeningQueries,
    private readonly openings: OpeningQueries,
    private readonly claims: ClaimQueries,
    private readonly waivers: WaiverQueries,
    private readonly feeItems: FeeItemQueries,
    private readonly returns: SuspenseReturnQueries,
    private readonly accountChanges: AccountChangeQueries,
    private readonly accountEnds: AccountEndQueries,
    private readonly accounts: BankAccountQueries,
    private readonly votes: VoteQueries,
    private readonly resolutions: ResolutionQueries,
    private readonly budgets: BudgetQueries,
    private readonly papers: PaperRefundQueries,
    private readonly firmDues: FirmDueQueries,
    private readonly corrections: UnitCorrectionRequests,
    private readonly keys: KeyAdmissions,
  ) {}

  async of(tx: Tx, visit: Visit): Promise<Task[]> {
    return [
      ...(await this.toConfirmKeys(tx, visit)),
      ...(await this.toSign(tx, visit)),
      ...(await this.toOpen(tx, visit)),
      ...(await this.toReopen(tx, visit)),
      ...(await this.toChangeAccount(tx, visit)),
      ...(await this.toDecide(tx, visit)),
      ...(await this.toWaive(tx, visit)),
      ...(await this.toDiscount(tx, visit)),
      ...(await this.toCorrect(tx, visit)),
      ...(await this.toSendBack(tx, visit)),
      ...(await this.toRefund(tx, visit)),
      ...(await this.toTakeBack(tx, visit)),
      ...(await this.toVote(tx, visit)),
      ...(await this.toConfirmRecords(tx, visit)),
      ...(await this.toPublish(tx, visit)),
      ...(await this.toAssess(tx, visit)),
    ];
  }

  private async toConfirmKeys(tx: Tx, { actor, m, slug }: Visit): Promise<Task[]> {
    const keys = await this.keys.list(tx, { beforeId: 0, limit: 200 });
    const waiting = keys.filter((key) => key.revokedAt === null && !key.isAdmitted && mayConfirm(key, actor)).length;
    const texts = m.signing.keys;
    return waiting === 0 ? [] : [{ title: texts.task(waiting), note: texts.taskNote, href: `/w/${slug}/keys`, until: null, late: false }];
  }

  private async toSign(tx: Tx, { actor, m, slug }: Visit): Promise<Task[]> {
    if (!isAllowed(actor.roles, 'reconciliation.sign')) return [];
    const waiting = (await this.reconciliations.prepared(tx)).filter((view) => reconciliationState(view) === 'PREPARED');
    return waiting.map(({ id, month }) => {
      return { title: m.reconcile.task(m.month(month)), note: m.reconcile.taskNote, href: `/w/${slug}/reconciliations/${id}`, until: null, late: false };
    });
  }

  private async toOpen(tx: Tx, { actor, m, slug }: Visit): Promise<Task[]> {
    const party = isAllowed(actor.roles, 'opening.sign') ? openingPartyOf(actor) : null;
    if (party === null) return [];
    const waiting = (await this.openings.all(tx)).filter(({ state, signatures }) => state === 'PREPARED' && !signatures.some((own) => own.party === party));
    return waiting.map(({ id }) => ({ title: m.opening.task, note: m.opening.taskNote, href: `/w/${slug}/opening/${id}`, until: null, late: false }));
  }

  private async toReopen(tx: Tx, { actor, m, slug }: Visit): Promise<Task[]> {
    if (!isAllowed(actor.roles, 'period.confirm-reopening')) return [];
    const waiting = (await this.reopenings.all(tx)).filter(({ state }) => state === 'WAITING');
    return waiting.map(({ month, expiresAt }) => {
      return { title: m.reopen.task(m.month(month)), note: m.reopen.taskNote, href: `/w/${slug}/reopenings`, until: dateOf(expiresAt), late: false };
    });
  }

  private async toChangeAccount(tx: Tx, { actor, m, slug }: Visit): Promise<Task[]> {
    if (!isAllowed(actor.roles, 'account-change.answer')) return [];
    const waiting = (await this.accountChanges.all(tx)).filter(({ state, askedFor }) => state === 'ASKED' && askedFor !== actor.organisationId);
    const texts = m.bankAccounts;
    const ends = (await this.accountEnds.all(tx)).filter(({ state, recordedFor }) => state === 'ASKED' && recordedFor !== actor.organisationId);
    const known = ends.length > 0 ? await this.accounts.all(tx) : [];
    const task = (title: string, note: string): Task => ({ title, note, href: `/w/${slug}/accounts`, until: null, late: false });
    return [
      ...waiting.map(({ accountNo }) => task(texts.task(accountNo.slice(-4)), texts.taskNote)),
      ...ends.map(({ accountId }) => task(texts.endTask(known.find(({ id }) => id === accountId)?.last4 ?? ''), texts.endTaskNote)),
    ];
  }

  private async toDecide(tx: Tx, { actor, m, slug }: Visit): Promise<Task[]> {
    if (!isAllowed(actor.roles, 'claim.decide')) return [];
    const waiting = (await this.claims.all(tx, { states: ['ASKED'] })).filter((claim) => claim.askedFor !== actor.organisationId);
    const texts = m.income.claims;
    return waiting.map(({ number, amount }) => {
      return { title: texts.task(number, formatMoney(amount.toString())), note: texts.taskNote, href: `/w/${slug}/claims/${number}`, until: null, late: false };
    });
  }

  private async toWaive(tx: Tx, { actor, m, slug }: Visit): Promise<Task[]> {
    if (!isAllowed(actor.roles, 'waiver.decide')) return [];
    const waiting = await this.waivers.page(tx, { beforeId: 0, limit: RECENT, state: 'ASKED' });
    const texts = m.billing.waivers;
    return waiting.length === 0 ? [] : [{ title: texts.task(waiting.length), note: texts.taskNote, href: `/w/${slug}/waivers`, until: null, late: false }];
  }

  private async toDiscount(tx: Tx, { actor, m, slug }: Visit): Promise<Task[]> {
    if (!isAllowed(actor.roles, 'discount.decide')) return [];
    const discounts = await this.feeItems.discounts(tx);
    const waiting = discounts.filter(({ state }) => state === 'WAITING').length;
    const ending = discounts.filter(({ end }) => end?.state === 'WAITING').length;
    const tasks = [
      { count: waiting, texts: m.billing.discounts },
      { count: ending, texts: m.discountEnds },
    ].filter(({ count }) => count > 0);
    return tasks.map(({ count, texts }) => ({ title: texts.task(count), note: texts.taskNote, href: `/w/${slug}/waivers`, until: null, late: false }));
  }

  private async toCorrect(tx: Tx, { actor, m, slug }: Visit): Promise<Task[]> {
    if (!isAllowed(actor.roles, 'unit.correct')) return [];
    const waiting = await this.corrections.all(tx, 'WAITING');
    const texts = m.corrections;
    return waiting.length === 0 ? [] : [{ title: texts.task(waiting.length), note: texts.taskNote, href: `/w/${slug}/units`, until: null, late: false }];
  }

  private async toSendBack(tx: Tx, { actor, m, slug }: Visit): Promise<Task[]> {
    if (!isAllowed(actor.roles, 'suspense.confirm-return')) return [];
    const waiting = await this.returns.all(tx, { states: ['ASKED'] });
    const texts = m.decisions.returns;
    return waiting.length === 0 ? [] : [{ title: texts.task(waiting.length), note: texts.taskNote, href: `/w/${slug}/decisions`, until: null, late: false }];
  }

  private async toRefund(tx: Tx, { actor, m, slug }: Visit): Promise<Task[]> {
    if (!isAllowed(actor.roles, 'fee.refund-confirm')) return [];
    const waiting = await this.papers.all(tx, { states: ['ASKED'] });
    const texts = m.paperRefunds.decide;
    return waiting.length === 0 ? [] : [{ title: texts.task(waiting.length), note: texts.taskNote, href: `/w/${slug}/decisions`, until: null, late: false }];
  }

  private async toTakeBack(tx: Tx, { actor, m, slug }: Visit): Promise<Task[]> {
    if (!isAllowed(actor.roles, 'firm-due.penalise')) return [];
    const own = actor.roles.includes('CENTRE') ? 'CENTRE' : 'OWNER_SIDE';
    const waiting = (await this.firmDues.penaltyUndos(tx)).filter(({ state, askedParty }) => state === 'ASKED' && askedParty !== own);
    const texts = m.decisions.penalty.undo;
    return waiting.length === 0 ? [] : [{ title: texts.task(waiting.length), note: texts.taskNote, href: `/w/${slug}/decisions`, until: null, late: false }];
  }

  private async toVote(tx: Tx, { actor, m, slug }: Visit): Promise<Task[]> {
    const [holds, confirms] = [isAllowed(actor.roles, 'vote.hold'), isAllowed(actor.roles, 'vote.confirm')];
    if (!holds && !confirms) return [];
    const texts = m.votes;
    return (await this.votes.all(tx)).flatMap(({ number, state, closesOn, openedFor, count }): Task[] => {
      const href = `/w/${slug}/votes/${number}`;
      const own = openedFor === actor.organisationId || count?.for === actor.organisationId;
      if (state === 'COUNTED' && confirms && !own) return [{ title: texts.task(number), note: texts.taskNote, href, until: null, late: false }];
      const over = state === 'OPEN' && holds && own && closesOn < this.clock.today();
      return over ? [{ title: texts.toCount(number), note: texts.toCountNote, href, until: null, late: false }] : [];
    });
  }

  /** A budget is confirmed with the resolution that waits beside it, in one act. */
  private async toConfirmRecords(tx: Tx, { actor, m, slug }: Visit): Promise<Task[]> {
    if (!isAllowed(actor.roles, 'resolution.confirm')) return [];
    const texts = m.confirmations;
    const task = (title: string, path: string): Task => ({ title, note: texts.taskNote, href: `/w/${slug}/${path}`, until: null, late: false });
    const budgets = (await this.budgets.all(tx)).filter((budget) => mayConfirmRecord(actor, waitingBudget(budget)));
    const resolutions = (await this.resolutions.all(tx)).filter(
      (resolution) => mayConfirmRecord(actor, waitingResolution(resolution)) && !budgets.some((budget) => budget.resolution === resolution.number),
    );
    return [
      ...budgets.map(({ year, versionNo }) => task(texts.taskBudget(year), `budget#year-${year}-${versionNo}`)),
      ...resolutions.map(({ number }) => task(texts.task(number), `resolutions#${number}`)),
    ];
  }

  private async toPublish(tx: Tx, { actor, m, slug }: Visit): Promise<Task[]> {
    if (!isAllowed(actor.roles, 'statement.publish')) return [];
    const texts = m.workbench.queue.task;
    const ready = (await this.statements.versions(tx, { beforeId: 0, limit: RECENT })).filter(({ state }) => state === 'READY');
    const tasks: Task[] = [];
    for (const { period } of ready) {
      const { kind, last } = spanOf(period);
      const version = kind === 'MONTH' ? await this.contracts.findVersion(tx, last) : null;
      const until = version && monthDates(version.calendar, last).statementUntil;
      tasks.push({
        title: texts.statement(m.span(period)),
        note: texts.statementNote,
        href: `/w/${slug}/statements/${period}`,
        until,
        late: until !== null && until < this.clock.today(),
      });
    }
    return tasks;
  }

  private async toAssess(tx: Tx, visit: Visit): Promise<Task[]> {
    return (await this.assessments.all(tx)).flatMap((assessment) => {
      const step = this.stepOf(visit, assessment);
      if (step === null) return [];
      return [
        this.task(visit, {
          title: visit.m.workbench.queue.task.assessment(visit.m.quarter(assessment.quarter)),
          step,
          href: `/w/${visit.slug}/assessments/${assessment.quarter}`,
        }),
      ];
    });
  }

  private task({ m }: Visit, { title, step, href }: { title: string; step: AssessmentStep; href: string }): Task {
    return { title, note: m.workbench.queue.task[step.note], href, until: step.until, late: step.until < this.clock.today() };
  }

  /** The step that is open now and that this person's role takes, or null. */
  private stepOf({ actor }: Visit, { state, dates, appealUntil }: AssessmentView): AssessmentStep | null {
    const may = (permission: Parameters<typeof isAllowed>[1]): boolean => isAllowed(actor.roles, permission);
    const today = this.clock.today();
    if (state === 'SELF_EVALUATED' || (state === 'OPEN' && today > dates.selfEvaluationUntil))
      return may('assessment.inspect') ? { note: 'inspection', until: dates.inspectionUntil } : null;
    if (state === 'INSPECTED' || state === 'SURVEY_OPEN') return may('assessment.inspect') ? { note: 'survey', until: dates.surveyUntil } : null;
    if (state === 'SURVEY_CLOSED') return may('assessment.score') ? { note: 'score', until: dates.scoreUntil } : null;
    if (state === 'APPEALED') return may('assessment.review') ? { note: 'review', until: dates.finalUntil } : null;
    const windowOver = appealUntil !== null && today > appealUntil;
    if (state === 'REVIEWED' || state === 'SCORED') return windowOver && may('assessment.finalise') ? { note: 'finalise', until: dates.finalUntil } : null;
    return null;
  }
}
