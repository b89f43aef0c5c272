import { accountingPeriod, businessDate, Money } from '../../src/kernel/index.js';
import type { BankLineId } from '../../src/modules/bank/index.js';
import { paymentReferencesIn } from '../../src/modules/communities/index.js';
import { candidatesFor } from '../../src/modules/settlement/domain/candidates.js';
import { matchLines, type MatchableLine, type MatchablePayer, type Matchables, type MatchDecision } from '../../src/modules/settlement/domain/match-lines.js';
import { BOUNCED } from '../support/labelled-bank-scenes.js';
import { labelledWorld } from '../support/labelled-lines.js';
import type { LabelledLine, LabelledUnit, LabelledWorld } from '../support/labelled-world.js';

const yuan = (fen: number): Money => Money.fromFen(BigInt(fen));
const LINES = 3_000;

function payers(kind: MatchablePayer['kind'], units: readonly LabelledUnit[]): MatchablePayer[] {
  return units.map(({ id, code, owner, open }) => {
    const openItems = Object.entries(open).map(([period, fen]) => ({ period: accountingPeriod(period), open: yuan(fen) }));
    return { kind, id, code, payerName: owner, openItems };
  });
}

function linesOf({ lines }: LabelledWorld): MatchableLine[] {
  return lines.map(({ on, fen, name, account, remark, reversal }, index) => {
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
}

function matchablesOf({ units, leases, payouts, seen, channelDays, paid, rules, received }: LabelledWorld): Matchables {
  return {
    payers: [...payers('UNIT', units), ...payers('LEASE', leases)],
    payouts: payouts.map(({ id, number, fen, payee, account, on }) => {
      return { id, number, amount: yuan(fen), payeeName: payee, payeeAccountNo: account, instructedOn: businessDate(on) };
    }),
    seen: seen.map(({ account, unit }) => ({ accountNo: account, kind: 'UNIT' as const, id: unit })),
    channelDays: channelDays
      .map(({ channel, on, net, lineIds }) => ({ channel, paidOn: businessDate(on), net: yuan(net), lineIds }))
      .toSorted((a, b) => (a.paidOn < b.paidOn ? -1 : 1)),
    paid: paid.map(({ fen, paidOn, ...payout }) => ({
      ...payout,
      amount: yuan(fen),
      payeeName: `供应商${payout.number}有限公司`,
      payeeAccountNo: '',
      paidOn: businessDate(paidOn),
    })),
    rules: rules.map(({ fen, ...rule }, index) => ({ ...rule, no: index + 1, amount: fen === null ? null : yuan(fen) })),
    received: received.map(({ account, fen, paidOn, receipts }) => ({
      accountNo: account,
      amount: yuan(fen),
      paidOn: businessDate(paidOn),
      receipts: receipts.map(({ number, fen: own }) => ({ number, amount: yuan(own) })),
    })),
    readPaymentReferences: paymentReferencesIn,
  };
}

/** Where the matcher books a line by itself; null where it leaves it to a person. */
function placesOf({ parts, suggested }: MatchDecision): string | null {
  if (suggested || parts.length === 0 || parts.some(({ place }) => place.kind === 'SUSPENSE')) return null;
  return parts
    .map(({ place, amount }) => `${'code' in place ? place.code : 'payee' in place ? place.payee : place.kind} ${amount.toString()}`)
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
  const given = linesOf(world);
  const judged = matchLines(given, matchablesOf(world)).map((decision, index) => {
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

  it('finds batches of channels, what the rules say and payouts that came back, each scene of them', () => {
    const own = judged.filter(({ scene, truth }) => truth !== null && /channel|rule|came back/.test(scene));
    const scenes = new Map<string, { lines: number; found: number }>();
    for (const { scene, place, truth } of own) {
      const { lines, found } = scenes.get(scene) ?? { lines: 0, found: 0 };
      scenes.set(scene, { lines: lines + 1, found: found + (place === truth ? 1 : 0) });
    }
    expect(scenes.size).toBeGreaterThanOrEqual(10);
    expect([...scenes].filter(([, { lines, found }]) => found / lines < 0.95)).toEqual([]);
  });

  it('are judged again without a mistake when they wait in suspense: only exact evidence takes one out', () => {
    const again = matchLines(given, matchablesOf(world), new Set(given));
    const truth = new Map(given.map((line, index) => [line, truthOf(world.lines[index] as LabelledLine)]));
    expect(again.filter((decision) => placesOf(decision) !== truth.get(decision.line))).toEqual([]);
    const reasons = new Set(again.map(({ reason }) => reason.code));
    expect([...reasons].toSorted()).toEqual(['CHANNEL_BATCH', 'LEASE_REFERENCE', 'PAYOUT_CAME_BACK', 'RULE', 'UNIT_REFERENCE']);
  });

  it('are offered the receipts of the payment that bounced, and are not booked without a person', () => {
    const matchables = matchablesOf(world);
    const bounced = given.filter((_, index) => world.lines[index]?.scene === BOUNCED);
    expect(bounced.length).toBeGreaterThan(5);
    for (const line of bounced) expect(candidatesFor(line, matchables, true).map(({ reason }) => reason.code)).toContain('SAME_PAYMENT');
  });

  it('has scenes of both kinds, and every kind of certain reason', () => {
    expect(judged.filter(({ truth }) => truth === null).length).toBeGreaterThan(500);
    const reasons = new Set(judged.filter(({ place }) => place !== null).map(({ reason }) => reason));
    expect([...reasons].toSorted()).toEqual(['AMOUNT_AND_PAYEE', 'AMOUNT_AND_PAYER', 'BANK_CHARGE', 'BANK_INTEREST', 'CHANNEL_BATCH', 'LEASE_REFERENCE', 'PAYER_ACCOUNT', 'PAYOUT_CAME_BACK', 'PAYOUT_REFERENCE', 'RULE', 'SEVERAL_EXACT', 'TOGETHER', 'UNIT_CODE', 'UNIT_REFERENCE']); // prettier-ignore
  });
});
