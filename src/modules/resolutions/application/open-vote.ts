import { Injectable } from '@nestjs/common';
import { addDays, assertAllowed, Clock, DomainError, periodOf, required, type BusinessDate } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { UnitQueries } from '../../communities/index.js';
import { SubstitutionQueries } from '../../contracts/index.js';
import { EvidenceQueries } from '../../evidence/index.js';
import { LedgerService } from '../../ledger/index.js';
import { assertMatter, voteNumber, type Elector, type VoteId, type VoteMatter } from '../domain/vote.js';
import { Vote } from '../persistence/vote.js';
import { assertSubject, ResolutionRegister, type ResolutionSubject } from './resolution-register.js';

/** Days that a vote may stay open. */
const DAYS_MAX = 180;
const SERIALS_MAX = 99;

/** The question, its last day, and the resolution that it becomes. `owners`: units that one owner has, by their codes, each list one head; every other unit is a head. */
export interface OpenVoteRequest extends ResolutionSubject {
  readonly matter: VoteMatter;
  readonly closesOn: BusinessDate;
  readonly documentSha256: string;
  readonly replaces: string | null;
  readonly owners: readonly (readonly string[])[];
}

export type VoteOpened = { readonly number: string; readonly units: number; readonly heads: number; readonly area: number };

/** Opens a vote of the owners today: who may vote, with which area and as how many heads, is kept as it is on this day and never changes (domain.md 8). */
@Injectable()
export class OpenVote {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly units: UnitQueries,
    private readonly evidence: EvidenceQueries,
    private readonly register: ResolutionRegister,
    private readonly substitutions: SubstitutionQueries,
  ) {}

  /**
   * @throws NOT_ALLOWED, OWNER_SIDE_ONLY, RESOLUTION_TITLE, RESOLUTION_KIND_UNKNOWN, RESOLUTION_LIMIT_INVALID, VOTE_MATTER_UNKNOWN, VOTE_MATTER_OTHER, VOTE_DAYS, EVIDENCE_UNKNOWN, VOTE_NO_ELECTORATE, VOTE_UNIT_UNKNOWN,
   * VOTE_OWNER_TWICE, VOTE_SERIALS_USED; RESOLUTION_UNKNOWN, RESOLUTION_KIND_DIFFERS or RESOLUTION_REPLACED for the one to be replaced
   */
  async execute(context: CommandContext, request: OpenVoteRequest): Promise<Outcome<VoteOpened>> {
    assertAllowed(context.actor, 'vote.hold');
    const stated = this.readRequest(request);
    const { limit, ...plain } = stated;
    return this.unitOfWork.once({ context, command: 'OpenVote', request: { ...plain, limit: limit?.toString() ?? null } }, async (tx) => {
      await this.ledger.lock(tx);
      await this.substitutions.refuseStranger(tx, context.actor, this.clock.today());
      await this.evidence.refuseUnknown(tx, [stated.documentSha256]);
      return this.open(tx, context, stated);
    });
  }

  private readRequest(request: OpenVoteRequest): OpenVoteRequest {
    const { kind, matter, closesOn, from, to, limit, documentSha256, replaces, owners } = request;
    const title = request.title.trim();
    assertSubject({ kind, title, from, to, limit });
    assertMatter(kind, matter);
    const today = this.clock.today();
    const latest = addDays(today, DAYS_MAX);
    if (closesOn < today || closesOn > latest || from <= closesOn || (to !== null && to < from))
      throw new DomainError('VOTE_DAYS', { closesOn, from, to: to ?? '…', today, latest });
    return { kind, title, matter, closesOn, from, to, limit, documentSha256, replaces, owners };
  }

  private async open(tx: Tx, context: CommandContext, stated: OpenVoteRequest): Promise<VoteOpened> {
    const openedOn = this.clock.today();
    const electors = await this.electors(tx, openedOn, stated.owners);
    const [area, heads] = [electors.reduce((sum, elector) => sum + elector.area, 0), new Set(electors.map(({ head }) => head)).size];
    const replacesId = stated.replaces === null ? null : await this.register.replaced(tx, stated.replaces, stated.kind);
    const year = Number.parseInt(openedOn.slice(0, 4), 10);
    const [found] = await tx.query<{ last: number }>('select coalesce(max(serial), 0) as last from mingbai.vote where community_id = $1 and year = $2', [
      tx.communityId,
      year,
    ]);
    const serial = required(found, 'the last number').last + 1;
    if (serial > SERIALS_MAX) throw new DomainError('VOTE_SERIALS_USED', { year });
    const id = (await this.ledger.takeIds(tx, 1)) as VoteId;
    const { title, matter, kind, limit: limitAmount, from: effectiveFrom, to: effectiveTo, closesOn, documentSha256 } = stated;
    const { personId: openedBy, organisationId: openedFor } = context.actor;
    const subject = { title, matter, kind, limitAmount, effectiveFrom, effectiveTo, replacesId, documentSha256 };
    const totals = { totalUnits: electors.length, totalArea: area, totalHeads: heads };
    const opened = { openedOn, closesOn, state: 'OPEN' as const, openedBy, openedFor, openedAt: this.clock.now() };
    await tx.manager.insert(Vote, { communityId: tx.communityId, id, year, serial, ...subject, ...totals, ...opened });
    // in one statement: the database holds the whole of it against the totals
    await tx.query(
      `insert into mingbai.vote_unit (community_id, vote_id, unit_id, area, head) select $1, $2, e.unit_id, e.area, e.head
       from json_to_recordset($3::json) as e(unit_id bigint, area bigint, head int)`,
      [tx.communityId, id, JSON.stringify(electors.map((elector) => ({ unit_id: elector.unitId, area: elector.area, head: elector.head })))],
    );
    return { number: voteNumber(year, serial), units: electors.length, heads, area };
  }

  /** The units of the day, each a head of its own unless it shares an owner with others. */
  private async electors(tx: Tx, on: BusinessDate, owners: OpenVoteRequest['owners']): Promise<Elector[]> {
    const units = await this.units.allIn(tx, periodOf(on));
    if (units.length === 0) throw new DomainError('VOTE_NO_ELECTORATE');
    const known = new Set(units.map(({ code }) => code));
    const ownerOf = new Map<string, number>();
    for (const [owner, codes] of owners.entries())
      for (const code of codes) {
        if (!known.has(code)) throw new DomainError('VOTE_UNIT_UNKNOWN', { field: 'owners', unit: code.slice(0, 40) });
        if (ownerOf.has(code)) throw new DomainError('VOTE_OWNER_TWICE', { field: 'owners', unit: code });
        ownerOf.set(code, owner);
      }
    const heads = new Map<string | number, number>();
    return units.map(({ id: unitId, code, area }) => {
      const holder = ownerOf.get(code) ?? code;
      const head = heads.get(holder) ?? heads.size + 1;
      heads.set(holder, head);
      return { unitId, area: Number.parseInt(area.toFixed(2).replace('.', ''), 10), head };
    });
  }
}
