import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, isAllowed, type Actor, type Role } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { SubstitutionQueries } from '../../contracts/index.js';
import { LedgerService } from '../../ledger/index.js';
import { openingParties, type OpeningParty } from '../domain/opening.js';
import { oneLine } from '../domain/reason.js';
import { OpeningQueries } from './opening-queries.js';

/** `sha256` is that of the list which the person has read. */
export interface SignOpeningRequest {
  readonly id: number;
  readonly sha256: string;
}

export type OpeningSigned = { readonly id: number; readonly party: OpeningParty; readonly missing: readonly OpeningParty[] };

const PARTY_OF_ROLE: Readonly<Partial<Record<Role, OpeningParty>>> = { COMMITTEE: 'OWNER_SIDE', COMMUNITY: 'OWNER_SIDE', CENTRE: 'CENTRE', FIRM: 'FIRM' };

/** One of the three parties of the account agrees to the opening balances. */
@Injectable()
export class SignOpening {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly openings: OpeningQueries,
    private readonly substitutions: SubstitutionQueries,
  ) {}

  /** @throws NOT_ALLOWED, OWNER_SIDE_ONLY, OPENING_MISSING, OPENING_OTHER, OPENING_STATE, OPENING_PARTY_SIGNED, OPENING_SAME_PARTY */
  async execute(context: CommandContext, { id, sha256 }: SignOpeningRequest): Promise<Outcome<OpeningSigned>> {
    const { actor } = context;
    assertAllowed(actor, 'opening.sign');
    const party = openingPartyOf(actor);
    if (party === null) throw new DomainError('NOT_ALLOWED');
    return this.unitOfWork.once({ context, command: 'SignOpening', request: { id, sha256 } }, async (tx) => {
      await this.ledger.lock(tx);
      if (party === 'OWNER_SIDE') await this.substitutions.refuseStranger(tx, actor, this.clock.today());
      const view = await this.openings.byId(tx, id);
      if (!view) throw new DomainError('OPENING_MISSING', { id });
      if (view.sha256 !== sha256) throw new DomainError('OPENING_OTHER', { id });
      if (view.signatures.some((signature) => signature.party === party)) throw new DomainError('OPENING_PARTY_SIGNED', { id, party });
      if (view.state !== 'PREPARED') throw new DomainError('OPENING_STATE', { id, state: view.state });
      const earlier = [{ by: view.preparedBy, for: view.preparedFor }, ...view.signatures.map(({ signedBy, signedFor }) => ({ by: signedBy, for: signedFor }))];
      if (earlier.some((other) => other.by === actor.personId || other.for === actor.organisationId)) throw new DomainError('OPENING_SAME_PARTY', { id });
      await tx.query(
        `insert into mingbai.opening_signature (community_id, opening_id, party, prepared_by, prepared_for, sha256, signed_at, signed_by, signed_for) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [tx.communityId, id, party, view.preparedBy, view.preparedFor, sha256, this.clock.now(), actor.personId, actor.organisationId],
      );
      const signed = [...view.signatures.map((signature) => signature.party), party];
      return { id, party, missing: openingParties.filter((other) => !signed.includes(other)) };
    });
  }
}

/** The party for which somebody signs, or null. */
export function openingPartyOf({ roles }: Pick<Actor, 'roles'>): OpeningParty | null {
  return roles.flatMap((role) => PARTY_OF_ROLE[role] ?? [])[0] ?? null;
}

/** Takes a list back before it is posted, with a reason; whoever may prepare or sign one. */
@Injectable()
export class WithdrawOpening {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly openings: OpeningQueries,
  ) {}

  /** @throws NOT_ALLOWED, OPENING_REASON, OPENING_MISSING, OPENING_STATE */
  async execute(context: CommandContext, request: { readonly id: number; readonly reason: string }): Promise<Outcome<{ readonly id: number }>> {
    const { actor } = context;
    if (!isAllowed(actor.roles, 'opening.prepare') && !isAllowed(actor.roles, 'opening.sign')) throw new DomainError('NOT_ALLOWED');
    const reason = oneLine(request.reason);
    if (reason === null) throw new DomainError('OPENING_REASON');
    return this.unitOfWork.once({ context, command: 'WithdrawOpening', request: { id: request.id, reason } }, async (tx) => {
      await this.ledger.lock(tx);
      const view = await this.openings.byId(tx, request.id);
      if (!view) throw new DomainError('OPENING_MISSING', { id: request.id });
      if (view.state === 'POSTED' || view.state === 'WITHDRAWN') throw new DomainError('OPENING_STATE', { id: view.id, state: view.state });
      await tx.query(`insert into mingbai.opening_end (community_id, opening_id, kind, reason, ended_at, ended_by) values ($1, $2, 'WITHDRAWN', $3, $4, $5)`, [
        tx.communityId,
        view.id,
        reason,
        this.clock.now(),
        actor.personId,
      ]);
      return { id: view.id };
    });
  }
}
