import { addDays, businessDate, dateOf, lastDay, periodOf, type Instant } from '../../../src/kernel/index.js';
import { assignRefusals, BankOracle, placesOf, type AssignedPart, type Booking, type Instructed, type LineOracle } from './bank-oracle.js';
import { QuarterOracle } from './entitlement-oracle.js';
import { slotOn, type Party } from './cast.js';
import { decimal, halfUp, judged, periodAt, sumOf, type Verdict } from './figures.js';
import { PayerOracle, type Owed } from './payer-oracle.js';
import { DeskOracle, type ClaimOracle } from './payout-oracle.js';
import type { BookPlan, LeasePlan, UnitPlan } from './plan.js';

export const FIRM_NAME = '嘉兴市久旺物业管理有限公司';
/** The firm's account in its n-th version. */
export const accountNoOf = (version: number): string => `990300000000${String(version).padStart(4, '0')}`;

const SCHEDULE_MONTHS = { MONTHLY: 1, QUARTERLY: 3, HALF_YEARLY: 6 } as const;

interface FundState {
  readonly cash: number;
  readonly restricted: number;
  readonly payable: number;
}

/** A compound's book by the text of the design alone: what each command must end in, and what every fund then holds. */
export class BookOracle {
  now = '2024-01-01T00:00:00.000Z' as Instant;
  readonly units: readonly PayerOracle[];
  readonly leases: readonly PayerOracle[];
  readonly bank = new BankOracle();
  readonly quarters: readonly [QuarterOracle, QuarterOracle];
  readonly desk: DeskOracle;
  closed = 0;
  private readonly billed = new Set<string>();
  /** What was billed with effect in a month, less what was taken back with effect in it. */
  private readonly billedFen = new Map<string, number>();
  private readonly accrued = new Set<string>();
  private feesReceived = 0;
  private rentReceived = 0;

  constructor(private readonly plan: BookPlan) {
    this.units = plan.units.map((unit, index) => new PayerOracle('UNIT', unitCode(unit, index), `业主${unit.owner}`));
    this.leases = plan.leases.map((_, index) => new PayerOracle('LEASE', `ZL0${index + 1}`, `商户${index}`));
    this.quarters = [new QuarterOracle('2024-Q1', plan.terms, plan.quarters[0]), new QuarterOracle('2024-Q2', plan.terms, plan.quarters[1])];
    this.desk = new DeskOracle(plan.terms, {
      now: () => this.now,
      available: () => this.fundsWithoutHolds.cash - this.fundsWithoutHolds.restricted,
      payable: () => this.funds().SVC.payable,
      claim: (source) => this.claim(source),
      slotOf: (party) => slotOn(this.plan, party, this.today),
      doubts: ({ number, fen, account, instructedOn: on }) =>
        this.bank.doubts({ number, fen, account: accountNoOf(account), on }, addDays(businessDate(this.today), -1)),
    });
  }

  get today(): string {
    return dateOf(this.now);
  }

  get threshold(): number {
    return this.plan.terms.threshold;
  }

  /** What of the service money nobody has a claim to, holds of payouts among the claims. */
  get available(): number {
    const { cash, restricted } = this.funds().SVC;
    return cash - restricted;
  }

  /** Area × rate, rounded half up once. */
  feeOf(unit: number): number {
    const { area, shop } = this.plan.units[unit] as UnitPlan;
    return halfUp(area * (shop ? this.plan.terms.shopRate : this.plan.terms.flatRate), 10_000);
  }

  monthlyOf(payer: PayerOracle): number {
    const lease = this.leases.indexOf(payer);
    return lease === -1 ? this.feeOf(this.units.indexOf(payer)) : (this.plan.leases[lease] as LeasePlan).fen;
  }

  bill(by: Party, index: number): Verdict {
    const period = periodAt(index);
    return judged([by.role !== 'BOOKKEEPER' && 'NOT_ALLOWED', this.billed.has(period) && 'FEES_ALREADY_BILLED', ...this.monthRefusals(index, 'FEES')], () => {
      const fees = this.units.map((_, unit) => this.feeOf(unit));
      this.billed.add(period);
      this.addBilled(period, sumOf(fees));
      this.units.forEach((unit, place) => unit.owe(period, fees[place] ?? 0));
      return { households: fees.filter((fee) => fee > 0).length, total: decimal(sumOf(fees)), prepaymentApplied: decimal(this.useAdvances(this.units)) };
    });
  }

  /** P05: with effect on the bill's own day while its month is open, else today. */
  reverse(by: Party, unit: PayerOracle, item: Owed): Verdict {
    return judged([by.role !== 'BOOKKEEPER' && 'NOT_ALLOWED', item.open < item.full && 'FEES_BILL_PAID'], () => {
      unit.forgive(item);
      const [billedOn, today] = [`${item.period}-01`, this.today > this.firstOpenDay ? this.today : this.firstOpenDay];
      const effectiveOn = billedOn >= this.firstOpenDay ? billedOn : today;
      this.addBilled(effectiveOn.slice(0, 7), -item.full);
      return { effectiveOn };
    });
  }

