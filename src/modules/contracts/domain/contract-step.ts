import { addDays, DomainError, lastDay, monthsOf, periodOf, quarterOf, type Actor, type BusinessDate, type Role } from '../../../kernel/index.js';
import {
  contractStateOn,
  standingNotice,
  standingSuspension,
  type ContractDays,
  type ContractState,
  type ContractStep,
  type ContractStepFacts,
} from './contract-state.js';

export type StepTaker = 'OWNER_SIDE' | 'CENTRE' | 'FIRM';

/** Who takes a step: a firm gives notice and takes it back, it never lets its own contract go on; the centre suspends payouts and lets them go on. */
export const stepTakers: Readonly<Record<ContractStep, readonly StepTaker[]>> = {
  HOLDOVER: ['OWNER_SIDE'],
  NOTICE_GIVEN: ['OWNER_SIDE', 'FIRM'],
  NOTICE_WITHDRAWN: ['OWNER_SIDE', 'FIRM'],
  SUSPENDED: ['OWNER_SIDE', 'CENTRE'],
  RESUMED: ['OWNER_SIDE', 'CENTRE'],
  HANDOVER: ['OWNER_SIDE'],
  CLOSED: ['OWNER_SIDE'],
};

const TAKER_OF_ROLE: Readonly<Partial<Record<Role, StepTaker>>> = { COMMITTEE: 'OWNER_SIDE', COMMUNITY: 'OWNER_SIDE', CENTRE: 'CENTRE', FIRM: 'FIRM' };

/** For whom somebody takes steps, or null. */
export function takerOf({ roles }: Pick<Actor, 'roles'>): StepTaker | null {
  return roles.flatMap((role) => TAKER_OF_ROLE[role] ?? [])[0] ?? null;
}

/** From which states a step is taken; suspending (until it is closed) and resuming go by what stands. */
const FROM: Readonly<Record<Exclude<ContractStep, 'SUSPENDED' | 'RESUMED'>, readonly ContractState[]>> = {
  HOLDOVER: ['ACTIVE', 'EXPIRED'],
  NOTICE_GIVEN: ['ACTIVE', 'EXPIRED_HOLDOVER'],
  NOTICE_WITHDRAWN: ['NOTICE_GIVEN'],
  HANDOVER: ['NOTICE_GIVEN', 'EXPIRED'],
  CLOSED: ['HANDOVER'],
};

/** How early a contract may be let go on past its last day. */
const HOLDOVER_DAYS = 92;

export interface ContractLife extends ContractDays {
  readonly number: string;
  /** The last day on which it counts, as things stand; null while it goes on without one. */
  readonly ends: BusinessDate | null;
  readonly steps: readonly ContractStepFacts[];
  readonly noticeDays: number;
}

/**
 * A step that may be taken on its day by its taker.
 * @throws CONTRACT_STEP_NOT_YOURS CONTRACT_STEP_STATE CONTRACT_HOLDOVER_EARLY CONTRACT_NOTICE_END CONTRACT_NOTICE_OTHER CONTRACT_RESUME_OTHER CONTRACT_NOT_ENDED
 * CONTRACT_CLOSE_SUSPENDED
 */
export function assertStep(contract: ContractLife, step: ContractStepFacts, taker: StepTaker): void {
  const { number, steps, to, ends } = contract;
  const { kind, on, organisationId } = step;
  if (!stepTakers[kind].includes(taker)) throw new DomainError('CONTRACT_STEP_NOT_YOURS', { kind, takers: stepTakers[kind].join(', ') });
  const state = contractStateOn(contract, steps, on);
  const suspension = standingSuspension(steps);
  if (kind === 'SUSPENDED' || kind === 'RESUMED') {
    if ((kind === 'SUSPENDED' && state === 'CLOSED') || (suspension === null) === (kind === 'RESUMED'))
      throw new DomainError('CONTRACT_STEP_STATE', { number, kind, state: suspension?.kind ?? state });
    if (kind === 'RESUMED' && suspension?.organisationId === organisationId) throw new DomainError('CONTRACT_RESUME_OTHER', { number });
    return;
  }
  if (!FROM[kind].includes(state) || (kind === 'HOLDOVER' && (standingNotice(steps) !== null || steps.some((earlier) => earlier.kind === 'HOLDOVER'))))
    throw new DomainError('CONTRACT_STEP_STATE', { number, kind, state });
  if (kind === 'HOLDOVER' && on <= addDays(to, -HOLDOVER_DAYS))
    throw new DomainError('CONTRACT_HOLDOVER_EARLY', { number, to, from: addDays(to, 1 - HOLDOVER_DAYS) });
  if (kind === 'NOTICE_WITHDRAWN' && standingNotice(steps)?.organisationId !== organisationId) throw new DomainError('CONTRACT_NOTICE_OTHER', { number });
  if (kind === 'CLOSED' && (ends === null || on <= ends)) throw new DomainError('CONTRACT_NOT_ENDED', { number, ends: ends ?? '…' });
  // what the firm had earned is paid after the end too (民法典 950), and nothing is paid while payouts are suspended
  if (kind === 'CLOSED' && suspension !== null) throw new DomainError('CONTRACT_CLOSE_SUSPENDED', { number, since: suspension.on });
  if (kind === 'NOTICE_GIVEN') assertNoticeEnd(contract, step);
}

/**
 * A notice names the last day of a quarter, since the next firm begins between quarters, or the contract's own last day; far enough away (民法典 946, 948),
 * and not after the day on which it ends anyhow. @throws CONTRACT_NOTICE_END with the first day that will do
 */
function assertNoticeEnd({ number, to, ends, noticeDays }: ContractLife, { on, endsOn }: ContractStepFacts): void {
  const earliest = firstNoticeEnd({ to, noticeDays }, on);
  const fits = endsOn !== null && endsOn >= earliest && (endsOn === to || endsOn === quarterEnd(endsOn)) && (ends === null || endsOn <= ends);
  if (!fits) throw new DomainError('CONTRACT_NOTICE_END', { number, endsOn: endsOn ?? '–', days: noticeDays, earliest });
}

/** The first day on which a contract can end by a notice of a day. Example: 60 days, 2026-02-10 → 2026-06-30. */
export function firstNoticeEnd({ to, noticeDays }: Pick<ContractLife, 'to' | 'noticeDays'>, on: BusinessDate): BusinessDate {
  const earliest = addDays(on, noticeDays);
  const end = quarterEnd(earliest);
  return earliest <= to && to < end ? to : end;
}

function quarterEnd(date: BusinessDate): BusinessDate {
  return lastDay(monthsOf(quarterOf(periodOf(date)))[2]);
}
