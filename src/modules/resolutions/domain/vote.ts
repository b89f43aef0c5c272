import { DomainError, type BusinessDate, type Id } from '../../../kernel/index.js';
import type { UnitId } from '../../communities/index.js';
import type { ResolutionKind } from './resolution.js';

export type VoteId = Id<'vote'>;

/** The nine matters that the owners decide together, in the order of 民法典 278. */
export const voteMatters = ['MEETING_RULES', 'OWNERS_CODE', 'COMMITTEE', 'FIRM', 'FUND_USE', 'FUND_RAISING', 'REBUILDING', 'COMMON_PARTS', 'OTHER'] as const;
export type VoteMatter = (typeof voteMatters)[number];

/** Matters (六) to (八) of 民法典 278: three quarters of those who take part must agree. */
const special: readonly VoteMatter[] = ['FUND_RAISING', 'REBUILDING', 'COMMON_PARTS'];

/** Whether a matter needs three quarters instead of more than half. The matter says so, never whoever opens the vote. */
export function isSpecial(matter: VoteMatter): boolean {
  return special.includes(matter);
}

/** The matter that a resolution of a kind is about, where the kind says so: whoever opens a vote does not choose how many must agree. */
const MATTERS_OF_KIND: Readonly<Partial<Record<ResolutionKind, readonly VoteMatter[]>>> = {
  COM_USE: ['COMMON_PARTS'],
  CONTRACT: ['FIRM'],
  MAINTENANCE: ['FUND_USE', 'FUND_RAISING'],
};

/** @throws VOTE_MATTER_UNKNOWN VOTE_MATTER_OTHER */
export function assertMatter(kind: ResolutionKind, matter: VoteMatter): void {
  if (!voteMatters.includes(matter))
    throw new DomainError('VOTE_MATTER_UNKNOWN', { field: 'matter', matter: String(matter).slice(0, 40), matters: voteMatters.join(', ') });
  const matters = MATTERS_OF_KIND[kind];
  if (matters && !matters.includes(matter)) throw new DomainError('VOTE_MATTER_OTHER', { field: 'matter', kind, matter, matters: matters.join(', ') });
}

/** NONE: nothing was cast for this unit after all; it stands only where a wrong ballot is corrected. */
export const voteChoices = ['FOR', 'AGAINST', 'ABSTAIN', 'NONE'] as const;
export type VoteChoice = (typeof voteChoices)[number];

export const voteWays = ['PAPER', 'ONLINE'] as const;
export type VoteWay = (typeof voteWays)[number];

export const voteStates = ['OPEN', 'COUNTED', 'CONFIRMED', 'CANCELLED'] as const;
export type VoteState = (typeof voteStates)[number];

/** A unit as the vote found it on the day of its opening: area in 1/100 m², and the number of its owner. Units of one owner share a number. */
export interface Elector {
  readonly unitId: UnitId;
  readonly area: number;
  readonly head: number;
}

/** The two measures of 民法典 278: area in 1/100 m², and heads. */
export interface VoteShare {
  readonly area: number;
  readonly heads: number;
}

export interface VoteFigures {
  readonly total: VoteShare;
  readonly voting: VoteShare;
  readonly inFavour: VoteShare;
  readonly against: VoteShare;
}

/**
 * What ballots come to. The area of a unit goes where its ballot goes; an owner whose units were cast differently takes part and abstains as a head.
 * Whoever abstains takes part.
 */
export function countVote(electors: readonly Elector[], ballots: ReadonlyMap<UnitId, VoteChoice>): VoteFigures {
  const cast = electors.flatMap(({ unitId, area, head }) => {
    const choice = ballots.get(unitId) ?? 'NONE';
    return choice === 'NONE' ? [] : [{ area, head, choice }];
  });
  const choicesOf = new Map<number, Set<VoteChoice>>();
  for (const { head, choice } of cast) choicesOf.set(head, (choicesOf.get(head) ?? new Set()).add(choice));
  const share = (wanted: VoteChoice): VoteShare => ({
    area: areaOf(cast.filter(({ choice }) => choice === wanted)),
    heads: [...choicesOf.values()].filter((choices) => choices.size === 1 && choices.has(wanted)).length,
  });
  return {
    total: { area: areaOf(electors), heads: new Set(electors.map(({ head }) => head)).size },
    voting: { area: areaOf(cast), heads: choicesOf.size },
    inFavour: share('FOR'),
    against: share('AGAINST'),
  };
}