  accrue(by: Party, index: number): Verdict {
    const period = periodAt(index);
    return judged(
      [by.role !== 'BOOKKEEPER' && 'NOT_ALLOWED', this.accrued.has(period) && 'LEASE_ALREADY_ACCRUED', ...this.monthRefusals(index, 'LEASE')],
      () => {
        this.accrued.add(period);
        const due = this.plan.leases.map((lease) => (isDue(lease, index) ? lease.fen : 0));
        this.leases.forEach((lease, place) => lease.owe(period, due[place] ?? 0));
        return { charges: due.filter((fen) => fen > 0).length, total: decimal(sumOf(due)), fromAdvances: decimal(this.useAdvances(this.leases)) };
      },
    );
  }

  import(by: Party, file: { to: string; bookings: readonly Booking[] }): Verdict {
    return this.bank.import(file, { allowed: by.role === 'BOOKKEEPER', today: this.today });
  }

  match(by: Party): Verdict {
    return judged([by.role !== 'BOOKKEEPER' && 'NOT_ALLOWED'], () => {
      const placed = placesOf(
        this.bank.lines.filter(({ state }) => state === 'NEW'),
        [...this.units, ...this.leases],
        this.instructed(),
      );
      const found = placed.flatMap(({ line, place }) => (typeof place !== 'string' && 'parts' in place ? [{ line, parts: place.parts }] : []));
      this.receive(found.flatMap(({ line, parts }) => parts.map((part) => ({ ...part, on: line.on }))));
      const paid = placed.flatMap(({ place }) => (typeof place !== 'string' && 'payout' in place ? [place.payout] : []));
      for (const number of paid) this.desk.settle(number);
      const isLeft = (place: (typeof placed)[number]['place']): boolean => place === 'LEFT' || (typeof place === 'object' && 'likely' in place);
      for (const { line, place } of placed) {
        line.state = place === 'SUSPENSE' ? 'SUSPENSE' : isLeft(place) ? 'NEW' : 'PLACED';
        line.likely = typeof place === 'object' && 'likely' in place ? place.likely : null;
      }
      const count = (wanted: (place: (typeof placed)[number]['place']) => boolean) => placed.filter(({ place }) => wanted(place)).length;
      const ofKind = (kind: string) => found.filter(({ parts }) => parts[0]?.payer.kind === kind).length;
      const [suspended, left] = [count((place) => place === 'SUSPENSE'), count(isLeft)];
      return { lines: placed.length, units: ofKind('UNIT'), leases: ofKind('LEASE'), payouts: paid.length, suspended, left };
    });
  }

  /** By hand: money out to the payout that it paid, money in suspense to whom it belongs, from today on. */
  assign(by: Party, line: LineOracle, parts: readonly AssignedPart[]): Verdict {
    const payers = [...this.units, ...this.leases];
    return judged([by.role !== 'BOOKKEEPER' && 'NOT_ALLOWED', ...assignRefusals(line, parts, { payers, payouts: this.instructed() })], () => {
      const on = line.state === 'SUSPENSE' ? this.today : line.on;
      line.foundOn = line.state === 'SUSPENSE' ? this.today : null;
      line.state = 'PLACED';
      for (const { target, reference, fen } of parts) {
        const payer = payers.find(({ kind, code }) => kind === target && code === reference);
        if (payer) this.receive([{ payer, fen, on }]);
        else this.desk.settle(reference);
      }
      return {};
    });
  }

  /** P12 of the month, and its end. */
  close(by: Party, index: number): Verdict {
    const [period, end] = [periodAt(index), lastDay(periodAt(index))];
    const refusals = [
      by.role !== 'BOOKKEEPER' && 'NOT_ALLOWED',
      index !== this.closed && 'LEDGER_PERIOD_NOT_NEXT',
      this.today <= end && 'CLOSE_MONTH_NOT_OVER',
      !this.billed.has(period) && 'CLOSE_NOT_BILLED',
      this.leases.length > 0 && !this.accrued.has(period) && 'CLOSE_INCOME_NOT_ACCRUED',
      this.bank.reachedTo < end && 'CLOSE_STATEMENT_SHORT',
      this.bank.lines.some(({ state, on }) => state === 'NEW' && on <= end) && 'BANK_LINE_UNPLACED',
    ];
    return judged(refusals, () => {
      const collected = this.units.flatMap((unit) => unit.settled.filter(({ on }) => periodOf(businessDate(on)) === period).map(({ fen }) => fen));
      const earned = this.plan.terms.basis === 'COLLECTED' ? sumOf(collected) : (this.billedFen.get(period) ?? 0);
      const month = this.quarterOf(index).post(period, earned, this.funds().SVC.payable);
      this.closed += 1;
      return { ...this.statementOn(end), earned: decimal(earned), base: decimal(month.base), withheld: decimal(month.withheld) };
    });
  }

