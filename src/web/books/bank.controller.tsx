import { Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { accountingPeriod, DomainError } from '../../kernel/index.js';
import type { BankLineId } from '../../modules/bank/index.js';
import { StoreEvidence } from '../../modules/evidence/index.js';
import {
  AskSuspenseReturn,
  AssignBankLine,
  AssignBankLineBody,
  assignmentTargets,
  MatchBankLines,
  UndoMatchBody,
  UndoMatches,
} from '../../modules/settlement/index.js';
import { UnitOfWork, type CommandContext, type Tx } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission, Reveals, TakesUpload } from '../../platform/http/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { attempt, attemptIn, formJson, postedText, requestOf, typedTexts } from '../desk/desk-form.js';
import { storePosted } from '../desk/evidence-link.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type Posted, type PostedVisit, type Visit } from '../desk/visit.js';
import { bankFilters, BankPage } from './bank-page.js';
import { BankViews } from './bank-views.js';
import { LinePage } from './line-page.js';
import { PARTS_MAX } from './line-view.js';
import { matchKeys } from './match-keys.js';

/** The bank's side of the month: its lines, matching by rule, and by hand. */
@Controller('b/:c/bank')
@Reveals()
@RequirePermission('bank.match')
export class BankPagesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly frames: DeskFrames,
    private readonly views: BankViews,
    private readonly matchBankLines: MatchBankLines,
    private readonly assignBankLine: AssignBankLine,
    private readonly askReturn: AskSuspenseReturn,
    private readonly undoMatches: UndoMatches,
    private readonly storeEvidence: StoreEvidence,
  ) {}

  @Get()
  async lines(@CurrentVisit() visit: Visit, @Query() query: Posted, @Res() reply: FastifyReply): Promise<void> {
    const [looked, suspended, left, found] = counted(query['matched'], 4);
    const [added, known] = counted(query['imported'], 2);
    await this.linesPage(reply, visit, query, {
      matched: looked === undefined || suspended === undefined || left === undefined || found === undefined ? null : { lines: looked, suspended, left, found },
      imported: added === undefined || known === undefined ? null : { lines: added, known },
      refusal: null,
    });
  }

  @Post('match')
  async match(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const outcome = await attempt(visit, posted, () => this.matchBankLines.execute(context));
    const own = `/b/${visit.slug}/bank`;
    if ('refusal' in outcome) return this.linesPage(reply, { ...visit, path: own }, {}, { matched: null, imported: null, ...outcome });
    const { lines, suspended, left, found } = outcome.done.value;
    await seeOther(reply, `${own}?matched=${lines}.${suspended}.${left}.${found}`);
  }

  @Get(':line')
  async line(@CurrentVisit() visit: Visit, @Param('line') line: string, @Query() query: Posted, @Res() reply: FastifyReply): Promise<void> {
    const target = assignmentTargets.find((known) => known === query['target']);
    const chosen = target === undefined ? null : { target, code: postedText(query, 'code').slice(0, 40) };
    await this.linePage(reply, visit, {
      id: idOf(line),
      chosen,
      done: (['placed', 'asked', 'undone'] as const).find((known) => known === query['done']) ?? null,
      refusal: null,
    });
  }

  @Post(':line')
  async assign(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('line') line: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const id = idOf(line);
    if (posted['more'] !== undefined) {
      const path = `/b/${visit.slug}/bank/${id}`;
      return this.linePage(reply, { ...visit, path }, { id, chosen: null, done: null, refusal: { errors: [], typed: typedTexts(posted) }, more: true });
    }
    const outcome = await attempt(
      visit,
      posted,
      async () => {
        const { parts } = await requestOf(AssignBankLineBody, partsOf(posted));
        const assigned = parts.map(({ target, reference, amount, words }) => ({
          target,
          reference: reference ?? null,
          amount: amount ?? null,
          words: words ?? null,
        }));
        return this.assignBankLine.execute(context, { lineId: id as BankLineId, parts: assigned });
      },
      {
        codes: {
          ASSIGN_REFERENCE_UNKNOWN: 'parts[0].reference',
          COLLECTED_PAYEE_REFUSED: 'parts[0].reference',
          ASSIGN_AMOUNT_DIFFERS: 'parts[0].amount',
          ASSIGN_WORDS_MISSING: 'parts[0].words',
        },
        labels: partLabels(visit),
      },
    );
    const own = `/b/${visit.slug}/bank/${id}`;
    if ('done' in outcome) return seeOther(reply, `${own}?done=placed`);
    await this.linePage(reply, { ...visit, path: own }, { id, chosen: null, done: null, ...outcome });
  }

  @Post(':line/return')
  @TakesUpload()
  @RequirePermission('suspense.return')
  async sendBack(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('line') line: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const id = idOf(line);
    const act = async (sent: Posted) => {
      const asked = { lineId: id as BankLineId, reason: postedText(sent, 'reason') };
      if (postedText(sent, 'accountNo') === '') return this.askReturn.execute(context, asked);
      const { sha256: documentSha256 } = await storePosted(this.storeEvidence, context, sent, 'document');
      return this.askReturn.execute(context, {
        ...asked,
        account: { accountNo: postedText(sent, 'accountNo'), accountName: postedText(sent, 'accountName'), documentSha256 },
      });
    };
    const codes = { RETURN_REASON: 'reason', RETURN_NO_ACCOUNT: 'accountNo', RETURN_ACCOUNT_INVALID: 'accountNo' };
    const outcome = await attemptIn(visit, { posted, form: 'back' }, act, { codes, labels: visit.m.leases.sendBack.fields });
    const own = `/b/${visit.slug}/bank/${id}`;
    if ('done' in outcome) return seeOther(reply, `${own}?done=asked`);
    await this.linePage(reply, { ...visit, path: own }, { id, chosen: null, done: null, ...outcome });
  }

  @Post(':line/undo')
  async undo(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('line') line: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const id = idOf(line);
    const act = async (sent: Posted) => {
      const { reason } = await requestOf(UndoMatchBody, formJson(sent));
      return this.undoMatches.execute(context, { lineIds: [id as BankLineId], reason });
    };
    const labels = { reason: visit.m.bankLine.undo.reason };
    const outcome = await attemptIn(visit, { posted, form: 'undo' }, act, { codes: { UNDO_REASON: 'reason' }, labels });
    const own = `/b/${visit.slug}/bank/${id}`;
    if ('done' in outcome) return seeOther(reply, `${own}?done=undone`);
    await this.linePage(reply, { ...visit, path: own }, { id, chosen: null, done: null, ...outcome });
  }

  private async linesPage(
    reply: FastifyReply,
    visit: Visit,
    query: Posted,
    after: Pick<Parameters<BankViews['lines']>[2], 'matched' | 'imported' | 'refusal'> & { status?: number },
  ): Promise<void> {
    const { status, ...told } = after;
    const filter = bankFilters.find((known) => known === query['state']) ?? null;
    const month = /^[12]\d{3}-(0[1-9]|1[0-2])$/.test(postedText(query, 'month')) ? accountingPeriod(postedText(query, 'month')) : null;
    const [position] = counted(query['after'], 1);
    const view = await this.read(visit, (tx) => this.views.lines(tx, visit, { filter, month, after: position ?? 0, ...told }));
    await sendPage(reply, BankPage({ m: visit.m, view }), status);
  }

  private async linePage(reply: FastifyReply, visit: Visit, asked: Parameters<BankViews['line']>[2] & { status?: number }): Promise<void> {
    await sendPage(reply, LinePage({ m: visit.m, view: await this.read(visit, (tx) => this.views.line(tx, visit, asked)) }), asked.status, matchKeys);
  }

  private read<T>(visit: Visit, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.unitOfWork.read(visit.actor.communityId, work);
  }
}

/** Whole numbers out of an address, "553.3.2"; empty for anything else. */
function counted(text: unknown, count: number): number[] {
  const parts = typeof text === 'string' ? text.split('.') : [];
  return parts.length === count && parts.every((part) => /^\d{1,9}$/.test(part)) ? parts.map((part) => Number.parseInt(part, 10)) : [];
}

function idOf(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new DomainError('NOT_FOUND');
  return Number.parseInt(text, 10);
}

/** The parts that were filled in: the first, and those with a code. */
function partsOf(posted: Posted): Record<string, unknown> {
  const { parts } = formJson(posted) as { parts?: readonly Record<string, unknown>[] };
  const filled = (parts ?? []).filter((part, position) => position === 0 || part['reference'] !== undefined);
  return { parts: filled.map((part) => (typeof part['reference'] === 'string' ? { ...part, reference: part['reference'].toUpperCase() } : part)) };
}

function partLabels({ m }: Visit): Record<string, string> {
  const texts = m.books.line;
  return Object.fromEntries(
    Array.from({ length: PARTS_MAX }, (_, position) => position).flatMap((position) => [
      [`parts[${position}].reference`, texts.code],
      [`parts[${position}].amount`, texts.part],
    ]),
  );
}
