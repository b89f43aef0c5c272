import { Controller, Get, Param, ParseIntPipe, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Clock, isAllowed, type OrganisationId } from '../../kernel/index.js';
import { BankAccountQueries, type BankAccountId } from '../../modules/communities/index.js';
import { SubstitutionQueries, type Slot } from '../../modules/contracts/index.js';
import { StoreEvidence } from '../../modules/evidence/index.js';
import { Parties } from '../../modules/identity/index.js';
import {
  AccountChangeBody,
  AccountChangeQueries,
  AccountEndQueries,
  AnswerAccountChange,
  AnswerAccountChangeBody,
  AnswerAccountEnd,
  AskAccountChange,
  EndBankAccount,
  endStands,
  EndBankAccountBody,
  type AccountChangeAnswer,
  type AccountChangeView,
  type AccountEndView,
} from '../../modules/settlement/index.js';
import { UnitOfWork, type CommandContext, type Tx } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission, TakesUpload } from '../../platform/http/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { attempt, formJson, requestOf, typedTexts } from '../desk/desk-form.js';
import { storePosted } from '../desk/evidence-link.js';
import { formSeal } from '../desk/form-parts.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type Posted, type PostedVisit, type Visit } from '../desk/visit.js';
import { AccountsPage, type AccountChangeRow, type AccountEndRow, type AccountsView } from './accounts-page.js';

type Asked = Pick<AccountsView, 'done' | 'about' | 'refusal'> & { readonly status?: number };

const CODES = {
  EVIDENCE_TYPE_REFUSED: 'document',
  EVIDENCE_EMPTY: 'document',
  EVIDENCE_TOO_LARGE: 'document',
  ACCOUNT_CHANGE_WORDS: 'reason',
  ACCOUNT_CHANGE_CLOSED: 'openedOn',
  COMMUNITY_ACCOUNT_LATER: 'openedOn',
  COMMUNITY_ACCOUNT_ACTIVE: 'openedOn',
  COMMUNITY_ACCOUNT_KNOWN: 'accountNo',
  COMMUNITY_ACCOUNT_NO_INVALID: 'accountNo',
} as const;

