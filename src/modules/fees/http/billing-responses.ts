import type { DiscountEndView, DiscountView, MeterView } from '../application/fee-item-queries.js';
import type { UnitArrears } from '../application/arrears-queries.js';
import type { WaiverView } from '../application/waiver-queries.js';
import { arrearsAges } from '../domain/arrears.js';
import type { FeeItem } from '../domain/fee-item.js';

export class FeeRateResponse {
  unitKind!: string;
  from!: string;
  rate!: string;
  resolutionNo!: string;
}

export class FeeItemResponse {
  code!: string;
  name!: string;
  basis!: string;
  cycle!: string;
  unitKinds!: string[];
  lateFees!: boolean;
  from!: string;
  to!: string | null;
  rates!: FeeRateResponse[];

  static from({ code, name, basis, cycle, unitKinds, lateFees, from, to, rates }: FeeItem): FeeItemResponse {
    return Object.assign(new FeeItemResponse(), {
      code,
      name,
      basis,
      cycle,
      unitKinds,
      lateFees,
      from,
      to,
      rates: rates.map(({ unitKind, from: since, rate, resolutionNo }) => ({ unitKind, from: since, rate: rate.toString(), resolutionNo })),
    });
  }
}

/** Whether the reader may know why a household is let off; else papers and reasons are left empty. */
interface Readable {
  readonly reasons: boolean;
}

export class DiscountEndResponse {
  id!: number;
  lastOn!: string;
  reason!: string;
  /** WAITING for the owner side, AGREED, REFUSED, WITHDRAWN (nobody had agreed to the discount), or LAPSED: later days were billed before anybody agreed. */
  state!: string;
  askedAt!: string;
  decidedAt!: string | null;
  decisionReason!: string | null;

  static from({ id, lastOn, reason, state, askedAt, decidedAt, decisionReason }: DiscountEndView, { reasons }: Readable): DiscountEndResponse {
    const said = reasons ? { reason, decisionReason } : { reason: '', decisionReason: null };
    return Object.assign(new DiscountEndResponse(), { id, lastOn, state, askedAt, decidedAt, ...said });
  }
}

export class DiscountResponse {
  id!: number;
  item!: string;
  unit!: string | null;
  unitKind!: string | null;
  percent!: string;
  yuan!: string;
  from!: string;
  to!: string;
  ground!: string;
  document!: string;
  /** WAITING for the owner side, AGREED, REFUSED, or LAPSED: billed or ended before anybody agreed. */
  state!: string;
  recordedAt!: string;
  decidedAt!: string | null;
  decisionReason!: string | null;
  /** The last early end that was asked for. */
  end!: DiscountEndResponse | null;

  static from(discount: DiscountView, { reasons }: Readable): DiscountResponse {
    const { id, item, unitCode, unitKind, percent, yuan, from, to, ground, document, state, recordedAt, decidedAt, decisionReason } = discount;
    return Object.assign(new DiscountResponse(), {
      id,
      item,
      unit: unitCode,
      unitKind,
      percent: percent.toString(),
      yuan: yuan.toString(),
      from,
      to,
      ground: reasons ? ground : '',
      document: reasons ? document : '',
      state,
      recordedAt,
      decidedAt,
      decisionReason: reasons ? decisionReason : null,
      end: discount.end && DiscountEndResponse.from(discount.end, { reasons }),
    });
  }
}

export class MeterResponse {
  item!: string;
  unit!: string;
  serial!: string;
  lastReading!: string;
  readThrough!: string | null;

  static from({ item, unitCode, serial, lastReading, readThrough }: MeterView): MeterResponse {
    return Object.assign(new MeterResponse(), { item, unit: unitCode, serial, lastReading: lastReading.toString(), readThrough });
  }
}

export class WaiverResponse {
  id!: number;
  kind!: string;
  state!: string;
  unit!: string;
  item!: string;
  period!: string;
  of!: string;
  amount!: string;
  open!: string;
  reason!: string;
  document!: string;
  resolutionNo!: string | null;
  askedAt!: string;
  decidedAt!: string | null;
  decisionReason!: string | null;
  entry!: number | null;
  /** Since when it is owed again, for one that was taken back, and why. */
  undoneOn!: string | null;
  undoReason!: string | null;

  static from(waiver: WaiverView, { reasons }: Readable): WaiverResponse {
    const { id, kind, state, unitCode: unit, item, period, reason, document, resolutionNo, askedAt, decidedAt, decisionReason, entrySeq: entry } = waiver;
    return Object.assign(new WaiverResponse(), {
      id,
      kind,
      state,
      unit,
      item,
      period,
      of: waiver.lateFeeId === null ? 'BILL' : 'LATE_FEE',
      amount: waiver.amount.toString(),
      open: waiver.open.toString(),
      reason: reasons ? reason : '',
      document: reasons ? document : '',
      resolutionNo,
      askedAt,
      decidedAt,
      decisionReason: reasons ? decisionReason : null,
      entry,
      undoneOn: waiver.undoneOn,
      undoReason: reasons ? waiver.undoReason : null,
    });
  }
}

export class ArrearsRowResponse {
  billId!: number;
  lateFeeId!: number | null;
  item!: string;
  period!: string;
  dueOn!: string;
  open!: string;
}

export class ArrearsResponse {
  unit!: string;
  building!: string;
  /** Masked unless the role may read whole names. */
  owner!: string | null;
  total!: string;
  lateFees!: string;
  /** Yuan by days overdue. */
  ages!: Record<string, string>;
  oldestDueOn!: string;
  reminderStage!: number | null;
  remindedOn!: string | null;
  rows!: ArrearsRowResponse[];

  static from(arrears: UnitArrears, shownName: (name: string) => string): ArrearsResponse {
    const { unit, total, lateFees, ages, oldestDueOn, lastReminder, rows } = arrears;
    return Object.assign(new ArrearsResponse(), {
      unit: unit.code,
      building: unit.building,
      owner: unit.ownerName === null ? null : shownName(unit.ownerName),
      total: total.toString(),
      lateFees: lateFees.toString(),
      ages: Object.fromEntries(arrearsAges.map((age) => [age, ages[age].toString()])),
      oldestDueOn,
      reminderStage: lastReminder?.stage ?? null,
      remindedOn: lastReminder?.noticedOn ?? null,
      rows: rows.map(({ billId, lateFeeId, item, period, dueOn, open }) => ({ billId, lateFeeId, item, period, dueOn, open: open.toString() })),
    });
  }
}
