import { refusalOf } from '../../../../test/support/refusal.js';
import { businessDate } from '../../../kernel/index.js';
import type { UnitId } from '../../communities/index.js';
import {
  assertBallot,
  countVote,
  isSpecial,
  passes,
  squareMetres,
  testsOf,
  voteMatters,
  voteNumber,
  type Elector,
  type StatedBallot,
  type VoteChoice,
} from './vote.js';

const elector = (unit: number, area: number, head = unit): Elector => ({ unitId: unit as UnitId, area, head });
/** Nine flats of one size, and one owner each. */
const nine = Array.from({ length: 9 }, (_, index) => elector(index + 1, 10_000));
const cast = (...choices: readonly VoteChoice[]) => new Map(choices.map((choice, index) => [(index + 1) as UnitId, choice]));
const counted = (...choices: readonly VoteChoice[]) => countVote(nine, cast(...choices));

describe('a vote of the owners (民法典 278)', () => {
  it('counts area and heads, of all, of those who take part, for and against; who abstains takes part', () => {
    expect(counted('FOR', 'FOR', 'AGAINST', 'ABSTAIN')).toEqual({
      total: { area: 90_000, heads: 9 },
      voting: { area: 40_000, heads: 4 },
      inFavour: { area: 20_000, heads: 2 },
      against: { area: 10_000, heads: 1 },
    });
  });

  it('counts an owner of several units once, who abstains as a head when they were cast differently, while each area goes where its ballot goes', () => {
    const units = [elector(1, 100, 1), elector(2, 200, 1), elector(3, 400, 2), elector(4, 800, 2)];
    expect(countVote(units, cast('FOR', 'FOR', 'FOR', 'AGAINST'))).toEqual({
      total: { area: 1500, heads: 2 },
      voting: { area: 1500, heads: 2 },
      inFavour: { area: 700, heads: 1 },
      against: { area: 800, heads: 0 },
    });
  });

  it('counts nothing for a unit whose ballot was taken away', () => {
    expect(counted('NONE', 'FOR').voting).toEqual({ area: 10_000, heads: 1 });
  });

  it('needs two thirds of area and heads to take part: six of nine are enough, five are not', () => {
    expect(passes(counted('FOR', 'FOR', 'FOR', 'FOR', 'FOR', 'FOR'), 'OTHER')).toBe(true);
    expect(passes(counted('FOR', 'FOR', 'FOR', 'FOR', 'FOR'), 'OTHER')).toBe(false);
  });

  it('fails with two thirds of the area and fewer of the heads, and says of which by how much', () => {
    const units = [elector(1, 70_000), elector(2, 10_000), elector(3, 10_000)];
    const figures = countVote(units, cast('FOR'));
    expect(testsOf(figures, 'OTHER')).toEqual([
      { test: 'TURNOUT', measure: 'AREA', has: 70_000, needs: 60_000, met: true },
      { test: 'TURNOUT', measure: 'HEADS', has: 1, needs: 2, met: false },
      { test: 'AGREEMENT', measure: 'AREA', has: 70_000, needs: 35_001, met: true },
      { test: 'AGREEMENT', measure: 'HEADS', has: 1, needs: 1, met: true },
    ]);
    expect(passes(figures, 'OTHER')).toBe(false);
  });

  it('needs more than half of those who take part in an ordinary matter: half is not enough', () => {
    expect(passes(counted('FOR', 'FOR', 'FOR', 'AGAINST', 'AGAINST', 'AGAINST'), 'OTHER')).toBe(false);
    expect(passes(counted('FOR', 'FOR', 'FOR', 'FOR', 'AGAINST', 'AGAINST', 'AGAINST'), 'OTHER')).toBe(true);
    expect(passes(counted('FOR', 'FOR', 'FOR', 'ABSTAIN', 'ABSTAIN', 'ABSTAIN'), 'OTHER')).toBe(false);
  });

  it('needs three quarters in a special matter: 75 % passes, 74.9 % does not', () => {
    const thousand = Array.from({ length: 1000 }, (_, index) => elector(index + 1, 100));
    const agreeing = (count: number) => countVote(thousand, new Map(thousand.map(({ unitId }) => [unitId, unitId <= count ? 'FOR' : 'AGAINST'])));
    expect(passes(agreeing(750), 'COMMON_PARTS')).toBe(true);
    expect(passes(agreeing(749), 'COMMON_PARTS')).toBe(false);
    expect(passes(agreeing(749), 'OTHER')).toBe(true);
  });

  it('does not pass without a single ballot', () => {
    expect(passes(counted(), 'OTHER')).toBe(false);
  });

  it('knows the special matters by the law, not by who opens the vote', () => {
    expect(voteMatters.filter(isSpecial)).toEqual(['FUND_RAISING', 'REBUILDING', 'COMMON_PARTS']);
  });

  it('is cited by its year, and its areas are read in square metres', () => {
    expect(voteNumber(2024, 1)).toBe('TP2024-01');
    expect(squareMetres(4_368_454)).toBe('43684.54');
  });
});

describe('a ballot', () => {
  const ballot = (change: Partial<StatedBallot> = {}): StatedBallot => ({
    unit: '01-101',
    choice: 'FOR',
    castOn: businessDate('2024-11-05'),
    way: 'PAPER',
    reason: null,
    ...change,
  });
  const days = { openedOn: businessDate('2024-11-01'), closesOn: businessDate('2024-11-15'), today: businessDate('2024-11-10') };
  const recorded = { choice: 'AGAINST', castOn: businessDate('2024-11-02') } as const;
  const refused = (stated: StatedBallot, earlier: typeof recorded | null = null) => refusalOf(() => assertBallot(stated, earlier, days));

  it('is cast on a day of the vote, the first and the last among them', () => {
    expect(() => assertBallot(ballot({ castOn: days.openedOn }), null, days)).not.toThrow();
    expect(() => assertBallot(ballot({ castOn: days.closesOn }), null, { ...days, today: businessDate('2024-11-16') })).not.toThrow();
  });

  it.each(['2024-10-31', '2024-11-11', '2024-11-16'])('is not of %s', (castOn) => {
    expect(refused(ballot({ castOn: businessDate(castOn) })).code).toBe('VOTE_OUTSIDE_DAYS');
  });

  it('is one a unit; another takes its place with a reason alone', () => {
    expect(refused(ballot(), recorded)).toEqual({ code: 'VOTE_BALLOT_TWICE', details: { unit: '01-101', choice: 'AGAINST', castOn: '2024-11-02' } });
    expect(() => assertBallot(ballot({ reason: '登记时看错' }), recorded, days)).not.toThrow();
    expect(() => assertBallot(ballot({ reason: '登记错了房号', choice: 'NONE' }), recorded, days)).not.toThrow();
  });

  it('corrects nothing where nothing is recorded', () => {
    expect(refused(ballot({ reason: '登记时看错' })).code).toBe('VOTE_BALLOT_NONE');
    expect(refused(ballot({ choice: 'NONE' })).code).toBe('VOTE_BALLOT_NONE');
  });
});
