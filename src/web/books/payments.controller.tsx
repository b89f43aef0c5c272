import { Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Clock, DomainError } from '../../kernel/index.js';
import { BankAccountQueries } from '../../modules/communities/index.js';
import {
  ChoosePaymentFormat,
  DisbursementQueries,
  FailDisbursement,
  ImportPaymentStatus,
  InstructDisbursements,
  PaymentFormatBody,
  PaymentFormats,
  SeenReasonBody,
  type ApprovedDisbursement,
  type DisbursementView,
  type SeenPayout,
} from '../../modules/disbursements/index.js';
import { UnitOfWork, type CommandContext, type Tx } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission, TakesUpload, UploadedFile } from '../../platform/http/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { attempt, formJson, postedText, requestOf } from '../desk/desk-form.js';
import { formSeal, type Refusal } from '../desk/form-parts.js';
import { payoutPurpose } from '../desk/payout/index.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type Posted, type PostedVisit, type Visit } from '../desk/visit.js';
import { PaymentsPage, type ApprovedRow, type InFlightRow, type PaymentsView } from './payments-page.js';

const LISTS = 12;
const IN_FLIGHT = 50;

/** The cashier: tells the bank what to pay, with a file, and says where the bank did not. */
@Controller('b/:c/payments')
@RequirePermission('disbursement.instruct')
export class PaymentsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly frames: DeskFrames,
    private readonly payouts: DisbursementQueries,
    private readonly instruction: InstructDisbursements,
    private readonly failure: FailDisbursement,
    private readonly statuses: ImportPaymentStatus,
    private readonly formats: PaymentFormats,
    private readonly formatChoice: ChoosePaymentFormat,
    private readonly accounts: BankAccountQueries,
  ) {}

  @Get()
  async list(@CurrentVisit() visit: Visit, @Query() query: Posted, @Res() reply: FastifyReply): Promise<void> {
    const sha256 = postedText(query, 'list');
    const read = postedText(query, 'read');
    const stopped = postedText(query, 'stopped')
      .split('.')
      .filter((number) => /^BF\d{4}-\d{4,6}$/.test(number));
    await this.page(reply, visit, {
      list: /^[0-9a-f]{64}$/.test(sha256) ? sha256 : null,
      stopped,
      failed: query['done'] === 'failed',
      formatChosen: query['done'] === 'format',
      statusRead: /^\d{1,4}$/.test(read) ? Number.parseInt(read, 10) : null,
      refusal: null,
    });
  }

  @Post()
  async instruct(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const chosen = chosenPayouts(posted);
    const own = `/b/${visit.slug}/payments`;
    const here = { ...visit, path: own };
    if (chosen.length === 0) {
      const refusal = { errors: [{ name: null, message: visit.m.books.payments.noneChosen }], typed: {} };
      return this.page(reply, here, { list: null, stopped: [], failed: false, refusal, status: 422 });
    }
    const outcome = await attempt(visit, posted, () => this.instruction.execute(context, { payouts: chosen }));
    if ('refusal' in outcome) return this.page(reply, here, { list: null, stopped: [], failed: false, ...outcome });
    const { paymentList, stopped } = outcome.done.value;
    const told = [
      ...(paymentList ? [`list=${paymentList.sha256}`] : []),
      ...(stopped.length > 0 ? [`stopped=${stopped.map(({ number }) => number).join('.')}`] : []),
    ];
    await seeOther(reply, `${own}?${told.join('&')}`);
  }

  @Post('status')
  @TakesUpload()
  async status(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const outcome = await attempt(
      visit,
      {},
      async () => {
        const { file } = posted;
        if (!(file instanceof UploadedFile) || file.bytes.length === 0) throw new DomainError('REQUEST_INVALID', {}, [{ path: 'file', message: 'missing' }]);
        return (await this.statuses.execute(context, { file: file.bytes })).value;
      },
      { labels: { file: visit.m.payouts.files.statusFile } },
    );
    const own = `/b/${visit.slug}/payments`;
    if ('refusal' in outcome) {
      // whatever is wrong with a report is about its file
      const refusal = { ...outcome.refusal, errors: outcome.refusal.errors.map(({ message }) => ({ name: 'file', message })) };
      return this.page(reply, { ...visit, path: own }, { list: null, stopped: [], failed: false, ...outcome, refusal });
    }
    const { payments, refused } = outcome.done;
    await seeOther(reply, `${own}?read=${payments}${refused.length > 0 ? `&stopped=${refused.join('.')}` : ''}`);
  }

  @Post('format')
  async chooseFormat(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const outcome = await attempt(visit, posted, async () => {
      const { format } = await requestOf(PaymentFormatBody, formJson(posted));
      return this.formatChoice.execute(context, { format });
    });
    const own = `/b/${visit.slug}/payments`;
    if ('done' in outcome) return seeOther(reply, `${own}?done=format`);
    await this.page(reply, { ...visit, path: own }, { list: null, stopped: [], failed: false, ...outcome });
  }

  @Post(':number/failure')
  async fail(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('number') number: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const field = `${number}.reason`;
    const outcome = await attempt(
      visit,
      posted,
      async () => {
        const version = Number.parseInt(postedText(posted, 'version'), 10);
        const { reason } = await requestOf(SeenReasonBody, { version, reason: postedText(posted, field) });
        const id = await this.read(visit, (tx) => this.payouts.idOf(tx, number));
        return this.failure.execute(context, { id, version, reason });
      },
      { codes: { DISBURSEMENT_REASON_MISSING: field, DISBURSEMENT_REASON_TEXT: field } },
    );
    const own = `/b/${visit.slug}/payments`;
    if ('done' in outcome) return seeOther(reply, `${own}?done=failed`);
    await this.page(reply, { ...visit, path: own }, { list: null, stopped: [], failed: false, ...outcome });
  }

  /** The file for the bank, named by its SHA-256. */
  @Get('lists/:sha256')
  async file(@CurrentVisit() visit: Visit, @Param('sha256') sha256: string, @Res() reply: FastifyReply): Promise<void> {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new DomainError('NOT_FOUND');
    const { bytes, type, extension } = await this.read(visit, (tx) => this.payouts.paymentListFile(tx, sha256));
    await reply
      .header('content-type', type)
      .header('content-disposition', `attachment; filename="payments-${sha256.slice(0, 12)}.${extension}"`)
      .header('cache-control', 'private, no-store')
      .send(bytes);
  }

  private async page(
    reply: FastifyReply,
    visit: Visit,
    after: {
      list: string | null;
      stopped: readonly string[];
      failed: boolean;
      formatChosen?: boolean;
      statusRead?: number | null;
      refusal: Refusal | null;
      status?: number;
    },
  ): Promise<void> {
    const view = await this.read(visit, async (tx): Promise<PaymentsView> => {
      const now = this.clock.now();
      const approved = (await this.payouts.approved(tx)).map((payout) => approvedRow(payout));
      const inFlight = await this.payouts.list(tx, { state: 'INSTRUCTED', beforeId: 0, limit: IN_FLIGHT });
      const lists = (await this.payouts.paymentLists(tx, { beforeId: 0, limit: LISTS })).map(({ sha256, format, total, instructedAt, numbers }) => ({
        sha256,
        format,
        total: total.toString(),
        at: instructedAt,
        numbers,
      }));
      const made = lists.find(({ sha256 }) => sha256 === after.list);
      return {
        frame: await this.frames.frame(tx, visit, { area: 'b', current: 'payments' }),
        ready: approved.filter(({ from }) => from <= now),
        waiting: approved.filter(({ from }) => from > now),
        inFlight: inFlight.map((payout) => inFlightRow(payout, visit)),
        lists,
        seal: formSeal(visit.session.formToken),
        made: made ? { sha256: made.sha256, count: made.numbers.length } : null,
        stopped: after.stopped,
        format: {
          present: await this.formats.of(tx, (await this.accounts.active(tx, this.clock.today())).id),
          seal: formSeal(visit.session.formToken),
          chosen: after.formatChosen ?? false,
        },
        statusSeal: formSeal(visit.session.formToken),
        statusRead: after.statusRead ?? null,
        failed: after.failed,
        refusal: after.refusal,
      };
    });
    await sendPage(reply, PaymentsPage({ m: visit.m, view }), after.status);
  }

  private read<T>(visit: Visit, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.unitOfWork.read(visit.actor.communityId, work);
  }
}

/** What was ticked: `id.version` of each payout as it was looked at. */
function chosenPayouts(posted: Posted): SeenPayout[] {
  const ticked = [posted['pay']].flat().filter((value): value is string => typeof value === 'string' && /^\d{1,15}\.\d{1,9}$/.test(value));
  return ticked.map((value) => {
    const [id = '', version = ''] = value.split('.');
    return { id: Number.parseInt(id, 10), version: Number.parseInt(version, 10) };
  });
}

function approvedRow(payout: ApprovedDisbursement): ApprovedRow {
  const { id, version, number, payeeName, payeeLast4, instructableFrom } = payout;
  return { id, version, number, purpose: payoutPurpose(payout), amount: payout.amount.toString(), payee: payeeName, last4: payeeLast4, from: instructableFrom };
}

function inFlightRow(payout: DisbursementView, { session }: Visit): InFlightRow {
  return {
    number: payout.number,
    version: payout.version,
    purpose: payoutPurpose(payout),
    amount: payout.amount.toString(),
    seal: formSeal(session.formToken),
  };
}
