import { instant, roles, type Actor, type CommunityId, type OrganisationId, type PersonId, type Role } from '../../../kernel/index.js';
import { refusalOf } from '../../../../test/support/refusal.js';
import { decidesOnPart, refuseEnded, refuseOthersPart, rolesToInvite } from './invitation.js';

const actor = (role: Role, organisation = 1): Actor => ({
  personId: 7 as PersonId,
  communityId: 1 as CommunityId,
  organisationId: organisation as OrganisationId,
  roles: [role],
});
const decided = (role: Role, organisation: number): Role[] =>
  roles.filter((wanted) => decidesOnPart(actor(role), { role: wanted, organisationId: organisation as OrganisationId }));

describe('who decides who has a part', () => {
  it.each([
    ['COMMITTEE', ['COMMITTEE'], []],
    ['COMMUNITY', ['COMMUNITY', 'BOOKKEEPER', 'CASHIER', 'AUDITOR'], ['BOOKKEEPER', 'CASHIER', 'AUDITOR']],
    ['CENTRE', ['CENTRE', 'BOOKKEEPER', 'CASHIER', 'AUDITOR'], ['BOOKKEEPER', 'CASHIER', 'AUDITOR']],
    ['STREET', ['STREET'], []],
    ['FIRM', ['FIRM'], []],
    ['OWNER', [], []],
    ['BOOKKEEPER', [], []],
    ['CASHIER', [], []],
    ['AUDITOR', [], []],
  ] as const)('a %s: in the own organisation %j, in another %j', (role, own, other) => {
    expect(decided(role, 1)).toEqual(own);
    expect(decided(role, 2)).toEqual(other);
    expect(rolesToInvite(actor(role))).toEqual(own);
  });

  it('nobody fills the seat of another party', () => {
    expect(refusalOf(() => refuseOthersPart(actor('CENTRE'), { role: 'COMMITTEE', organisationId: 2 as OrganisationId }))).toEqual({
      code: 'INVITATION_NOT_YOURS',
      details: { role: 'COMMITTEE' },
    });
  });
});

it('an invitation ends when it is used, withdrawn, or seven days old', () => {
  const expiresAt = instant('2024-01-08T00:00:00Z');
  const open = { usedAt: null, withdrawnAt: null, expiresAt };
  expect(() => refuseEnded(open, expiresAt)).not.toThrow();
  for (const [state, now] of [
    [open, instant('2024-01-08T00:00:00.001Z')],
    [{ ...open, usedAt: expiresAt }, expiresAt],
    [{ ...open, withdrawnAt: expiresAt }, expiresAt],
  ] as const)
    expect(refusalOf(() => refuseEnded(state, now)).code).toBe('INVITATION_ENDED');
});