const areaOf = (units: readonly { readonly area: number }[]): number => units.reduce((sum, { area }) => sum + area, 0);

/** One of the four things that a vote needs: what it has, and the least that it needs. In 1/100 m², or heads. */
export interface VoteTest {
  readonly test: 'TURNOUT' | 'AGREEMENT';
  readonly measure: 'AREA' | 'HEADS';
  readonly has: number;
  readonly needs: number;
  readonly met: boolean;
}

/**
 * The rule of 民法典 278: owners of at least two thirds of the area, and two thirds of the heads, take part; of those who take part more than half of the area and of the heads
 * agree, for matters (六) to (八) at least three quarters. In whole numbers, so that nothing is rounded.
 */
export function testsOf({ total, voting, inFavour }: VoteFigures, matter: VoteMatter): VoteTest[] {
  const test = (name: VoteTest['test'], measure: VoteTest['measure'], has: number, needs: number): VoteTest => ({
    test: name,
    measure,
    has,
    needs,
    met: has >= needs,
  });
  const twoThirds = (whole: number): number => Math.ceil((whole * 2) / 3);
  const agreed = (taking: number): number => (isSpecial(matter) ? Math.ceil((taking * 3) / 4) : Math.floor(taking / 2) + 1);
  return [
    test('TURNOUT', 'AREA', voting.area, twoThirds(total.area)),
    test('TURNOUT', 'HEADS', voting.heads, twoThirds(total.heads)),
    test('AGREEMENT', 'AREA', inFavour.area, agreed(voting.area)),
    test('AGREEMENT', 'HEADS', inFavour.heads, agreed(voting.heads)),
  ];
}

export function passes(figures: VoteFigures, matter: VoteMatter): boolean {
  return testsOf(figures, matter).every(({ met }) => met);
}

/** A ballot as its list states it; `reason` where it takes the place of one that was recorded wrongly. */
export interface StatedBallot {
  readonly unit: string;
  readonly choice: VoteChoice;
  readonly castOn: BusinessDate;
  readonly way: VoteWay;
  readonly reason: string | null;
}

/** What stands for a unit so far. */
export interface RecordedBallot {
  readonly choice: VoteChoice;
  readonly castOn: BusinessDate;
}

/**
 * One ballot a unit, cast on a day of the vote; a later one takes the place of an earlier one with its reason alone.
 * @throws VOTE_BALLOT_TWICE VOTE_BALLOT_NONE VOTE_OUTSIDE_DAYS
 */
export function assertBallot(
  { unit, choice, castOn, reason }: StatedBallot,
  recorded: RecordedBallot | null,
  days: { readonly openedOn: BusinessDate; readonly closesOn: BusinessDate; readonly today: BusinessDate },
): void {
  if (recorded !== null && reason === null) throw new DomainError('VOTE_BALLOT_TWICE', { unit, choice: recorded.choice, castOn: recorded.castOn });
  if (recorded === null && (reason !== null || choice === 'NONE')) throw new DomainError('VOTE_BALLOT_NONE', { unit });
  if (castOn < days.openedOn || castOn > days.closesOn || castOn > days.today) throw new DomainError('VOTE_OUTSIDE_DAYS', { unit, castOn, ...days });
}

/** "TP2024-01", as people cite a vote. */
export function voteNumber(year: number, serial: number): string {
  return `TP${year}-${String(serial).padStart(2, '0')}`;
}

/** An area in 1/100 m² as people read it: 4368454 → "43684.54". */
export function squareMetres(area: number): string {
  return `${Math.floor(area / 100)}.${String(area % 100).padStart(2, '0')}`;
}