/** The bank account of the compound, and its change: the owners' side asks, the centre answers. */
@Controller('w/:c/accounts')
@RequirePermission('bank.read')
export class AccountPagesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly frames: DeskFrames,
    private readonly accounts: BankAccountQueries,
    private readonly changes: AccountChangeQueries,
    private readonly substitutions: SubstitutionQueries,
    private readonly parties: Parties,
    private readonly storeEvidence: StoreEvidence,
    private readonly askChange: AskAccountChange,
    private readonly answerChange: AnswerAccountChange,
    private readonly endAccount: EndBankAccount,
    private readonly ends: AccountEndQueries,
    private readonly answerEnd: AnswerAccountEnd,
  ) {}

  @Get()
  async list(@CurrentVisit() visit: Visit, @Query() query: Posted, @Res() reply: FastifyReply): Promise<void> {
    const done = query['done'] === 'asked' || query['done'] === 'answered' || query['done'] === 'ended' ? query['done'] : null;
    await this.page(reply, visit, { done, about: null, refusal: null });
  }

  @Post()
  @TakesUpload()
  @RequirePermission('account-change.ask')
  async ask(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const act = async () => {
      const { sha256: documentSha256 } = await storePosted(this.storeEvidence, context, posted, 'document');
      return this.askChange.execute(context, await requestOf(AccountChangeBody, { ...formJson(typedTexts(posted)), documentSha256 }));
    };
    const outcome = await attempt(visit, posted, act, { labels: visit.m.bankAccounts.fields, codes: CODES });
    if ('done' in outcome) return seeOther(reply, `/w/${visit.slug}/accounts?done=asked`);
    await this.page(reply, visit, { done: null, about: null, ...outcome });
  }

  @Post(':id/answer')
  @RequirePermission('account-change.answer')
  async answer(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const act = async () => {
      const { answerReason, answer } = formJson(posted);
      const body = await requestOf(AnswerAccountChangeBody, { answer, ...(answerReason !== undefined && { reason: answerReason }) });
      return this.answerChange.execute(context, { id, answer: body.answer, reason: body.reason ?? null });
    };
    const outcome = await attempt(visit, posted, act, { labels: visit.m.bankAccounts.fields, codes: { ACCOUNT_CHANGE_WORDS: 'answerReason' } });
    if ('done' in outcome) return seeOther(reply, `/w/${visit.slug}/accounts?done=answered`);
    await this.page(reply, visit, { done: null, about: id, ...outcome });
  }

  @Post(':id/end')
  @TakesUpload()
  @RequirePermission('account-change.ask')
  async end(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const act = async () => {
      const { sha256: documentSha256 } = await storePosted(this.storeEvidence, context, posted, 'endPaper');
      const body = await requestOf(EndBankAccountBody, { ...formJson(typedTexts(posted)), documentSha256 });
      return this.endAccount.execute(context, { accountId: id as BankAccountId, ...body });
    };
    const codes = {
      EVIDENCE_TYPE_REFUSED: 'endPaper',
      EVIDENCE_EMPTY: 'endPaper',
      EVIDENCE_TOO_LARGE: 'endPaper',
      ACCOUNT_END_DAY: 'endedOn',
      ACCOUNT_END_MONEY: 'endedOn',
    } as const;
    const outcome = await attempt(visit, posted, act, { labels: visit.m.bankAccounts.fields, codes });
    if ('done' in outcome) return seeOther(reply, `/w/${visit.slug}/accounts?done=ended`);
    await this.page(reply, visit, { done: null, about: id, ...outcome });
  }

  @Post(':id/end/answer')
  @RequirePermission('account-change.answer')
  async endAnswer(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const act = async () => {
      const { answerReason, answer } = formJson(posted);
      const body = await requestOf(AnswerAccountChangeBody, { answer, ...(answerReason !== undefined && { reason: answerReason }) });
      return this.answerEnd.execute(context, { accountId: id as BankAccountId, answer: body.answer, reason: body.reason ?? null });
    };
    const outcome = await attempt(visit, posted, act, { labels: visit.m.bankAccounts.fields, codes: { ACCOUNT_CHANGE_WORDS: 'answerReason' } });
    if ('done' in outcome) return seeOther(reply, `/w/${visit.slug}/accounts?done=answered`);
    await this.page(reply, visit, { done: null, about: id, ...outcome });
  }

  private async page(reply: FastifyReply, visit: Visit, { status, ...asked }: Asked): Promise<void> {
    const own = { ...visit, path: `/w/${visit.slug}/accounts` };
    const view = await this.unitOfWork.read(visit.actor.communityId, (tx) => this.view(tx, own, asked));
    await sendPage(reply, AccountsPage({ m: visit.m, view }), status);
  }

  private async endRows(tx: Tx, visit: Visit, slot: Slot | null): Promise<AccountEndRow[]> {
    const name = async (id: OrganisationId): Promise<string> => (await this.parties.organisation(tx, id)).shortName;
    const rows: AccountEndRow[] = [];
    for (const end of await this.ends.all(tx)) {
      const { answeredFor, answerReason, withdrawnFor, withdrawalReason } = end;
      const answers = endAnswersOf(end, visit, slot);
      rows.push({
        ...end,
        recorder: await name(end.recordedFor),
        said: [
          ...(answeredFor !== null && answerReason !== null ? [[await name(answeredFor), answerReason] as const] : []),
          ...(withdrawnFor !== null && withdrawalReason !== null ? [[await name(withdrawnFor), withdrawalReason] as const] : []),
        ],
        answer: answers.length > 0 ? { seal: formSeal(visit.session.formToken), answers } : null,
      });
    }
    return rows;
  }

  private async view(tx: Tx, visit: Visit, asked: Omit<Asked, 'status'>): Promise<AccountsView> {
    const { actor } = visit;
    const slot = await this.substitutions.slotOf(tx, actor, this.clock.today());
    const changes: AccountChangeRow[] = [];
    for (const change of await this.changes.all(tx)) {
      const answers = isAllowed(actor.roles, 'account-change.answer') ? answersOf(change, visit, slot === 'REGULATOR') : [];
      changes.push({
        ...change,
        asker: (await this.parties.organisation(tx, change.askedFor)).shortName,
        answerer: change.answeredFor === null ? null : (await this.parties.organisation(tx, change.answeredFor)).shortName,
        answer: answers.length > 0 ? { seal: formSeal(visit.session.formToken), answers } : null,
        shownNo: isAllowed(actor.roles, 'account-change.answer') ? change.accountNo : visit.m.tail(change.accountNo.slice(-4)),
      });
    }
    const ends = await this.endRows(tx, visit, slot);
    const isOwnerSide = slot === 'OWNER_SIDE' && isAllowed(actor.roles, 'account-change.ask');
    const asks = isOwnerSide && changes.every(({ state }) => state !== 'ASKED');
    return {
      frame: await this.frames.frame(tx, visit, { area: 'w', current: null }),
      accounts: (await this.accounts.all(tx)).map((account) => {
        const own = ends.filter(({ accountId }) => accountId === account.id);
        return { ...account, ends: own, mayEnd: account.closedOn !== null && !own.some(({ state }) => endStands(state)) };
      }),
      changes,
      end: isOwnerSide ? formSeal(visit.session.formToken) : null,
      ask: asks ? formSeal(visit.session.formToken) : null,
      ...asked,
    };
  }
}

function endAnswersOf({ state, recordedFor }: AccountEndView, { actor }: Visit, slot: Slot | null): readonly AccountChangeAnswer[] {
  if (!isAllowed(actor.roles, 'account-change.answer') || !endStands(state)) return [];
  if (slot === 'OWNER_SIDE') return ['WITHDRAW'];
  return slot === 'REGULATOR' && state === 'ASKED' && recordedFor !== actor.organisationId ? ['CONFIRM', 'REFUSE'] : [];
}

function answersOf({ state, askedFor }: AccountChangeView, { actor }: Visit, isRegulator: boolean): readonly AccountChangeAnswer[] {
  if (state !== 'ASKED') return [];
  if (askedFor === actor.organisationId) return ['WITHDRAW'];
  return isRegulator ? ['CONFIRM', 'REFUSE'] : [];
}
