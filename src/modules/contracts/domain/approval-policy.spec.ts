import fc from 'fast-check';
import { Money, roles } from '../../../kernel/index.js';
import {
  approvalPolicyJson,
  enoughOf,
  readApprovalPolicy,
  refuseWeakPolicy,
  requiredSlots,
  slotOfRole,
  slotRoles,
  type ApprovalPolicyJson,
} from './approval-policy.js';

const demo: ApprovalPolicyJson = {
  threshold: '30000.00',
  small: ['OWNER_SIDE', 'REGULATOR'],
  large: ['OWNER_SIDE', 'REGULATOR', 'SUPERVISOR'],
  alwaysLarge: ['COM', 'QLT'],
};
const policy = readApprovalPolicy(demo);
const refusal = (change: Partial<ApprovalPolicyJson>) => () => readApprovalPolicy({ ...demo, ...change });

describe('the slots that a payout needs', () => {
  it.each([
    ['SVC', '30000.00', 'OWNER_SIDE REGULATOR'],
    ['SVC', '0.01', 'OWNER_SIDE REGULATOR'],
    ['SVC', '30000.01', 'OWNER_SIDE REGULATOR SUPERVISOR'],
    ['COM', '0.01', 'OWNER_SIDE REGULATOR SUPERVISOR'],
    ['QLT', '29999.99', 'OWNER_SIDE REGULATOR SUPERVISOR'],
    ['TRN', '100.00', 'OWNER_SIDE REGULATOR'],
  ] as const)('out of %s for %s: %s', (fund, amount, expected) => {
    expect(requiredSlots(policy, fund, Money.parse(amount)).join(' ')).toBe(expected);
  });

  it('more money never needs fewer slots, and the owner side is always among them', () => {
    fc.assert(
      fc.property(fc.constantFrom('SVC', 'COM', 'QLT', 'TRN'), fc.bigInt(1n, 10n ** 9n), fc.bigInt(0n, 10n ** 9n), (fund, fen, more) => {
        const less = requiredSlots(policy, fund, Money.fromFen(fen));
        const large = requiredSlots(policy, fund, Money.fromFen(fen + more));
        expect(large).toEqual(expect.arrayContaining(less));
        expect(less).toContain('OWNER_SIDE');
      }),
    );
  });
});

