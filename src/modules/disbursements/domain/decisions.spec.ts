import * as fc from 'fast-check';
import { addMinutes, instant, type OrganisationId, type PersonId } from '../../../kernel/index.js';
import type { Slot } from '../../contracts/index.js';
import {
  activeApprovals,
  decisionOutcome,
  missingSlots,
  refuseOneBody,
  reasonFor,
  slotForDecision,
  withdrawableUntil,
  instructableFrom,
  type Decider,
  type GivenDecision,
} from './decisions.js';

const at = instant('2024-02-18T09:00:00+08:00');
const HASH = 'a'.repeat(64);
const payout = {
  number: 'BF2024-0001',
  payloadSha256: HASH,
  requiredSlots: ['OWNER_SIDE', 'REGULATOR', 'SUPERVISOR'] as readonly Slot[],
  requiredCount: null as number | null,
  submittedBy: 60 as PersonId,
  returns: 0,
  firmId: 4 as OrganisationId,
};
const owner: Decider = { personId: 10 as PersonId, organisationId: 1 as OrganisationId, role: 'COMMUNITY', slot: 'OWNER_SIDE' };
const centre: Decider = { personId: 20 as PersonId, organisationId: 2 as OrganisationId, role: 'CENTRE', slot: 'REGULATOR' };
const street: Decider = { personId: 30 as PersonId, organisationId: 3 as OrganisationId, role: 'STREET', slot: 'SUPERVISOR' };
const given = (decider: Decider, changed: Partial<GivenDecision> = {}): GivenDecision => ({
  slot: decider.slot ?? 'OWNER_SIDE',
  organisationId: decider.organisationId,
  personId: decider.personId,
  decision: 'APPROVE',
  payloadSha256: HASH,
  at,
  withdrawnAt: null,
  ...changed,
});
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'none';
};

describe('who may decide on a payout', () => {
  it('is whoever fills a slot of the policy that is still open', () => {
    expect(slotForDecision(payout, centre, [given(owner)])).toBe('REGULATOR');
  });

  it('is never the person who submitted it, in whatever role', () => {
    expect(codeOf(() => slotForDecision(payout, { ...centre, personId: payout.submittedBy }, []))).toBe('DISBURSEMENT_SUBMITTER_DECIDES');
  });

  it('is never the person who registered the account that would be paid', () => {
    expect(codeOf(() => slotForDecision({ ...payout, registeredBy: centre.personId }, centre, []))).toBe('DISBURSEMENT_REGISTRAR_DECIDES');
    expect(slotForDecision({ ...payout, registeredBy: 99 as PersonId }, centre, [])).toBe('REGULATOR');
    expect(slotForDecision({ ...payout, registeredBy: null }, centre, [])).toBe('REGULATOR');
  });

  it('is never the firm', () => {
    expect(codeOf(() => slotForDecision(payout, { ...centre, organisationId: payout.firmId }, []))).toBe('DISBURSEMENT_FIRM_DECIDES');
  });

  it('is nobody whose role fills no slot on the day', () => {
    expect(codeOf(() => slotForDecision(payout, { ...owner, role: null, slot: null }, []))).toBe('DISBURSEMENT_NO_SLOT');
  });

  it('is nobody whose slot the policy does not ask for', () => {
    const small = { ...payout, requiredSlots: ['OWNER_SIDE', 'REGULATOR'] as const };
    expect(codeOf(() => slotForDecision(small, street, []))).toBe('DISBURSEMENT_SLOT_NOT_NEEDED');
  });

  it('is one person for one slot, even in a second organisation', () => {
    expect(codeOf(() => slotForDecision(payout, { ...centre, personId: owner.personId }, [given(owner)]))).toBe('DISBURSEMENT_PERSON_DECIDED');
  });

  it('is one organisation for one slot, even with a second person in a second role', () => {
    expect(codeOf(() => slotForDecision(payout, { ...centre, organisationId: owner.organisationId }, [given(owner)]))).toBe(
      'DISBURSEMENT_ORGANISATION_DECIDED',
    );
  });

  it('is nobody for a slot that is filled', () => {
    const secondCentre = { ...centre, personId: 21 as PersonId, organisationId: 5 as OrganisationId };
    expect(codeOf(() => slotForDecision(payout, secondCentre, [given(centre)]))).toBe('DISBURSEMENT_SLOT_FILLED');
  });

  it('is again whoever took the approval back', () => {
    expect(slotForDecision(payout, owner, [given(owner, { withdrawnAt: addMinutes(at, 5) })])).toBe('OWNER_SIDE');
  });

  it('is again whoever approved what the payout was before an edit', () => {
    expect(slotForDecision(payout, owner, [given(owner, { payloadSha256: 'b'.repeat(64) })])).toBe('OWNER_SIDE');
  });
});

