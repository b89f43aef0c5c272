import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, type Actor, type Id, type OrganisationId, type PersonId } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { isPlainText } from '../../communities/index.js';
import { refuseLeaving } from '../../identity/index.js';
import { LedgerService } from '../../ledger/index.js';
import type { ConfirmationState } from '../domain/resolution.js';
import { Confirmation } from '../persistence/confirmation.js';
import { BudgetRules } from './adopt-budget.js';
import { BudgetQueries, type BudgetView } from './budget-queries.js';
import { ResolutionQueries, type ResolutionView } from './resolution-queries.js';

export const answerDecisions = ['CONFIRM', 'REFUSE'] as const;

/** A refusal has a reason, a confirmation has none. */
export interface RecordAnswer {
  readonly decision: (typeof answerDecisions)[number];
  readonly reason: string | null;
}
export type ResolutionAnswered = { readonly number: string };
export type BudgetAnswered = { readonly year: number; readonly versionNo: number };

const REASON_MIN = 5;
const REASON_MAX = 200;

/** What waits for an answer: its name, and who recorded it. */
interface Waiting {
  readonly record: string;
  readonly state: ConfirmationState;
  readonly by: PersonId;
  readonly for: OrganisationId;
}

/** Another organisation confirms that a paper says what was recorded of it, or refuses that; the organisation that recorded it may take it back. */
@Injectable()
export class AnswerRecord {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly resolutions: ResolutionQueries,
    private readonly budgets: BudgetQueries,
    private readonly rules: BudgetRules,
  ) {}

  /** A refusal ends the budget that waits on it, too. @throws NOT_ALLOWED IDENTITY_LEAVING NOT_FOUND CONFIRMATION_REASON CONFIRMATION_STATE CONFIRMATION_SAME_ORGANISATION CONFIRMATION_SAME_PERSON */
  async resolution(context: CommandContext, { number, ...answer }: RecordAnswer & ResolutionAnswered): Promise<Outcome<ResolutionAnswered>> {
    assertAnswer(context.actor, answer);
    return this.unitOfWork.once({ context, command: 'AnswerResolution', request: { number, ...answer } }, async (tx) => {
      await this.ledger.lock(tx);
      const resolution = await this.resolutions.byNumber(tx, number);
      if (!resolution) throw new DomainError('NOT_FOUND');
      refuseAnswer(context.actor, waitingResolution(resolution), answer);
      await this.write(tx, context.actor, { resolutionId: resolution.id }, answer);
      const resting = (await this.budgets.all(tx)).find((budget) => budget.resolution === number && budget.state === 'WAITING');
      if (resting && answer.decision === 'REFUSE') await this.write(tx, context.actor, { budgetId: resting.id }, answer);
      return { number };
    });
  }

  /** In one act with the resolution that waits beside it. @throws as `resolution`, and on a confirmation what the rules of budgets refuse */
  async budget(context: CommandContext, { year, versionNo, ...answer }: RecordAnswer & BudgetAnswered): Promise<Outcome<BudgetAnswered>> {
    assertAnswer(context.actor, answer);
    return this.unitOfWork.once({ context, command: 'AnswerBudget', request: { year, versionNo, ...answer } }, async (tx) => {
      await this.ledger.lock(tx);
      const budget = (await this.budgets.all(tx)).find((known) => known.year === year && known.versionNo === versionNo);
      if (!budget) throw new DomainError('NOT_FOUND');
      refuseAnswer(context.actor, waitingBudget(budget), answer);
      if (answer.decision === 'CONFIRM') {
        const resolution = await this.rules.refuse(tx, budget, { mayWait: true });
        if (resolution.state === 'WAITING') {
          refuseAnswer(context.actor, waitingResolution(resolution), answer);
          await this.write(tx, context.actor, { resolutionId: resolution.id }, answer);
        }
      }
      await this.write(tx, context.actor, { budgetId: budget.id }, answer);
      return { year, versionNo };
    });
  }

  private async write(
    tx: Tx,
    actor: Actor,
    record: Partial<Pick<Confirmation, 'resolutionId' | 'budgetId'>>,
    { decision, reason }: RecordAnswer,
  ): Promise<void> {
    await refuseLeaving(tx, actor, this.clock.today());
    const id = (await this.ledger.takeIds(tx, 1)) as Id<'confirmation'>;
    const answered = { answeredBy: actor.personId, answeredFor: actor.organisationId, answeredAt: this.clock.now() };
    const told = { decision: decision === 'CONFIRM' ? ('CONFIRMED' as const) : ('REFUSED' as const), reason };
    await tx.manager.insert(Confirmation, { communityId: tx.communityId, id, resolutionId: null, budgetId: null, ...record, ...told, ...answered });
  }
}

/** Whether somebody may confirm what was recorded by others, for another organisation. */
export function mayConfirm(actor: Actor, { state, by, for: organisationId }: Omit<Waiting, 'record'>): boolean {
  return state === 'WAITING' && actor.personId !== by && actor.organisationId !== organisationId;
}

export function waitingResolution({ number, state, recordedBy, recordedFor }: ResolutionView): Waiting {
  return { record: number, state, by: recordedBy, for: recordedFor };
}

export function waitingBudget({ year, versionNo, state, adoptedBy, adoptedFor }: BudgetView): Waiting {
  return { record: `${year}/${versionNo}`, state, by: adoptedBy, for: adoptedFor };
}

function assertAnswer(actor: Actor, { decision, reason }: RecordAnswer): void {
  assertAllowed(actor, decision === 'CONFIRM' ? 'resolution.confirm' : 'resolution.answer');
  const refusal = reason !== null && isPlainText(reason, REASON_MAX) && reason.length >= REASON_MIN;
  if (decision === 'CONFIRM' ? reason !== null : !refusal) throw new DomainError('CONFIRMATION_REASON', { field: 'reason', max: REASON_MAX });
}

function refuseAnswer(actor: Actor, waiting: Waiting, { decision }: RecordAnswer): void {
  const { record, state } = waiting;
  if (state !== 'WAITING') throw new DomainError('CONFIRMATION_STATE', { record, state });
  if (actor.organisationId === waiting.for) {
    if (decision === 'CONFIRM') throw new DomainError('CONFIRMATION_SAME_ORGANISATION', { record });
    assertAllowed(actor, 'resolution.record');
    return;
  }
  assertAllowed(actor, 'resolution.confirm');
  if (actor.personId === waiting.by) throw new DomainError('CONFIRMATION_SAME_PERSON', { record });
}
