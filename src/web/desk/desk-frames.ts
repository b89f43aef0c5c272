import { Injectable } from '@nestjs/common';
import { Clock, isAllowed, type Permission } from '../../kernel/index.js';
import { CommunityQueries, type CommunityView } from '../../modules/communities/index.js';
import { Parties } from '../../modules/identity/index.js';
import { DisbursementQueries, type QueuedDisbursement } from '../../modules/disbursements/index.js';
import { OpeningQueries } from '../../modules/settlement/index.js';
import { Settings } from '../../platform/config/index.js';
import type { Tx } from '../../platform/database/index.js';
import type { DeskFrame, NavKey, NavLink } from './desk-layout.js';
import type { Visit } from './visit.js';

/** The rooms of the house: those who approve, the firm, and those who keep the books and the cash. */
export type Area = 'w' | 'f' | 'b';

/** Puts together what stands around a page, inside the transaction in which the page is read. */
@Injectable()
export class DeskFrames {
  constructor(
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly communities: CommunityQueries,
    private readonly parties: Parties,
    private readonly payouts: DisbursementQueries,
    private readonly openings: OpeningQueries,
  ) {}

  async frame(tx: Tx, visit: Visit, page: { area: Area; current: NavKey | null; queue?: readonly QueuedDisbursement[] }): Promise<DeskFrame> {
    const community = await this.communities.of(tx);
    const organisation = await this.parties.organisation(tx, visit.actor.organisationId);
    const now = this.clock.now();
    return {
      community: { slug: community.slug, name: community.name },
      person: visit.session.personName,
      organisation: organisation.shortName,
      nav: await this.navigation(tx, visit, { ...page, community }),
      current: page.current,
      formToken: visit.session.formToken,
      path: visit.path,
      size: visit.size,
      asOf: now,
      demoTime: this.settings.demo ? visit.m.moment(now) : null,
    };
  }

  private async navigation(tx: Tx, visit: Visit, page: { area: Area; community: CommunityView; queue?: readonly QueuedDisbursement[] }): Promise<NavLink[]> {
    const { area, community } = page;
    const may = (permission: Permission): boolean => isAllowed(visit.actor.roles, permission);
    const shows = may('opening.read') && (await this.openings.concerns(tx, { unbegunToo: area === 'b' }));
    const link = (key: NavKey, path = '', count: number | null = null): NavLink => ({ key, href: `/${area}/${community.slug}${path}`, count });
    const opening = shows ? [link('opening', '/opening')] : [];
    const handover = may('handover.make') ? [link('handover', '/handover')] : [];
    if (area === 'w') {
      const approves = may('disbursement.decide');
      const queue = page.queue ?? (await this.payouts.queue(tx, visit.actor));
      const mine = queue.filter(({ refusal }) => refusal === null).length;
      return [
        ...(approves ? [link('queue', '', mine)] : []),
        link('payouts', '/payouts'),
        link('costClaims', '/claims'),
        ...(approves ? [link('assessments', '/assessments'), link('statements', '/statements')] : []),
        ...(may('repair.read') ? [link('serviceLog', '/repairs')] : []),
        link('resolutions', '/resolutions'),
        ...(may('contract.read') ? [link('contract', '/contract')] : []),
        ...(may('fee.read-reasons') ? [link('waivers', '/waivers')] : []),
        ...(may('unit.correct') ? [link('units', '/units')] : []),
        ...(may('firm-due.penalise') ? [link('decisions', '/decisions')] : []),
        link('keys', '/keys'),
        ...(may('access-log.read') ? [link('access', '/access')] : []),
        ...(may('member.read') ? [link('people', '/people')] : []),
        ...(may('unit.issue-code') ? [link('unitCodes', '/unit-codes')] : []),
        ...handover,
        ...opening,
      ];
    }
    if (area === 'f')
      return [
        link('claims'),
        link('requests', '/payouts'),
        link('costClaims', '/claims'),
        link('selfEvaluation', '/assessments'),
        link('serviceLog', '/repairs'),
        link('contract', '/contract'),
        link('keys', '/keys'),
        link('people', '/people'),
        ...opening,
      ];
    const books = [
      link('month'),
      link('bills', '/bills'),
      link('arrears', '/arrears'),
      link('bank', '/bank'),
      link('receipts', '/receipts'),
      link('close', '/close'),
      link('drafts', '/statements'),
      link('prepared', '/requests'),
      link('income', '/income'),
      link('costClaims', '/claims'),
      link('payees', '/payees'),
      link('unitCodes', '/unit-codes'),
    ];
    return [...(may('bank.match') ? books : []), ...handover, ...opening, ...(may('disbursement.instruct') ? [link('payments', '/payments')] : [])];
  }
}
