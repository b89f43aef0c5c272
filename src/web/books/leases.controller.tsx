import { Controller, Get, Header, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Clock, DomainError, firstDay, lastDay, periodOf } from '../../kernel/index.js';
import { StoreEvidence } from '../../modules/evidence/index.js';
import {
  EndLease,
  EndLeaseBody,
  ImportLeases,
  LeaseQueries,
  leasesCsv,
  RefundLease,
  RefundLeaseBody,
  WriteOffCharge,
  WriteOffChargeBody,
} from '../../modules/operating-income/index.js';
import { UnitOfWork, type CommandContext, type Tx } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission, TakesUpload, UploadedFile } from '../../platform/http/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { attemptIn, formJson, postedText, requestOf, typedTexts, type Attempted } from '../desk/desk-form.js';
import { storePosted } from '../desk/evidence-link.js';
import { formSeal, type Refusal } from '../desk/form-parts.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type Posted, type PostedVisit, type Visit } from '../desk/visit.js';
import { LeasesPage, type LeasesDone, type LeasesView } from './leases-page.js';

/** The bookkeeper's leases: their list, and what happens to one before its last day. */
@Controller('b/:c')
@RequirePermission('lease.manage')
export class LeasePagesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly frames: DeskFrames,
    private readonly leases: LeaseQueries,
    private readonly storeEvidence: StoreEvidence,
    private readonly importLeases: ImportLeases,
    private readonly endLease: EndLease,
    private readonly writeOffCharge: WriteOffCharge,
    private readonly refundLease: RefundLease,
  ) {}

  @Get('leases')
  async list(@CurrentVisit() visit: Visit, @Query('done') done: unknown, @Res() reply: FastifyReply): Promise<void> {
    const told = (Object.keys(visit.m.leases.done) as LeasesDone[]).find((known) => known === done) ?? null;
    await this.page(reply, visit, { done: told, looked: null, refusal: null });
  }

  @Get('leases.csv')
  @Header('content-disposition', 'attachment; filename="leases.csv"')
  async csv(@CurrentVisit() visit: Visit, @Res() reply: FastifyReply): Promise<void> {
    const leases = await this.unitOfWork.read(visit.actor.communityId, (tx) => this.leases.all(tx));
    await reply.header('content-type', 'text/csv; charset=utf-8').header('cache-control', 'no-store').send(leasesCsv(leases));
  }

  /** New leases and places out of a file: for a look, or recorded. */
  @Post('leases/import')
  @TakesUpload()
  async import(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const act = async (own: Posted) => {
      const { file } = own;
      if (!(file instanceof UploadedFile) || file.bytes.length === 0) throw new DomainError('REQUEST_INVALID', {}, [{ path: 'file', message: 'missing' }]);
      return (await this.importLeases.execute(context, { file: file.bytes, dryRun: postedText(own, 'confirm') !== 'record' })).value;
    };
    const { file, confirm } = visit.m.leases.add;
    const outcome = await attemptIn(visit, { posted, form: 'new' }, act, { labels: { file, confirm } });
    const own = { ...visit, path: `/b/${visit.slug}/leases` };
    if ('done' in outcome && outcome.done.dryRun) return this.page(reply, own, { done: null, looked: outcome.done, refusal: null });
    if ('done' in outcome) return seeOther(reply, `${own.path}?done=imported`);
    // whatever is wrong with a list is about its file
    const errors = outcome.refusal.errors.map(({ message }) => ({ name: 'new_file', message }));
    await this.page(reply, own, { done: null, looked: null, ...outcome, refusal: { ...outcome.refusal, errors } });
  }

  @Post('leases/end')
  @TakesUpload()
  async end(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const act = async (own: Posted) => {
      const { lease, ...rest } = formJson(typedTexts(own));
      const { sha256 } = await storePosted(this.storeEvidence, context, own, 'file');
      return this.endLease.execute(context, { lease: String(lease), ...(await requestOf(EndLeaseBody, { ...rest, documentSha256: sha256 })) });
    };
    const file = { EVIDENCE_TYPE_REFUSED: 'file', EVIDENCE_EMPTY: 'file', EVIDENCE_TOO_LARGE: 'file' } as const;
    const codes = { LEASE_END_OUTSIDE: 'lastDay', LEASE_ENDED: 'lease', OTHER_WORDS_INVALID: 'reason', ...file } as const;
    await this.answer(reply, visit, 'ended', await attemptIn(visit, { posted, form: 'end' }, act, { labels: visit.m.leases.fields, codes }));
  }

  @Post('leases/write-off')
  async writeOff(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const act = async (own: Posted) => {
      const { charge: _, ...rest } = formJson(own);
      const [lease = '', period = ''] = postedText(own, 'charge').split(' ');
      return this.writeOffCharge.execute(context, { lease, ...(await requestOf(WriteOffChargeBody, { ...rest, period })) });
    };
    const resolution = { RESOLUTION_UNKNOWN: 'resolution', RESOLUTION_KIND_DIFFERS: 'resolution', RESOLUTION_NOT_IN_FORCE: 'resolution' } as const;
    const codes = { LEASE_CHARGE_SHORT: 'amount', RESOLUTION_LIMIT_EXCEEDED: 'amount', OTHER_WORDS_INVALID: 'reason', ...resolution } as const;
    await this.answer(reply, visit, 'writtenOff', await attemptIn(visit, { posted, form: 'off' }, act, { labels: visit.m.leases.fields, codes }));
  }

  @Post('leases/refund')
  @RequirePermission('deposit.give-back')
  async refund(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const act = async (own: Posted) => {
      const { lease, payee, ...rest } = formJson(own);
      const body = await requestOf(RefundLeaseBody, { ...rest, ...(typeof payee === 'string' && payee !== '' && { payee }) });
      return this.refundLease.execute(context, { lease: String(lease), ...body });
    };
    const payee = { LEASE_REFUND_NO_ACCOUNT: 'payee', LEASE_REFUND_ACCOUNT_NAMED: 'payee', LEASE_REFUND_PAYEE: 'payee' } as const;
    const codes = { LEASE_ADVANCE_SHORT: 'amount', LEASE_REFUND_SEVERAL: 'amount', OTHER_WORDS_INVALID: 'reason', ...payee } as const;
    await this.answer(reply, visit, 'refunded', await attemptIn(visit, { posted, form: 'back' }, act, { labels: visit.m.leases.fields, codes }));
  }

  private async answer(reply: FastifyReply, visit: Visit, done: LeasesDone, outcome: Attempted<unknown>): Promise<void> {
    const own = `/b/${visit.slug}/leases`;
    if ('done' in outcome) return seeOther(reply, `${own}?done=${done}`);
    await this.page(reply, { ...visit, path: own }, { done: null, looked: null, ...outcome });
  }

  private async page(
    reply: FastifyReply,
    visit: Visit,
    { status, ...after }: { done: LeasesDone | null; looked: LeasesView['looked']; refusal: Refusal | null; status?: number },
  ): Promise<void> {
    const view = await this.unitOfWork.read(visit.actor.communityId, (tx) => this.view(tx, visit, after));
    await sendPage(reply, LeasesPage({ m: visit.m, view }), status);
  }

  private async view(tx: Tx, visit: Visit, after: Pick<LeasesView, 'done' | 'looked' | 'refusal'>): Promise<LeasesView> {
    const today = this.clock.today();
    const month = periodOf(today);
    const leases = await this.leases.all(tx);
    const income = await this.leases.income(tx, { from: firstDay(month), to: lastDay(month) });
    return {
      frame: await this.frames.frame(tx, visit, { area: 'b', current: 'income' }),
      leases,
      running: leases.filter(({ endedOn, to }) => endedOn === null && today < to),
      charges: await this.leases.open(tx),
      advances: income.flatMap(({ code, inAdvance }) => (inAdvance.isPositive ? [{ code, inAdvance: inAdvance.toString() }] : [])),
      seal: () => formSeal(visit.session.formToken),
      ...after,
    };
  }
}