describe('what follows from decisions', () => {
  it('approves with the approval that fills the last slot, whichever it is', () => {
    const orders = [
      [owner, centre, street],
      [street, owner, centre],
      [centre, street, owner],
    ];
    for (const order of orders) {
      const outcomes = order.map((decider, index) =>
        decisionOutcome(
          payout,
          order.slice(0, index).map((earlier) => given(earlier)),
          { decision: 'APPROVE', slot: decider.slot ?? 'OWNER_SIDE' },
        ),
      );
      expect(outcomes).toEqual(['APPROVING', 'APPROVING', 'APPROVED']);
    }
  });

  it('needs only the slots of the policy', () => {
    const small = { ...payout, requiredSlots: ['OWNER_SIDE', 'REGULATOR'] as const };
    expect(decisionOutcome(small, [given(owner)], { decision: 'APPROVE', slot: 'REGULATOR' })).toBe('APPROVED');
  });

  it('never approves by one slot alone, as a contract from before that rule may name it; it goes back or ends all the same', () => {
    const alone = { ...payout, requiredSlots: ['OWNER_SIDE'] as const };
    const refusal = expect.objectContaining({ code: 'DISBURSEMENT_ONE_BODY', details: { number: payout.number, slots: 'OWNER_SIDE', min: 2 } });
    expect(() => decisionOutcome(alone, [], { decision: 'APPROVE', slot: 'OWNER_SIDE' })).toThrow(refusal);
    expect(() => refuseOneBody(alone)).toThrow(refusal);
    expect([
      decisionOutcome(alone, [], { decision: 'RETURN', slot: 'OWNER_SIDE' }),
      decisionOutcome(alone, [], { decision: 'REJECT', slot: 'OWNER_SIDE' }),
    ]).toEqual(['DRAFT', 'REJECTED']);
    expect(() => refuseOneBody(payout)).not.toThrow();
  });

  it('approves with two of three where the contract says that two are enough, and never without the owner side', () => {
    const two = { ...payout, requiredCount: 2 };
    const after = (...deciders: Decider[]) => deciders.map((decider) => given(decider));
    const outcome = (before: GivenDecision[], slot: Slot) => decisionOutcome(two, before, { decision: 'APPROVE', slot });
    expect([outcome([], 'OWNER_SIDE'), outcome(after(owner), 'REGULATOR'), outcome(after(owner), 'SUPERVISOR')]).toEqual(['APPROVING', 'APPROVED', 'APPROVED']);
    expect([outcome(after(centre), 'SUPERVISOR'), outcome(after(centre), 'OWNER_SIDE'), outcome(after(centre, street), 'OWNER_SIDE')]).toEqual([
      'APPROVING',
      'APPROVED',
      'APPROVED',
    ]);
    expect(missingSlots(two, [])).toEqual(['OWNER_SIDE', 'REGULATOR', 'SUPERVISOR']);
    expect(missingSlots(two, after(owner))).toEqual(['REGULATOR', 'SUPERVISOR']);
    expect([missingSlots(two, after(centre)), missingSlots(two, after(centre, street))]).toEqual([['OWNER_SIDE'], ['OWNER_SIDE']]);
    expect([missingSlots(two, after(owner, street)), missingSlots(two, after(owner, centre, street))]).toEqual([[], []]);
  });

  it('does not count an approval of another payload, nor one taken back', () => {
    const stale = [given(owner, { payloadSha256: 'b'.repeat(64) }), given(centre, { withdrawnAt: at })];
    expect(activeApprovals(stale, HASH)).toEqual([]);
    expect(missingSlots(payout, stale)).toEqual(['OWNER_SIDE', 'REGULATOR', 'SUPERVISOR']);
    expect(decisionOutcome(payout, stale, { decision: 'APPROVE', slot: 'SUPERVISOR' })).toBe('APPROVING');
  });

  it.each([
    ['RETURN', 'DRAFT'],
    ['DEFER', 'DEFERRED'],
    ['REJECT', 'REJECTED'],
  ] as const)('%s leads to %s even when it comes from the last slot', (decision, state) => {
    expect(decisionOutcome(payout, [given(owner), given(centre)], { decision, slot: 'SUPERVISOR' })).toBe(state);
  });

  it('never approves a payout whose slots are not all filled by different persons and organisations', () => {
    const deciders = fc.record({
      personId: fc.integer({ min: 1, max: 5 }).map((id) => id as PersonId),
      organisationId: fc.integer({ min: 1, max: 5 }).map((id) => id as OrganisationId),
      slot: fc.constantFrom<Slot | null>('OWNER_SIDE', 'REGULATOR', 'SUPERVISOR', null),
    });
    fc.assert(
      fc.property(fc.array(deciders, { maxLength: 12 }), (attempts) => {
        const before: GivenDecision[] = [];
        for (const attempt of attempts) {
          const decider: Decider = { ...attempt, role: null };
          if (codeOf(() => slotForDecision(payout, decider, before)) !== 'none') continue;
          const slot = slotForDecision(payout, decider, before);
          const outcome = decisionOutcome(payout, before, { decision: 'APPROVE', slot });
          before.push(given({ ...decider, slot }));
          if (outcome === 'APPROVED') break;
        }
        const distinct = (values: readonly unknown[]) => new Set(values).size === values.length;
        expect(distinct(before.map((approval) => approval.personId)) && distinct(before.map((approval) => approval.organisationId))).toBe(true);
        expect(before.some((approval) => approval.organisationId === payout.firmId)).toBe(false);
        expect(missingSlots(payout, before)).toHaveLength(3 - before.length);
      }),
    );
  });
});

