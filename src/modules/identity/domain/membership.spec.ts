import { businessDate, shanghaiTime, type CommunityId, type Instant, type OrganisationId, type PersonId, type Role } from '../../../kernel/index.js';
import { refusalOf } from '../../../../test/support/refusal.js';
import { actorAt, holdsAt, holdsOn, refuseConflict, refuseLastDay, type Membership, type MembershipId } from './membership.js';

const membership = (role: Role, from: string, to: string | null = null, organisation = 1): Membership => ({
  role,
  organisationId: organisation as OrganisationId,
  from: businessDate(from),
  to: to === null ? null : businessDate(to),
});
const who = { personId: 7 as PersonId, communityId: 1 as CommunityId };

describe('the duties of a compound', () => {
  it.each([
    ['BOOKKEEPER', 'CASHIER'],
    ['CASHIER', 'BOOKKEEPER'],
  ] as const)('keep books and cash apart: a %s is refused as %s', (held, asked) => {
    expect(refusalOf(() => refuseConflict(membership(asked, '2024-03-01'), [membership(held, '2024-01-01')]))).toEqual({
      code: 'IDENTITY_DUTIES_NOT_SEPARATE',
      details: { held, from: '2024-01-01' },
    });
  });

  it.each([
    ['CASHIER', 'COMMITTEE'],
    ['CASHIER', 'COMMUNITY'],
    ['CASHIER', 'CENTRE'],
    ['CASHIER', 'STREET'],
    ['CASHIER', 'FIRM'],
    ['BOOKKEEPER', 'FIRM'],
  ] as const)('who pays neither approves nor asks, and who asks keeps no books: never %s and %s', (one, other) => {
    for (const [held, asked] of [
      [one, other],
      [other, one],
    ] as const)
      expect(refusalOf(() => refuseConflict(membership(asked, '2024-03-01'), [membership(held, '2024-01-01')]))).toEqual({
        code: 'IDENTITY_DUTIES_NOT_SEPARATE',
        details: { held, from: '2024-01-01' },
      });
  });

  it('may not share a single day', () => {
    const cashier = membership('CASHIER', '2024-01-01', '2024-03-31');
    expect(refusalOf(() => refuseConflict(membership('BOOKKEEPER', '2024-03-31'), [cashier])).code).toBe('IDENTITY_DUTIES_NOT_SEPARATE');
    expect(refusalOf(() => refuseConflict(membership('BOOKKEEPER', '2023-01-01', '2024-01-01'), [cashier])).code).toBe('IDENTITY_DUTIES_NOT_SEPARATE');
  });

  it('may be one person one after the other', () => {
    const cashier = membership('CASHIER', '2024-01-01', '2024-03-31');
    expect(() => refuseConflict(membership('BOOKKEEPER', '2024-04-01'), [cashier])).not.toThrow();
    expect(() => refuseConflict(membership('BOOKKEEPER', '2023-01-01', '2023-12-31'), [cashier])).not.toThrow();
  });
});

describe('parts of one person in a compound', () => {
  it('are for one organisation at a time', () => {
    const firm = membership('FIRM', '2024-01-01', null, 4);
    expect(refusalOf(() => refuseConflict(membership('COMMUNITY', '2024-05-01', null, 1), [firm]))).toEqual({
      code: 'IDENTITY_TWO_ORGANISATIONS',
      details: { from: '2024-01-01' },
    });
  });

  it('may be several for the same organisation', () => {
    expect(() => refuseConflict(membership('BOOKKEEPER', '2024-05-01'), [membership('COMMUNITY', '2024-01-01')])).not.toThrow();
  });

  it('leave an owner free to hold an office', () => {
    const owner = membership('OWNER', '2024-01-01', null, 9);
    expect(() => refuseConflict(membership('COMMITTEE', '2024-05-01', null, 8), [owner])).not.toThrow();
    expect(() => refuseConflict(owner, [membership('COMMITTEE', '2024-05-01', null, 8)])).not.toThrow();
  });

  it('never name the same role twice for a day', () => {
    const held = membership('CENTRE', '2024-01-01', '2024-06-30');
    expect(refusalOf(() => refuseConflict(membership('CENTRE', '2024-06-30'), [held])).code).toBe('IDENTITY_MEMBERSHIP_OVERLAPS');
    expect(() => refuseConflict(membership('CENTRE', '2024-07-01'), [held])).not.toThrow();
  });

  it('have an end where somebody audits: a year and a day at most', () => {
    for (const to of [null, '2025-01-01'])
      expect(refusalOf(() => refuseConflict(membership('AUDITOR', '2024-01-01', to), []))).toEqual({
        code: 'IDENTITY_AUDITOR_WITHOUT_END',
        details: { max: 366 },
      });
    expect(() => refuseConflict(membership('AUDITOR', '2024-01-01', '2024-12-31'), [])).not.toThrow();
  });

  it('do not end before they begin', () => {
    expect(refusalOf(() => refuseConflict(membership('CENTRE', '2024-06-30', '2024-06-29'), [])).code).toBe('IDENTITY_MEMBERSHIP_DAYS');
  });
});

