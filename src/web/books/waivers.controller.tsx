import { Controller, Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Clock, periodOf } from '../../kernel/index.js';
import { ContractQueries } from '../../modules/contracts/index.js';
import { FeeQueries, LateFeeQueries, RequestWaiver, RequestWaiverBody, WaiverQueries, type BillId, type LateFeeId } from '../../modules/fees/index.js';
import { UnitOfWork, type CommandContext, type Tx } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission } from '../../platform/http/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { attempt, formJson, postedText, requestOf } from '../desk/desk-form.js';
import { formSeal, type Refusal } from '../desk/form-parts.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type Posted, type PostedVisit, type Visit } from '../desk/visit.js';
import { WaiversPage, type WaiverTarget } from './waivers-page.js';

const RECENT = 100;

/** The bookkeeper asks for waivers and write-offs. */
@Controller('b/:c/waivers')
@RequirePermission('waiver.request')
export class WaiverPagesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly frames: DeskFrames,
    private readonly waivers: WaiverQueries,
    private readonly fees: FeeQueries,
    private readonly lateFees: LateFeeQueries,
    private readonly contracts: ContractQueries,
    private readonly requestWaiver: RequestWaiver,
  ) {}

  @Get()
  async list(@CurrentVisit() visit: Visit, @Query('asked') asked: unknown, @Res() reply: FastifyReply): Promise<void> {
    await this.page(reply, visit, { billId: null, lateFeeId: null, asked: asked === '1', refusal: null });
  }

  @Get('ask')
  async ask(@CurrentVisit() visit: Visit, @Query() query: Posted, @Res() reply: FastifyReply): Promise<void> {
    await this.page(reply, visit, { billId: idOf(postedText(query, 'bill')), lateFeeId: idOf(postedText(query, 'late')), asked: false, refusal: null });
  }

  @Post()
  async request(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const outcome = await attempt(
      visit,
      posted,
      async () => {
        const body = await requestOf(RequestWaiverBody, formJson(posted, ['billId', 'lateFeeId']));
        const target = { billId: (body.billId ?? null) as BillId | null, lateFeeId: (body.lateFeeId ?? null) as LateFeeId | null };
        const { kind, amount, reason, document, resolutionNo = null } = body;
        return this.requestWaiver.execute(context, { kind, ...target, amount, reason, document, resolutionNo });
      },
      {
        labels: visit.m.billing.waivers.fields,
        codes: { WAIVER_OVER_OPEN: 'amount', WAIVER_RESOLUTION_NEEDED: 'resolutionNo', RESOLUTION_UNKNOWN: 'resolutionNo' },
      },
    );
    const own = `/b/${visit.slug}/waivers`;
    if ('done' in outcome) return seeOther(reply, `${own}?asked=1`);
    const target = { billId: idOf(postedText(posted, 'billId')), lateFeeId: idOf(postedText(posted, 'lateFeeId')) };
    await this.page(reply, { ...visit, path: own }, { ...target, asked: false, ...outcome });
  }

  private async page(
    reply: FastifyReply,
    visit: Visit,
    page: { billId: number | null; lateFeeId: number | null; asked: boolean; refusal: Refusal | null; status?: number },
  ): Promise<void> {
    const view = await this.unitOfWork.read(visit.actor.communityId, async (tx) => {
      const version = await this.contracts.findVersion(tx, periodOf(this.clock.today()));
      return {
        frame: await this.frames.frame(tx, visit, { area: 'b', current: 'arrears' }),
        waivers: await this.waivers.page(tx, { beforeId: 0, limit: RECENT }),
        target: await this.target(tx, visit, page),
        limit: version?.waiverLimit.toString() ?? '0.00',
        seal: formSeal(visit.session.formToken),
        asked: page.asked,
        refusal: page.refusal,
      };
    });
    await sendPage(reply, WaiversPage({ m: visit.m, view }), page.status);
  }

  /** What was chosen, while something of it is open. */
  private async target(tx: Tx, { m }: Visit, { billId, lateFeeId }: { billId: number | null; lateFeeId: number | null }): Promise<WaiverTarget | null> {
    const texts = m.billing.waivers;
    if (billId !== null) {
      const bill = (await this.fees.openBills(tx)).find(({ id }) => id === billId);
      return bill ? { billId, lateFeeId: null, label: texts.of(bill.unitCode, bill.item, m.month(bill.period)), open: bill.open.toString() } : null;
    }
    const fee = lateFeeId === null ? undefined : (await this.lateFees.open(tx)).find(({ id }) => id === lateFeeId);
    return fee ? { billId: null, lateFeeId: fee.id, label: texts.ofLateFee(fee.unitCode, fee.item, m.month(fee.period)), open: fee.open.toString() } : null;
  }
}

const idOf = (text: string): number | null => (/^\d{1,15}$/.test(text) ? Number.parseInt(text, 10) : null);
