import { roles } from '../../../kernel/index.js';
import { refusalOf } from '../../../../test/support/refusal.js';
import { memberRole, organisationKind, refuseForeignRole } from './organisation.js';

describe('refuseForeignRole', () => {
  it('lets the firm act as firm and as nothing else: it never approves, keeps no books and no cash', () => {
    expect(roles.filter((role) => allowed(() => refuseForeignRole(role, 'FIRM')))).toEqual(['FIRM']);
  });

  it('lets an agency keep books, pay or audit, and approve nothing', () => {
    expect(roles.filter((role) => allowed(() => refuseForeignRole(role, 'AGENCY')))).toEqual(['BOOKKEEPER', 'CASHIER', 'AUDITOR']);
  });

  it.each(['COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET'] as const)('lets only a %s act as one', (role) => {
    expect(() => refuseForeignRole(role, role)).not.toThrow();
    expect(refusalOf(() => refuseForeignRole(role, 'OWNERS'))).toEqual({ code: 'IDENTITY_ROLE_NOT_OF_KIND', details: { role, kind: 'OWNERS', allowed: role } });
  });
});

it('refuses roles and kinds that nobody knows', () => {
  expect(refusalOf(() => memberRole('ADMIN')).code).toBe('IDENTITY_ROLE_UNKNOWN');
  expect(refusalOf(() => organisationKind('BANK')).code).toBe('IDENTITY_ORGANISATION_KIND');
});

function allowed(work: () => void): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}
