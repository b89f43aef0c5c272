import type { Id, Instant, Money, OrganisationId, BusinessDate } from '../../../kernel/index.js';

/** DISPUTE: what the firm is owed is held apart; DECISION: what becomes of it. */
export const firmDisputeKinds = ['DISPUTE', 'DECISION'] as const;
export type FirmDisputeKind = (typeof firmDisputeKinds)[number];

export const firmDisputeStates = ['ASKED', 'CONFIRMED', 'REFUSED', 'WITHDRAWN'] as const;
export type FirmDisputeState = (typeof firmDisputeStates)[number];

export const firmDisputeAnswers = ['CONFIRM', 'REFUSE', 'WITHDRAW'] as const;
export type FirmDisputeAnswer = (typeof firmDisputeAnswers)[number];

/** Whose side an organisation is on in a dispute. Whoever speaks for the owners is one party, whichever organisation that is by then. */
export type FirmDisputeParty = 'OWNER_SIDE' | 'FIRM' | 'CENTRE';

/** Whose side takes a penalty back; one of each asks and confirms. */
export type PenaltyParty = Exclude<FirmDisputeParty, 'FIRM'>;

/** A dispute or a decision about one, in yuan. `open`: of a confirmed dispute what no confirmed decision has settled. */
export interface FirmDisputeView {
  readonly id: Id<'firm_dispute'>;
  readonly kind: FirmDisputeKind;
  readonly disputeId: Id<'firm_dispute'> | null;
  readonly firmId: OrganisationId;
  readonly firm: string;
  readonly amount: Money;
  readonly toFirm: Money;
  readonly toOwners: Money;
  readonly open: Money;
  readonly reason: string;
  readonly documentSha256: string;
  readonly askedFor: OrganisationId;
  readonly askedParty: FirmDisputeParty;
  readonly asker: string;
  readonly askedAt: Instant;
  readonly state: FirmDisputeState;
  readonly answerer: string | null;
  readonly answerReason: string | null;
  readonly effectiveOn: BusinessDate | null;
}
