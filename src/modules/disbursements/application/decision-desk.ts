import { Injectable } from '@nestjs/common';
import { Clock, DomainError, required, together, type Actor, type Id, type Role } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { ContractQueries, PayeeQueries, slotOfRole, SubstitutionQueries, type OwnerSideView, type Slot } from '../../contracts/index.js';
import { slotForDecision, type Decider } from '../domain/decisions.js';
import { decidableStates, type DisbursementState } from '../domain/disbursement-state.js';
import type { Disbursement } from '../persistence/disbursement.js';
import { DisbursementRepository, type RecordedDecision } from '../persistence/disbursement-repository.js';
import { Office } from './office.js';
import { PayoutDesk, type SeenPayout } from './payout-desk.js';

/** A payout as it was shown to whoever decides: its version, and the hash of what it asks for. */
export type SeenForDecision = SeenPayout & { readonly payloadSha256: string };

/** Somebody who may decide about a payout now, in a slot of its policy. */
export interface Standing {
  readonly actor: Actor;
  readonly payout: Disbursement;
  readonly before: readonly RecordedDecision[];
  readonly slot: Slot;
  readonly role: Role;
  readonly substitutionId: Id<'substitution'> | null;
  /** The contract wants decisions signed. */
  readonly isSigned: boolean;
}

/** Whether and in which slot somebody may decide: asked when the text to sign is handed out, and again under the lock when the decision comes. */
@Injectable()
export class DecisionDesk {
  constructor(
    private readonly office: Office,
    private readonly desk: PayoutDesk,
    private readonly substitutions: SubstitutionQueries,
    private readonly payees: PayeeQueries,
    private readonly contracts: ContractQueries,
    private readonly payouts: DisbursementRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_ALLOWED NOT_FOUND DISBURSEMENT_CHANGED DISBURSEMENT_STATE DISBURSEMENT_PAYLOAD_CHANGED, and what slotForDecision throws */
  async standing(tx: Tx, actor: Actor, seen: SeenForDecision): Promise<Standing> {
    const { held, payout, ownerSide, before } = await together({
      held: this.office.held(tx, actor, 'disbursement.decide'),
      payout: this.desk.take(tx, seen),
      ownerSide: this.substitutions.ownerSide(tx, this.clock.today()),
      before: this.payouts.decisions(tx, seen.id),
    });
    const { number, state } = payout;
    if (!(decidableStates as readonly DisbursementState[]).includes(state)) throw new DomainError('DISBURSEMENT_STATE', { number, state, wanted: 'APPROVED' });
    if (payout.payloadSha256 !== seen.payloadSha256) throw new DomainError('DISBURSEMENT_PAYLOAD_CHANGED', { number });
    const { registeredBy, version } = await together({
      registeredBy: this.payees.registrar(tx, payout.payeeAccountId),
      version: this.contracts.version(tx, payout.contractVersionId),
    });
    const { substitutionId, ...decider } = deciderOf(held, ownerSide);
    const slot = slotForDecision({ ...payout, registeredBy }, decider, before);
    const role = required(decider.role, 'the role that fills a slot');
    return { actor: held, payout, before, slot, role, substitutionId, isSigned: version.approvalPolicy.signature === 'SIGNED' };
  }
}

/** The slot follows from the person's role on this day; the owner side is the one body that speaks for the owners. */
function deciderOf(actor: Actor, ownerSide: OwnerSideView): Decider & { substitutionId: Id<'substitution'> | null } {
  const filled = actor.roles
    .map((role) => ({ role, slot: slotOfRole(role, ownerSide.role) }))
    .find(({ slot }) => slot !== null && (slot !== 'OWNER_SIDE' || ownerSide.organisation?.id === actor.organisationId));
  const substitutionId = filled?.slot === 'OWNER_SIDE' ? (ownerSide.substitution?.id ?? null) : null;
  return { personId: actor.personId, organisationId: actor.organisationId, role: filled?.role ?? null, slot: filled?.slot ?? null, substitutionId };
}
