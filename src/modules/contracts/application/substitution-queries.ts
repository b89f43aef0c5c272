import { Injectable } from '@nestjs/common';
import { addDays, DomainError, together, type BusinessDate, type Id, type OrganisationId, type Role } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { Parties, type OrganisationView } from '../../identity/index.js';
import { slotOfRole, slotRoles, type OwnerSideRole, type Slot } from '../domain/approval-policy.js';
import { ownerSideOn, type CommitteeOfDay, type Substitution } from '../domain/substitution.js';

export interface SubstitutionView extends Substitution {
  readonly id: Id<'substitution'>;
  /** The residents' committee that stands in. */
  readonly organisationId: OrganisationId;
  /** The street that confirmed it. */
  readonly confirmedFor: OrganisationId;
}

/** Who speaks for the owners on a day; `substitution` by which, when it is the residents' committee. */
export interface OwnerSideView {
  readonly role: OwnerSideRole;
  readonly organisation: OrganisationView | null;
  readonly substitution: SubstitutionView | null;
}

const SUBSTITUTION = `select id, ground, legal_basis as "legalBasis", organisation_id as "organisationId", from_on as "from", to_on as "to", confirmed_for as "confirmedFor"
  from mingbai.substitution where community_id = $1`;

/** Reads who speaks for the owners of a compound, and so who fills which approval slot. */
@Injectable()
export class SubstitutionQueries {
  constructor(private readonly parties: Parties) {}

  /** The owner side of a day; role, organisation and substitution are null when nobody speaks for the owners. */
  async ownerSide(tx: Tx, on: BusinessDate): Promise<OwnerSideView> {
    const [[committee], [candidate]] = await together([
      this.parties.inRole(tx, 'COMMITTEE', on),
      tx.query<SubstitutionView>(`${SUBSTITUTION} and from_on <= $2 and (to_on is null or to_on >= $2)`, [tx.communityId, on]),
    ]);
    const role = ownerSideOn(on, candidate ?? null, committee ? await this.committeeOfDay(tx, committee, candidate ?? null) : null);
    if (role !== 'COMMUNITY' || !candidate) return { role, organisation: role === 'COMMITTEE' ? (committee ?? null) : null, substitution: null };
    return { role, organisation: await this.parties.organisation(tx, candidate.organisationId), substitution: candidate };
  }

  /** The organisation that speaks for the owners on a day, or null. */
  async ownerSideOrganisation(tx: Tx, on: BusinessDate): Promise<OrganisationView | null> {
    return (await this.ownerSide(tx, on)).organisation;
  }

  /** The role that fills each approval slot on a day. */
  async slotRoles(tx: Tx, on: BusinessDate): Promise<Readonly<Record<Slot, Role | null>>> {
    return slotRoles((await this.ownerSide(tx, on)).role);
  }

  /** The slot that an organisation in a role fills on a day, or null. For the owners only the one organisation that speaks for them counts. */
  async slotOf(tx: Tx, actor: { readonly organisationId: OrganisationId; readonly roles: readonly Role[] }, on: BusinessDate): Promise<Slot | null> {
    const { role, organisation } = await this.ownerSide(tx, on);
    const slots = actor.roles.map((held) => slotOfRole(held, role)).filter((slot) => slot !== null);
    return slots.find((slot) => slot !== 'OWNER_SIDE' || organisation?.id === actor.organisationId) ?? null;
  }

  /**
   * The one check of whatever is the owners' to do: who speaks for them on the day does it, and no other body of the same kind. `orCentre`: or the regulator.
   * @throws OWNER_SIDE_ONLY, OWNER_SIDE_OR_CENTRE_ONLY
   */
  async refuseStranger(tx: Tx, actor: Parameters<SubstitutionQueries['slotOf']>[1], on: BusinessDate, { orCentre = false } = {}): Promise<void> {
    const slot = await this.slotOf(tx, actor, on);
    if (slot === 'OWNER_SIDE' || (orCentre && slot === 'REGULATOR')) return;
    const ownerSide = (await this.ownerSideOrganisation(tx, on))?.shortName ?? '–';
    throw new DomainError(orCentre ? 'OWNER_SIDE_OR_CENTRE_ONLY' : 'OWNER_SIDE_ONLY', { ownerSide });
  }

  /**
   * As `refuseStranger`, for what begins a compound, its contract and the account on it: without a committee and a confirmed substitution nobody signs for
   * the owners (domain.md 1), so those come first. @throws OWNER_SIDE_NONE, OWNER_SIDE_ONLY
   */
  async refuseUnlessOwnerSide(tx: Tx, actor: Parameters<SubstitutionQueries['slotOf']>[1], on: BusinessDate): Promise<void> {
    if ((await this.ownerSideOrganisation(tx, on)) === null) throw new DomainError('OWNER_SIDE_NONE', { on });
    await this.refuseStranger(tx, actor, on);
  }

  /** Every substitution, oldest first. */
  all(tx: Tx): Promise<SubstitutionView[]> {
    return tx.query<SubstitutionView>(`${SUBSTITUTION} order by from_on`, [tx.communityId]);
  }

  private async committeeOfDay(tx: Tx, committee: OrganisationView, substitution: Substitution | null): Promise<CommitteeOfDay> {
    if (!substitution) return { stoodBefore: false };
    const before = await this.parties.inRole(tx, 'COMMITTEE', addDays(substitution.from, -1));
    return { stoodBefore: before.some((organisation) => organisation.id === committee.id) };
  }
}
