import { addDays, businessDate, firstDay, type BusinessDate, type Role } from '../../../src/kernel/index.js';
import { periodAt } from './figures.js';
import type { Actor, BookPlan, Slot, Who } from './plan.js';

/** Who somebody is on a day: `person` and `body` tell whether two are the same. */
export interface Party {
  readonly person: string;
  readonly body: string;
  readonly role: Role;
  /** Whether they hold the office in which they act: not before it begins, not after it ends. */
  readonly inOffice: boolean;
}

/** The organisations, each with its kind. `rival` is a firm without a contract here. */
export const bodies: Readonly<Record<string, string>> = {
  firm: 'FIRM',
  rival: 'FIRM',
  community: 'COMMUNITY',
  centre: 'CENTRE',
  street: 'STREET',
  committee: 'COMMITTEE',
  agency: 'AGENCY',
};

const offices: Readonly<Record<Exclude<Who, 'firm1' | 'stale'>, readonly [body: string, role: Role]>> = {
  firm2: ['firm', 'FIRM'],
  rival: ['rival', 'FIRM'],
  community1: ['community', 'COMMUNITY'],
  community2: ['community', 'COMMUNITY'],
  centre1: ['centre', 'CENTRE'],
  centre2: ['centre', 'CENTRE'],
  street1: ['street', 'STREET'],
  committee1: ['committee', 'COMMITTEE'],
  committee2: ['committee', 'COMMITTEE'],
  bookkeeper: ['agency', 'BOOKKEEPER'],
  cashier: ['agency', 'CASHIER'],
};

const FIRST_DAY = businessDate('2024-01-01');

/** A part in the compound, as it is recorded. */
export interface PartPlan {
  readonly person: string;
  readonly body: string;
  readonly role: Role;
  readonly from: BusinessDate;
  readonly to: BusinessDate | null;
}

/** Every part that somebody has in the compound of a plan. */
export function partsOf(plan: BookPlan): PartPlan[] {
  const leavesOn = firstDay(periodAt(plan.leavesIn));
  const committeeFrom = committeeDay(plan);
  return [
    { person: 'firm1', body: 'firm', role: 'FIRM', from: FIRST_DAY, to: addDays(leavesOn, -1) },
    { person: 'firm1', body: 'community', role: 'COMMUNITY', from: leavesOn, to: null },
    ...Object.entries(offices)
      .map(([person, [body, role]]): PartPlan => ({ person, body, role, from: FIRST_DAY, to: null }))
      .flatMap((part) => (part.role !== 'COMMITTEE' ? [part] : committeeFrom === null ? [] : [{ ...part, from: committeeFrom }])),
  ];
}

/** Who somebody acts as on a day. */
export function partyOn(plan: BookPlan, who: Who, today: string): Party {
  const isGone = today >= firstDay(periodAt(plan.leavesIn));
  if (who === 'stale') return { person: 'firm1', body: 'firm', role: 'FIRM', inOffice: !isGone };
  if (who === 'firm1') return { person: who, body: isGone ? 'community' : 'firm', role: isGone ? 'COMMUNITY' : 'FIRM', inOffice: true };
  const [body, role] = offices[who];
  return { person: who, body, role, inOffice: role !== 'COMMITTEE' || isCommittee(plan, today) };
}

/** The person meant; of a slot that nobody fills, one of the residents' committee. */
export function whoIs(plan: BookPlan, actor: Actor, today: string): Who {
  if (actor === 'FIRM') return partyOn(plan, 'firm1', today).role === 'FIRM' ? 'firm1' : 'firm2';
  if (actor === 'OWNER_SIDE') return isCommittee(plan, today) ? 'committee1' : 'community1';
  if (actor === 'SUPERVISOR') return isCommittee(plan, today) ? 'community1' : 'street1';
  return actor === 'REGULATOR' ? 'centre1' : actor;
}

/** domain.md 1: the committee speaks for the owners, else the residents' committee while it stands in; who supervises follows from that. */
export function slotOn(plan: BookPlan, { role }: Party, today: string): Slot | null {
  const ownerSide = isCommittee(plan, today) ? 'COMMITTEE' : isSubstituted(plan, today) ? 'COMMUNITY' : null;
  if (role === 'CENTRE') return 'REGULATOR';
  if (role === ownerSide) return 'OWNER_SIDE';
  return role === (ownerSide === 'COMMITTEE' ? 'COMMUNITY' : 'STREET') ? 'SUPERVISOR' : null;
}

/** From when to when the residents' committee stands in; null for never. */
export function substitutionOf({ ownerSide }: BookPlan): { readonly from: BusinessDate; readonly to: BusinessDate | null } | null {
  if (ownerSide.kind === 'COMMITTEE') return null;
  if (ownerSide.kind === 'COMMITTEE_LATER') return { from: FIRST_DAY, to: null };
  const { fromMonth, toMonth } = ownerSide;
  return { from: firstDay(periodAt(fromMonth)), to: toMonth === null ? null : addDays(firstDay(periodAt(toMonth + 1)), -1) };
}

function committeeDay({ ownerSide }: BookPlan): BusinessDate | null {
  if (ownerSide.kind === 'COMMITTEE') return FIRST_DAY;
  return ownerSide.kind === 'COMMITTEE_LATER' ? businessDate(`${periodAt(ownerSide.month)}-15`) : null;
}

function isCommittee(plan: BookPlan, today: string): boolean {
  const from = committeeDay(plan);
  return from !== null && today >= from;
}

function isSubstituted(plan: BookPlan, today: string): boolean {
  const days = substitutionOf(plan);
  if (days !== null && today === FIRST_DAY) return true; // for the contract: see `substitute`
  return days !== null && today >= days.from && (days.to === null || today <= days.to);
}