const newYear = businessDate('2024-01-01');

describe('the last day of a membership', () => {
  it('may be set, and brought forward', () => {
    expect(() => refuseLastDay(membership('CENTRE', '2024-01-01'), businessDate('2024-01-01'), newYear)).not.toThrow();
    expect(() => refuseLastDay(membership('CENTRE', '2024-01-01', '2024-12-31'), businessDate('2024-06-30'), newYear)).not.toThrow();
  });

  it('is never put off, nor set before the first day', () => {
    expect(refusalOf(() => refuseLastDay(membership('CENTRE', '2024-01-01', '2024-06-30'), businessDate('2024-07-01'), newYear)).code).toBe(
      'IDENTITY_MEMBERSHIP_ENDED',
    );
    expect(refusalOf(() => refuseLastDay(membership('CENTRE', '2024-01-01'), businessDate('2023-12-31'), newYear)).code).toBe('IDENTITY_MEMBERSHIP_DAYS');
  });

  it('is not one that is over', () => {
    const over = () => refuseLastDay(membership('CENTRE', '2024-01-01'), businessDate('2024-02-01'), businessDate('2024-02-02'));
    expect(refusalOf(over)).toEqual({ code: 'IDENTITY_MEMBERSHIP_PAST', details: { lastDay: '2024-02-01' } });
  });

  it('of an auditor who had none is within a year of the day on which it is set', () => {
    const end = (lastDay: string) => refuseLastDay(membership('AUDITOR', '2020-01-01'), businessDate(lastDay), newYear);
    for (const far of ['2025-01-01', '2099-12-31']) expect(refusalOf(() => end(far)).code).toBe('IDENTITY_AUDITOR_WITHOUT_END');
    expect(() => end('2024-12-31')).not.toThrow();
  });

  it('belongs to the membership, and so does the first', () => {
    const held = membership('CENTRE', '2024-01-01', '2024-06-30');
    expect(['2023-12-31', '2024-01-01', '2024-06-30', '2024-07-01'].map((on) => holdsOn(held, businessDate(on)))).toEqual([false, true, true, false]);
  });

  it('holds until midnight where it was set before, and until the moment of it where it was set on that very day', () => {
    const at = (day: string, time: string) => shanghaiTime(businessDate(day), time);
    const part = (endedAt: Instant | null) => ({ ...membership('CENTRE', '2024-01-01', '2024-06-30'), ...who, id: 1 as MembershipId, endedAt });
    const holds = (endedAt: Instant | null) => ['08:59', '09:00', '23:59'].map((time) => holdsAt(part(endedAt), at('2024-06-30', time)));
    expect([holds(null), holds(at('2024-06-29', '09:00')), holds(at('2024-06-30', '09:00'))]).toEqual([
      [true, true, true],
      [true, true, true],
      [true, false, false],
    ]);
    expect(holdsAt(part(null), at('2024-07-01', '00:00'))).toBe(false);
  });
});

describe('actorAt', () => {
  const noon = (day: string) => shanghaiTime(businessDate(day), '12:00');
  const part = (...of: Parameters<typeof membership>) => ({ ...membership(...of), ...who, id: 1 as MembershipId, endedAt: null });

  it('acts for the organisation of the office, also where the person is an owner besides', () => {
    const memberships = [part('OWNER', '2024-01-01', null, 9), part('COMMITTEE', '2024-05-01', null, 8)];
    expect(actorAt(who, memberships, noon('2024-05-01'))).toEqual({ ...who, organisationId: 8, roles: ['OWNER', 'COMMITTEE'] });
    expect(actorAt(who, memberships, noon('2024-04-30'))).toEqual({ ...who, organisationId: 9, roles: ['OWNER'] });
  });

  it('is nobody without a part that holds at the moment', () => {
    expect(actorAt(who, [], noon('2024-05-01'))).toBeNull();
    const firm = part('FIRM', '2024-01-01', '2024-04-30');
    expect(actorAt(who, [firm], noon('2024-05-01'))).toBeNull();
    const dismissed = { ...firm, endedAt: shanghaiTime(businessDate('2024-04-30'), '09:00') };
    expect([noon('2024-04-29'), noon('2024-04-30')].map((at) => actorAt(who, [dismissed], at)?.roles)).toEqual([['FIRM'], undefined]);
  });
});