describe('how many of the slots are enough', () => {
  const yuan = (text: string) => Money.parse(text);

  it('is all of them, where the contract names no number', () => {
    expect(approvalPolicyJson(policy)).toEqual(demo);
    expect([enoughOf(policy, 'SVC', yuan('30000.00')), enoughOf(policy, 'SVC', yuan('30000.01')), enoughOf(policy, 'COM', yuan('1.00'))]).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('is what the contract says: two of three for a large payout', () => {
    const two = readApprovalPolicy({ ...demo, largeCount: 2 });
    expect([enoughOf(two, 'COM', yuan('1.00')), enoughOf(two, 'SVC', yuan('30000.00'))]).toEqual([2, null]);
    expect(approvalPolicyJson(two)).toEqual({ ...demo, largeCount: 2 });
  });

  it('is never one, never more than there are, and never less for a large payout than for a small one', () => {
    const outside = (field: string, min: number, max: number) => expect.objectContaining({ details: expect.objectContaining({ field, min, max }) });
    expect(refusal({ smallCount: 1 })).toThrow(outside('approvalPolicy.smallCount', 2, 2));
    expect(refusal({ largeCount: 1 })).toThrow(outside('approvalPolicy.largeCount', 2, 3));
    expect(refusal({ largeCount: 4 })).toThrow(outside('approvalPolicy.largeCount', 2, 3));
    expect(refusal({ small: demo.large, largeCount: 2 })).toThrow(outside('approvalPolicy.largeCount', 3, 3));
  });
});

describe('who fills which slot', () => {
  it('beside a committee the residents’ committee supervises', () => {
    expect(slotRoles('COMMITTEE')).toEqual({ OWNER_SIDE: 'COMMITTEE', REGULATOR: 'CENTRE', SUPERVISOR: 'COMMUNITY' });
  });

  it('where the residents’ committee stands in for the owners, the street supervises it', () => {
    expect(slotRoles('COMMUNITY')).toEqual({ OWNER_SIDE: 'COMMUNITY', REGULATOR: 'CENTRE', SUPERVISOR: 'STREET' });
  });

  it('without committee and substitution nobody speaks for the owners', () => {
    expect(slotRoles(null)).toEqual({ OWNER_SIDE: null, REGULATOR: 'CENTRE', SUPERVISOR: 'STREET' });
    expect(roles.filter((role) => slotOfRole(role, null) === 'OWNER_SIDE')).toEqual([]);
  });

  it.each(['COMMITTEE', 'COMMUNITY', null] as const)('the firm and its staff fill no slot (owner side: %s)', (ownerSide) => {
    for (const role of ['FIRM', 'BOOKKEEPER', 'CASHIER', 'AUDITOR', 'OWNER'] as const) expect(slotOfRole(role, ownerSide)).toBeNull();
  });

  it('no role fills two slots on one day', () => {
    for (const ownerSide of ['COMMITTEE', 'COMMUNITY', null] as const) {
      const filled = Object.values(slotRoles(ownerSide)).filter((role) => role !== null);
      expect(new Set(filled).size).toBe(filled.length);
    }
  });
});

describe('a policy', () => {
  it('survives the trip through JSON', () => {
    expect(approvalPolicyJson(policy)).toEqual(demo);
  });

  it('rests on sessions where it says nothing of signatures, and says so itself where it wants them', () => {
    expect(policy.signature).toBe('SESSION');
    const signed = readApprovalPolicy({ ...demo, signature: 'SIGNED' });
    expect(signed.signature).toBe('SIGNED');
    expect(approvalPolicyJson(signed)).toEqual({ ...demo, signature: 'SIGNED' });
    expect(refusal({ signature: 'PROMISED' })).toThrow(expect.objectContaining({ code: 'CONTRACT_TERM_UNKNOWN' }));
  });

  it('wants signatures wherever other people’s money is kept', () => {
    expect(() => refuseWeakPolicy(policy, true)).toThrow(
      expect.objectContaining({ code: 'CONTRACT_POLICY_UNSIGNED', details: { field: 'approvalPolicy.signature' } }),
    );
    expect(() => refuseWeakPolicy(policy, false)).not.toThrow();
    expect(() => refuseWeakPolicy(readApprovalPolicy({ ...demo, signature: 'SIGNED' }), true)).not.toThrow();
  });

  it.each([
    ['small payouts', { small: ['OWNER_SIDE'] }],
    ['all payouts', { small: ['OWNER_SIDE'], large: ['OWNER_SIDE'], alwaysLarge: [] }],
    ['small payouts, by their number', { small: ['OWNER_SIDE'], smallCount: 1 }],
  ])('by which one body alone could approve %s may be read where it stands, and is agreed to no more', (_, change) => {
    const alone = readApprovalPolicy({ ...demo, ...change });
    for (const production of [true, false])
      expect(() => refuseWeakPolicy(alone, production)).toThrow(
        expect.objectContaining({ code: 'CONTRACT_POLICY_ALONE', details: { field: 'approvalPolicy.small', slots: 'OWNER_SIDE', min: 2 } }),
      );
  });

  it('by which a large payout could pass without a body that a small one needs is agreed to no more', () => {
    expect(() => refuseWeakPolicy(readApprovalPolicy({ ...demo, largeCount: 2 }), false)).toThrow(
      expect.objectContaining({
        code: 'CONTRACT_POLICY_LESS',
        details: { field: 'approvalPolicy.largeCount', count: 2, min: 3, small: 'OWNER_SIDE, REGULATOR', smallCount: 2 },
      }),
    );
    for (const counts of [{ smallCount: 2 }, { smallCount: 2, largeCount: 2 }, { largeCount: 3 }])
      expect(() => refuseWeakPolicy(readApprovalPolicy({ ...demo, small: demo.large, ...counts }), false)).not.toThrow();
  });

  it('is refused when a payout would need nobody of the owner side', () => {
    expect(refusal({ small: ['REGULATOR'] })).toThrow(
      expect.objectContaining({ code: 'CONTRACT_POLICY_WEAK', details: { field: 'approvalPolicy.small', slot: 'OWNER_SIDE' } }),
    );
  });

  it('is refused when a large payout would need less than a small one', () => {
    expect(refusal({ large: ['OWNER_SIDE', 'SUPERVISOR'] })).toThrow(
      expect.objectContaining({ code: 'CONTRACT_POLICY_WEAK', details: { field: 'approvalPolicy.large', slot: 'REGULATOR' } }),
    );
  });

  it('is refused when it names an unknown slot or fund, a slot twice, or a negative threshold', () => {
    expect(refusal({ large: ['OWNER_SIDE', 'REGULATOR', 'FIRM'] })).toThrow(
      expect.objectContaining({ code: 'CONTRACT_TERM_UNKNOWN', details: expect.objectContaining({ field: 'approvalPolicy.large[2]', value: 'FIRM' }) }),
    );
    expect(refusal({ alwaysLarge: ['XYZ'] })).toThrow(expect.objectContaining({ code: 'CONTRACT_TERM_UNKNOWN' }));
    expect(refusal({ small: ['OWNER_SIDE', 'OWNER_SIDE'] })).toThrow(expect.objectContaining({ code: 'CONTRACT_TERM_REPEATED' }));
    expect(refusal({ threshold: '-1.00' })).toThrow(expect.objectContaining({ code: 'CONTRACT_TERM_OUTSIDE' }));
  });
});
