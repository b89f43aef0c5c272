import { accountingPeriod, businessDate, Money } from '../../src/kernel/index.js';
import type { BankLineId } from '../../src/modules/bank/index.js';
import { paymentReferencesIn } from '../../src/modules/communities/index.js';
import { matchLines, type MatchablePayer, type MatchDecision } from '../../src/modules/settlement/domain/match-lines.js';
import { labelledWorld, type LabelledLine, type LabelledUnit, type LabelledWorld } from '../support/labelled-lines.js';

const yuan = (fen: number): Money => Money.fromFen(BigInt(fen));
const LINES = 3_000;

function payers(kind: MatchablePayer['kind'], units: readonly LabelledUnit[]): MatchablePayer[] {
  return units.map(({ id, code, owner, open }) => {
    const openItems = Object.entries(open).map(([period, fen]) => ({ period: accountingPeriod(period), open: yuan(fen) }));
    return { kind, id, code, payerName: owner, openItems };
  });
}

function decisionsOn({ units, leases, payouts, seen, lines }: LabelledWorld): MatchDecision[] {
  const given = lines.map(({ on, fen, name, account, remark, reversal }, index) => {
    return {
      id: (index + 1) as BankLineId,
      bookedOn: businessDate(on),
      amount: yuan(fen),
      counterpartyName: name,
      counterpartyAccount: account,
      remark,
      reversal,
    };
  });
  return matchLines(given, {
    payers: [...payers('UNIT', units), ...payers('LEASE', leases)],
    payouts: payouts.map(({ id, number, fen, payee, account, on }) => {
      return { id, number, amount: yuan(fen), payeeName: payee, payeeAccountNo: account, instructedOn: businessDate(on) };
    }),
    seen: seen.map(({ account, unit }) => ({ accountNo: account, kind: 'UNIT' as const, id: unit })),
    readPaymentReferences: paymentReferencesIn,
  });
}

/** Where the matcher books a line by itself; null where it leaves it to a person. */
function placesOf({ parts, suggested }: MatchDecision): string | null {
  if (suggested || parts.length === 0 || parts.some(({ place }) => place.kind === 'SUSPENSE')) return null;
  return parts
    .map(({ place, amount }) => `${'code' in place ? place.code : place.kind} ${amount.toString()}`)
    .toSorted()
    .join(', ');
}

function truthOf({ truth }: LabelledLine): string | null {
  return (
    truth &&
    truth
      .map(([code, fen]) => `${code} ${yuan(fen).toString()}`)
      .toSorted()
      .join(', ')
  );
}

describe.each([1, 20_240_401, 987_654_321])('3,000 labelled bank lines, written by another hand (seed %d)', (seed) => {
  const world = labelledWorld(seed, LINES);
  const judged = decisionsOn(world).map((decision, index) => {
    const line = world.lines[index] as LabelledLine;
    return {
      scene: line.scene,
      remark: line.remark,
      reason: decision.reason.code,
      suggested: decision.suggested,
      place: placesOf(decision),
      truth: truthOf(line),
    };
  });

  it('are booked without one mistake, and nearly all of those that the line alone decides', () => {
    const automatic = judged.filter(({ place }) => place !== null);
    const decidable = judged.filter(({ truth }) => truth !== null);
    const found = decidable.filter(({ place, truth }) => place === truth);
    const figures = `${judged.length} lines, ${new Set(judged.map(({ scene }) => scene)).size} scenes: ${automatic.length} booked, ${automatic.filter(({ place, truth }) => place !== truth).length} wrongly; ${found.length} of ${decidable.length} decidable found (${((100 * found.length) / decidable.length).toFixed(2)} %); ${judged.filter(({ suggested }) => suggested).length} suggested`;
    process.stdout.write(`seed ${seed}: ${figures}\n`);
    expect(automatic.filter(({ place, truth }) => place !== truth)).toEqual([]);
    expect(found.length / decidable.length).toBeGreaterThanOrEqual(0.95);
  });

  it('has scenes of both kinds, and every kind of certain reason', () => {
    expect(judged.filter(({ truth }) => truth === null).length).toBeGreaterThan(500);
    const reasons = new Set(judged.filter(({ place }) => place !== null).map(({ reason }) => reason));
    expect([...reasons].toSorted()).toEqual(['AMOUNT_AND_PAYEE', 'AMOUNT_AND_PAYER', 'BANK_CHARGE', 'BANK_INTEREST', 'LEASE_REFERENCE', 'PAYER_ACCOUNT', 'PAYOUT_REFERENCE', 'SEVERAL_EXACT', 'TOGETHER', 'UNIT_CODE', 'UNIT_REFERENCE']); // prettier-ignore
  });
});
