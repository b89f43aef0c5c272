import { Controller, Get, Param, ParseIntPipe, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { quarter } from '../../kernel/index.js';
import {
  AnswerPenaltyUndo,
  AskPenaltyUndo,
  DecideLater,
  ImposePenalty,
  LaterDecisionBody,
  OffsetBody,
  OffsetFirmDue,
  PenaltyBody,
} from '../../modules/entitlements/index.js';
import { StoreEvidence } from '../../modules/evidence/index.js';
import { DecidePaperRefund } from '../../modules/fees/index.js';
import { ReleaseDeposit, ReleaseDepositBody } from '../../modules/operating-income/index.js';
import { DecideSuspenseReturn } from '../../modules/settlement/index.js';
import { UnitOfWork, type CommandContext } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission, TakesUpload } from '../../platform/http/index.js';
import { attemptIn, formJson, ONE_DUE, postedText, requestOf, typedTexts, type Attempted } from '../desk/desk-form.js';
import { storePosted } from '../desk/evidence-link.js';
import type { Refusal } from '../desk/form-parts.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type PostedVisit, type Visit } from '../desk/visit.js';
import { DecisionsPage, type DecisionDone } from './decisions-page.js';
import { DecisionViews } from './decision-views.js';

/** Decisions of the owner side and the centre about money that are no payouts. */
@Controller('w/:c/decisions')
@RequirePermission('firm-due.penalise')
export class DecisionPagesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly views: DecisionViews,
    private readonly penalty: ImposePenalty,
    private readonly askUndo: AskPenaltyUndo,
    private readonly answerUndo: AnswerPenaltyUndo,
    private readonly offset: OffsetFirmDue,
    private readonly deposits: ReleaseDeposit,
    private readonly storeEvidence: StoreEvidence,
    private readonly decideReturn: DecideSuspenseReturn,
    private readonly decideLater: DecideLater,
    private readonly decidePaper: DecidePaperRefund,
  ) {}

  @Get()
  async show(@CurrentVisit() visit: Visit, @Query('done') done: unknown, @Res() reply: FastifyReply): Promise<void> {
    const told = (Object.keys(visit.m.decisions.done) as DecisionDone[]).find((known) => known === done) ?? null;
    await this.page(reply, visit, { done: told, refusal: null });
  }

  @Post('penalties')
  async penalise(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const act = async (own: PostedVisit['posted']) => this.penalty.execute(context, await requestOf(PenaltyBody, formJson(own)));
    await this.answer(
      reply,
      visit,
      'penalty',
      await attemptIn(visit, { posted, form: 'penalty' }, act, {
        labels: labelsOf(visit),
        codes: {
          FIRM_PENALTY_CAPPED: 'amount',
          FIRM_FINE_AMOUNT: 'amount',
          FIRM_FINE_UNKNOWN: 'event',
          FIRM_FINE_DAY: 'eventOn',
          FIRM_FINE_TWICE: 'eventOn',
          FIRM_FINE_UNDATED: 'eventOn',
          FIRM_FINE_QUARTER_OPEN: 'quarter',
        },
      }),
    );
  }

  @Post('penalties/undo')
  async askTakingBack(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const act = (own: PostedVisit['posted']) =>
      this.askUndo.execute(context, { penaltyId: Number.parseInt(postedText(own, 'penalty'), 10) || 0, reason: postedText(own, 'reason').trim() });
    const codes = { CONFIRMATION_REASON: 'reason', FIRM_DUE_UNKNOWN: 'penalty', FIRM_PENALTY_UNDO_WAITS: 'penalty' } as const;
    await this.answer(reply, visit, 'undoAsked', await attemptIn(visit, { posted, form: 'undo' }, act, { labels: labelsOf(visit), codes }));
  }

  @Post('penalty-undos/:id')
  async takeBack(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const decision = postedText(posted, 'decision') === 'CONFIRM' ? 'CONFIRM' : 'REFUSE';
    const act = (own: PostedVisit['posted']) => this.answerUndo.execute(context, { id, decision, reason: postedText(own, 'reason').trim() || null });
    await this.answer(
      reply,
      visit,
      `undo${decision}`,
      await attemptIn(visit, { posted, form: `undo${id}` }, act, { codes: { CONFIRMATION_REASON: 'reason' } }),
    );
  }

  @Post('offsets')
  async setOff(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const act = async (own: PostedVisit['posted']) => {
      const [kind = '', id = ''] = postedText(own, 'due').split('-');
      const body = await requestOf(OffsetBody, { clears: [{ kind, id: Number.parseInt(id, 10), amount: postedText(own, 'amount') }] });
      return this.offset.execute(context, body);
    };
    const codes = { FIRM_OFFSET_TOO_MUCH: 'amount', FIRM_DUE_NOT_OPEN: 'amount', FIRM_DUE_UNKNOWN: 'due' } as const;
    await this.answer(reply, visit, 'offset', await attemptIn(visit, { posted, form: 'offset' }, act, { labels: labelsOf(visit), names: ONE_DUE, codes }));
  }

  @Post('deposits')
  @TakesUpload()
  @RequirePermission('deposit.keep')
  async keep(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const act = async (own: PostedVisit['posted']) => {
      const { sha256 } = await storePosted(this.storeEvidence, context, own, 'file');
      const { deposit, ...rest } = formJson(typedTexts(own), ['deposit']);
      const body = await requestOf(ReleaseDepositBody, { ...rest, kind: 'KEPT', documentSha256: sha256 });
      const depositId = typeof deposit === 'number' ? deposit : 0;
      return this.deposits.execute(context, { depositId, ...body, documentSha256: sha256 });
    };
    const file = { EVIDENCE_TYPE_REFUSED: 'file', EVIDENCE_EMPTY: 'file', EVIDENCE_TOO_LARGE: 'file' } as const;
    const codes = { DEPOSIT_SHORT: 'amount', OTHER_WORDS_INVALID: 'reason', DEPOSIT_UNKNOWN: 'deposit', ...file } as const;
    await this.answer(reply, visit, 'kept', await attemptIn(visit, { posted, form: 'keep' }, act, { labels: labelsOf(visit), codes }));
  }

  @Post('returns/:id')
  @RequirePermission('suspense.confirm-return')
  async sendBack(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) returnId: number,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const decision = postedText(posted, 'decision') === 'CONFIRM' ? 'CONFIRM' : 'REFUSE';
    const act = (own: PostedVisit['posted']) => this.decideReturn.execute(context, { returnId, decision, reason: postedText(own, 'reason') || null });
    await this.answer(reply, visit, decision, await attemptIn(visit, { posted, form: `return${returnId}` }, act, { codes: { RETURN_REASON: 'reason' } }));
  }

  @Post('paper-refunds/:id')
  @RequirePermission('fee.refund-confirm')
  async refundByPaper(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const decision = postedText(posted, 'decision') === 'CONFIRM' ? 'CONFIRM' : 'REFUSE';
    const act = (own: PostedVisit['posted']) => this.decidePaper.execute(context, { id, decision, reason: postedText(own, 'reason') || null });
    const outcome = await attemptIn(visit, { posted, form: `paper${id}` }, act, { codes: { FEE_REFUND_PAPER_REASON: 'reason' } });
    await this.answer(reply, visit, `paper${decision}`, outcome);
  }

  @Post('later')
  @RequirePermission('assessment.decide-later')
  async afterFinal(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const act = async (own: PostedVisit['posted']) => {
      const { quarter: of, ...rest } = formJson(own);
      return this.decideLater.execute(context, { quarter: quarter(String(of)), ...(await requestOf(LaterDecisionBody, rest)) });
    };
    const codes = { LATER_DECISION_TOO_MUCH: 'amount', LATER_DECISION_DAY: 'decidedOn', LEDGER_NOT_AVAILABLE: 'amount' } as const;
    await this.answer(reply, visit, 'later', await attemptIn(visit, { posted, form: 'later' }, act, { labels: labelsOf(visit), codes }));
  }

  private async answer(reply: FastifyReply, visit: Visit, done: DecisionDone, outcome: Attempted<unknown>): Promise<void> {
    const own = `/w/${visit.slug}/decisions`;
    if ('done' in outcome) return seeOther(reply, `${own}?done=${done}`);
    await this.page(reply, { ...visit, path: own }, { done: null, ...outcome });
  }

  private async page(reply: FastifyReply, visit: Visit, after: { done: DecisionDone | null; refusal: Refusal | null; status?: number }): Promise<void> {
    const { done, refusal, status } = after;
    const view = await this.unitOfWork.read(visit.actor.communityId, (tx) => this.views.page(tx, visit, { done, refusal }));
    await sendPage(reply, DecisionsPage({ m: visit.m, view }), status);
  }
}

function labelsOf({ m }: Visit): Readonly<Record<string, string>> {
  const { amount, reason, document, file, penalty, later } = m.decisions;
  return { amount, reason, document, file, quarter: penalty.quarter, event: penalty.event, eventOn: penalty.eventOn, decidedOn: later.decidedOn };
}
