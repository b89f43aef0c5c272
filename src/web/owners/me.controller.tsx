import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Clock, DomainError, Money, periodOf } from '../../kernel/index.js';
import { UnitQueries } from '../../modules/communities/index.js';
import { FeeQueries } from '../../modules/fees/index.js';
import { IdentityQueries, UnitMembers, type OwnUnit } from '../../modules/identity/index.js';
import { Settings } from '../../platform/config/index.js';
import { UnitOfWork, type Tx } from '../../platform/database/index.js';
import { CurrentSession, languageOf, type AccessRequest, type Session } from '../../platform/http/index.js';
import { sendHtml } from '../desk/send-page.js';
import { messages } from '../messages/index.js';
import { pagePolicy, renderPage } from '../render.js';
import { MePage, UnitOfMinePage, type HomeOfMineView } from './me-pages.js';

interface UnitNamed {
  readonly slug: string;
  readonly unit: string;
}

/** What an owner sees of the units they joined for. Of any other unit there is nothing here, as if it did not exist. */
@Controller('me')
export class MeController {
  constructor(
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly identity: IdentityQueries,
    private readonly members: UnitMembers,
    private readonly units: UnitQueries,
    private readonly fees: FeeQueries,
  ) {}

  @Get()
  async home(@Req() request: AccessRequest, @CurrentSession() session: Session, @Res() reply: FastifyReply): Promise<void> {
    const m = messages[languageOf(request)];
    const units = [];
    const ended: HomeOfMineView['ended'][number][] = [];
    for (const { community } of await this.owned(session))
      units.push(
        ...(await this.unitOfWork.read(community.id, async (tx) => {
          const own = [];
          for (const { label, organisation, at } of await this.members.endedFor(tx, session.personId))
            ended.push({ joinAt: `/join/${community.slug}`, community: community.name, label, organisation, at: m.moment(at) });
          for (const unit of await this.members.unitsOf(tx, session.personId)) {
            const { open } = await this.account(tx, unit);
            own.push({ href: `/me/${community.slug}/${encodeURIComponent(unit.code)}`, community: community.name, label: unit.label, open: open.toString() });
          }
          return own;
        })),
      );
    await sendHtml(reply, {
      html: renderPage(MePage({ m, view: { person: session.personName, units, ended, demoTime: this.demoTime(m) } })),
      policy: pagePolicy,
    });
  }

  /** @throws NOT_FOUND for a unit that is not one's own */
  @Get(':slug/:unit')
  async unit(
    @Req() request: AccessRequest,
    @CurrentSession() session: Session,
    @Param() { slug, unit: code }: UnitNamed,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const m = messages[languageOf(request)];
    const found = (await this.owned(session)).find(({ community }) => community.slug === slug);
    if (!found) throw new DomainError('NOT_FOUND');
    const { community } = found;
    const view = await this.unitOfWork.read(community.id, async (tx) => {
      const own = (await this.members.unitsOf(tx, session.personId)).find((unit) => unit.code === code);
      if (!own) throw new DomainError('NOT_FOUND');
      const { open, prepaid, bills, receipts } = await this.account(tx, own);
      return { label: own.label, since: own.from, open: open.toString(), prepaid: prepaid.toString(), bills, receipts };
    });
    const page = UnitOfMinePage({ m, view: { ...view, community, demoTime: this.demoTime(m) } });
    await sendHtml(reply, { html: renderPage(page), policy: pagePolicy });
  }

  /** Of the unit's account what is this owner's: bills of the month in which they came and later, receipts since then. */
  private async account(tx: Tx, own: OwnUnit) {
    const unit = await this.units.byId(tx, own.unitId);
    if (!unit) throw new DomainError('NOT_FOUND');
    const ledger = await this.fees.unitLedger(tx, unit);
    const bills = ledger.bills.filter((bill) => bill.period >= periodOf(own.from));
    const open = Money.sum(bills.filter((bill) => bill.state === 'OPEN').map((bill) => bill.open));
    return { open, prepaid: ledger.prepaid, bills, receipts: ledger.receipts.filter((receipt) => receipt.receivedOn >= own.from) };
  }

  private async owned({ personId }: Session) {
    return (await this.identity.communitiesOf(personId, this.clock.today())).filter(({ roles }) => roles.includes('OWNER'));
  }

  private demoTime(m: (typeof messages)['zh-CN']): string | null {
    return this.settings.demo ? m.moment(this.clock.now()) : null;
  }
}