describe('reasons', () => {
  it.each(['RETURN', 'DEFER', 'REJECT', 'WITHDRAW', 'CANCEL', 'FAIL'] as const)('%s needs a reason of at least 5 characters', (decision) => {
    expect(codeOf(() => reasonFor(decision, null))).toBe('DISBURSEMENT_REASON_MISSING');
    expect(codeOf(() => reasonFor(decision, '  不同意 '))).toBe('DISBURSEMENT_REASON_MISSING');
    expect(reasonFor(decision, ' 发票金额不符 ')).toBe('发票金额不符');
  });

  it('an approval needs none and may have one', () => {
    expect(reasonFor('APPROVE', null)).toBeNull();
    expect(reasonFor('APPROVE', '已核对')).toBe('已核对');
  });

  it('are one line of at most 200 characters, since they are published', () => {
    expect(codeOf(() => reasonFor('REJECT', '第一行\n第二行'))).toBe('DISBURSEMENT_REASON_TEXT');
    expect(codeOf(() => reasonFor('REJECT', '长'.repeat(201)))).toBe('DISBURSEMENT_REASON_TEXT');
  });
});

describe('the ten minutes after an approval', () => {
  it('are the time to take it back, and the bank is told to pay after them', () => {
    expect(withdrawableUntil(at)).toBe('2024-02-18T01:10:00.000Z');
    expect(instructableFrom(at, 10)).toBe('2024-02-18T01:10:00.000Z');
  });
});
