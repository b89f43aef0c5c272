import { refusalOf } from '../../test/support/refusal.js';
import { assertAllowed, isAllowed, permissions, roles, type Actor, type Permission, type Role } from './index.js';

const all = Object.keys(permissions) as Permission[];
const heldBy = (role: Role): Permission[] => all.filter((permission) => isAllowed([role], permission));
const isRead = (permission: Permission): boolean => /\.read(-|$)/.test(permission);

describe('who may do what', () => {
  it.each(all)('%s names at least one role, each known and once', (permission) => {
    const named: readonly Role[] = permissions[permission];
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((role) => !roles.includes(role))).toEqual([]);
    expect(new Set(named).size).toBe(named.length);
  });

  it('a role that is not named may not, and no role at all may nothing', () => {
    expect(isAllowed(['OWNER'], 'book.read')).toBe(false);
    expect(isAllowed(['OWNER', 'AUDITOR'], 'book.read')).toBe(true);
    expect(all.filter((permission) => isAllowed([], permission))).toEqual([]);
  });

  it('a command goes on for a role that may, and is refused for any other', () => {
    const actor = (...held: Role[]) => ({ roles: held }) as unknown as Actor;
    expect(() => assertAllowed(actor('FIRM', 'BOOKKEEPER'), 'fee.bill')).not.toThrow();
    expect(refusalOf(() => assertAllowed(actor('FIRM'), 'fee.bill'))).toEqual({ code: 'NOT_ALLOWED', details: {} });
  });

  it('the firm neither decides nor scores: it says who its own people are, hands in evidence, logs repairs, hands in its roster, answers disputes, asks for costs, signs its contract and ends it, signs the opening balances, says whose key one is, appeals, submits and reads', () => {
    expect(heldBy('FIRM').filter((permission) => !isRead(permission))).toEqual([
      'member.invite',
      'member.end',
      'contract.sign',
      'contract.step',
      'evidence.store',
      'firm-dispute.ask-decision',
      'firm-dispute.answer',
      'claim.ask',
      'opening.sign',
      'assessment.self-evaluate',
      'assessment.draft',
      'repair.record',
      'repair.respond',
      'attendance.roster',
      'assessment.appeal',
      'disbursement.ask',
      'disbursement.submit',
      'key.confirm',
      'disbursement.cancel',
    ]);
  });

  it('who decides on a payout neither submits, nor instructs, nor keeps the books', () => {
    const deciders = roles.filter((role) => isAllowed([role], 'disbursement.decide'));
    expect(deciders).toEqual(['COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET']);
    for (const role of deciders)
      for (const permission of [
        'disbursement.submit',
        'disbursement.instruct',
        'bank.import',
        'bank.match',
        'fee.bill',
        'period.close',
        'entry.reverse',
      ] as const)
        expect(`${role} ${permission} ${isAllowed([role], permission)}`).toBe(`${role} ${permission} false`);
  });

  it('bookkeeper and cashier share what they may read, and nothing that moves money (会计法 Art 35)', () => {
    const shared = heldBy('BOOKKEEPER').filter((permission) => isAllowed(['CASHIER'], permission));
    expect(shared.length).toBeGreaterThan(0);
    expect(shared.filter((permission) => !isRead(permission))).toEqual([]);
    expect(heldBy('CASHIER').filter((permission) => !isRead(permission))).toEqual(['disbursement.instruct']);
    expect(isAllowed(['BOOKKEEPER'], 'disbursement.instruct')).toBe(false);
  });

  it('the auditor reads and changes nothing', () => {
    expect(heldBy('AUDITOR').filter((permission) => !isRead(permission))).toEqual([]);
    expect(heldBy('AUDITOR').length).toBeGreaterThan(0);
  });

  it('an owner holds no right of the offices: what owners see of themselves is no permission', () => {
    expect(heldBy('OWNER')).toEqual([]);
  });
});