  finalise(by: Party, quarter: QuarterOracle): Verdict {
    return by.role === 'CENTRE' ? quarter.finalise(this.today, this.available) : { refused: ['NOT_ALLOWED'] };
  }

  /** What the rules give for the base part of a month or the performance part of a quarter. */
  claim(source: string): ClaimOracle {
    const quarter = this.quarters.find((candidate) => candidate.quarter === source);
    if (quarter) {
      const obstacle = quarter.state === 'FINAL' ? null : quarter.state === 'APPEALED' ? 'DISBURSEMENT_APPEAL_OPEN' : 'DISBURSEMENT_NOT_FINAL';
      return { source, gives: quarter.released, obstacle };
    }
    const month = this.quarters.flatMap(({ months }) => months).find(({ period }) => period === source);
    return { source, gives: Math.max(month?.base ?? 0, 0), obstacle: month ? null : 'DISBURSEMENT_NOT_POSTED' };
  }

  funds(): Record<'SVC' | 'COM' | 'QLT' | 'TRN', FundState> {
    const { cash, restricted } = this.fundsWithoutHolds;
    const { held, settled } = this.desk;
    const earned = sumOf(this.quarters.flatMap((quarter) => [quarter.released, ...quarter.months.map(({ base, due }) => base + due)]));
    const suspense = sumOf(this.bank.suspense.map(({ fen }) => fen));
    return {
      SVC: { cash, restricted: restricted + held, payable: earned - held - settled },
      COM: { cash: this.rentReceived, restricted: sumOf(this.leases.map(({ advance }) => advance)), payable: 0 },
      QLT: { cash: this.deducted, restricted: 0, payable: 0 },
      TRN: { cash: suspense, restricted: suspense, payable: 0 },
    };
  }

  /** What the bank was told to pay and has not paid. */
  instructed(): Instructed[] {
    return this.desk.payouts
      .filter(({ state }) => state === 'INSTRUCTED')
      .map(({ number, fen, account, instructedOn: on }) => ({ number, fen, on, name: FIRM_NAME, account: accountNoOf(account) }));
  }

  quarterOf(index: number): QuarterOracle {
    return this.quarters[index < 3 ? 0 : 1];
  }

  private get deducted(): number {
    return sumOf(this.quarters.map((quarter) => quarter.deducted));
  }

  private get fundsWithoutHolds(): { cash: number; restricted: number } {
    const waiting = this.quarters.filter(({ state }) => state !== 'FINAL').map(({ withheld }) => withheld);
    return { cash: this.feesReceived - this.desk.settled - this.deducted, restricted: sumOf([...this.units.map(({ advance }) => advance), ...waiting]) };
  }

  private addBilled(period: string, fen: number): void {
    this.billedFen.set(period, (this.billedFen.get(period) ?? 0) + fen);
  }

  private monthRefusals(index: number, module: 'FEES' | 'LEASE'): (string | false)[] {
    return [index < this.closed && 'LEDGER_PERIOD_CLOSED', `${periodAt(index)}-01` > this.today && `${module}_MONTH_NOT_BEGUN`];
  }

  private receive(parts: readonly { payer: PayerOracle; fen: number; on: string }[]): void {
    for (const payer of new Set(parts.map((part) => part.payer))) {
      const own = parts.filter((part) => part.payer === payer);
      payer.receive(own, this.firstOpenDay);
      if (payer.kind === 'UNIT') this.feesReceived += sumOf(own.map(({ fen }) => fen));
      else this.rentReceived += sumOf(own.map(({ fen }) => fen));
    }
  }

  private useAdvances(payers: readonly PayerOracle[]): number {
    const before = sumOf(payers.map(({ advance }) => advance));
    for (const payer of payers) payer.useAdvance(this.firstOpenDay);
    return before - sumOf(payers.map(({ advance }) => advance));
  }

  private get firstOpenDay(): string {
    return this.closed === 0 ? '2024-01-01' : addDays(lastDay(periodAt(this.closed - 1)), 1);
  }

  private statementOn(end: string): object {
    const through = this.bank.lines.filter(({ on }) => on <= end);
    const waiting = through.filter(({ state, foundOn }) => state === 'SUSPENSE' || (foundOn !== null && foundOn > end));
    return {
      bankBalance: decimal(sumOf(through.map(({ fen }) => fen))),
      lines: through.filter(({ on }) => on.slice(0, 7) === end.slice(0, 7)).length,
      suspenseCount: waiting.length,
      suspenseTotal: decimal(sumOf(waiting.map(({ fen }) => fen))),
    };
  }
}

export function unitCode({ shop }: UnitPlan, index: number): string {
  return shop ? `S-0${index + 1}` : `01-10${index + 1}`;
}

function isDue(lease: LeasePlan, index: number): boolean {
  return index >= lease.firstMonth && (index - lease.firstMonth) % SCHEDULE_MONTHS[lease.schedule] === 0;
}
