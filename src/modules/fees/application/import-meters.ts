import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, periodOf, Rate, sha256Hex, type AccountingPeriod, type Id } from '../../../kernel/index.js';
import { insertRows, UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { isPlainText, UnitQueries, type UnitId } from '../../communities/index.js';
import { LedgerService } from '../../ledger/index.js';
import type { FeeItem, FeeItemId } from '../domain/fee-item.js';
import { readingAfter, readValue, type MeterRow, type Reading, type RefusedLine } from '../domain/meter-file.js';
import { FeeMeter, MeterReading } from '../persistence/fee-item.js';
import { itemByCode } from './billing-checks.js';
import { FeeItemQueries, type MeterView } from './fee-item-queries.js';
import { readMeterRows } from './meter-rows.js';

/** A CSV with the columns unit, serial, start: one meter a line, for one item. A dry run writes nothing. */
export interface ImportMetersRequest {
  readonly item: string;
  readonly file: Uint8Array;
  readonly dryRun: boolean;
}

/** A CSV with the columns unit, reading and, where a meter was changed, old_final and new_start: the readings of a month. */
export interface ImportReadingsRequest extends ImportMetersRequest {
  readonly period: AccountingPeriod;
}

/** What a file brings, or would bring; while a line is refused nothing of it is taken. */
export type MeterFileRead = {
  readonly dryRun: boolean;
  readonly lines: number;
  /** Sum of what the meters counted; empty for meters. */
  readonly quantity: string | null;
  readonly refused: readonly { readonly line: number; readonly code: string; readonly details: Readonly<Record<string, string | number>> }[];
};

type Plan<Row> = { readonly rows: readonly Row[]; readonly refused: readonly RefusedLine[] };

/** @throws the refusal of the first line, with its number */
function refuseAny(refused: readonly RefusedLine[]): void {
  const [first] = refused;
  if (first) throw new DomainError('METER_LINE_REFUSED', { line: first.line, count: refused.length, why: first.code });
}

/** Reads each line for itself, so that all that are wrong are told at once. */
function planned<Row>(lines: readonly MeterRow[], read: (line: MeterRow) => Row): Plan<Row> {
  const rows: Row[] = [];
  const refused: RefusedLine[] = [];
  for (const line of lines)
    try {
      rows.push(read(line));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      refused.push({ line: line.line, code: error.code, details: error.details });
    }
  return { rows, refused };
}

/** Lines that name a unit again are refused: one meter, one reading. */
function unitOnce(): (unit: string) => void {
  const seen = new Set<string>();
  return (unit) => {
    if (seen.has(unit)) throw new DomainError('METER_UNIT_REPEATED', { unit });
    seen.add(unit);
  };
}

/** Registers the meters of an item from a file, all or none. */
@Injectable()
export class ImportMeters {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly units: UnitQueries,
    private readonly feeItems: FeeItemQueries,
  ) {}

  /** @throws NOT_ALLOWED, FEE_ITEM_UNKNOWN, FEE_ITEM_NO_METER, METER_FILE_…, METER_LINE_REFUSED */
  async execute(context: CommandContext, { item, file, dryRun }: ImportMetersRequest): Promise<Outcome<MeterFileRead>> {
    assertAllowed(context.actor, 'fee.manage');
    const lines = readMeterRows(file, ['unit', 'serial', 'start']);
    if (dryRun) {
      const { refused } = await this.unitOfWork.read(context.actor.communityId, (tx) => this.plan(tx, item, lines));
      return { value: { dryRun, lines: lines.length, quantity: null, refused }, replayed: false };
    }
    return this.unitOfWork.once({ context, command: 'ImportMeters', request: { item, file: sha256Hex(file) } }, async (tx) => {
      await this.ledger.lock(tx);
      const { rows, refused } = await this.plan(tx, item, lines);
      refuseAny(refused);
      const firstId = await this.ledger.takeIds(tx, rows.length);
      const by = { communityId: tx.communityId, recordedBy: context.actor.personId, recordedAt: this.clock.now() };
      await insertRows(
        tx,
        FeeMeter,
        rows.map((row, index) => ({ ...by, ...row, id: (firstId + index) as Id<'fee_meter'> })),
      );
      return { dryRun, lines: lines.length, quantity: null, refused: [] };
    });
  }

  private async plan(
    tx: Tx,
    code: string,
    lines: readonly MeterRow[],
  ): Promise<Plan<{ feeItemId: FeeItemId; unitId: UnitId; serial: string; startReading: Reading['reading'] }>> {
    const item = await meteredItem(this.feeItems, tx, code);
    const units = new Map((await this.units.all(tx)).map((unit) => [unit.code, unit]));
    const metered = new Set((await this.feeItems.meters(tx)).filter((meter) => meter.feeItemId === item.id).map((meter) => meter.unitId));
    const once = unitOnce();
    return planned(lines, ({ cells }) => {
      const unit = units.get(cells['unit'] ?? '');
      if (!unit) throw new DomainError('BILLING_UNIT_UNKNOWN', { field: 'unit', unit: (cells['unit'] ?? '').slice(0, 40) });
      once(unit.code);
      if (!item.unitKinds.includes(unit.kind)) throw new DomainError('FEE_ITEM_KIND', { item: code, unitKind: unit.kind });
      if (metered.has(unit.id)) throw new DomainError('METER_TAKEN', { unit: unit.code, item: code });
      const serial = cells['serial'] ?? '';
      if (!isPlainText(serial, 40)) throw new DomainError('BILLING_TEXT', { field: 'serial', max: 40 });
      return { feeItemId: item.id, unitId: unit.id, serial, startReading: readValue('start', cells['start'] ?? '') };
    });
  }
}

/** Takes the readings of a month from a file, all or none. */
@Injectable()
export class ImportReadings {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly feeItems: FeeItemQueries,
  ) {}

  /** @throws NOT_ALLOWED, FEE_ITEM_UNKNOWN, FEE_ITEM_NO_METER, METER_MONTH_AHEAD, METER_FILE_…, METER_LINE_REFUSED */
  async execute(context: CommandContext, { item, period, file, dryRun }: ImportReadingsRequest): Promise<Outcome<MeterFileRead>> {
    assertAllowed(context.actor, 'fee.manage');
    const lines = readMeterRows(file, ['unit', 'reading'], ['old_final', 'new_start']);
    if (dryRun) {
      const { rows, refused } = await this.unitOfWork.read(context.actor.communityId, (tx) => this.plan(tx, { item, period, lines }));
      return { value: { dryRun, lines: lines.length, quantity: sumOf(rows), refused }, replayed: false };
    }
    return this.unitOfWork.once({ context, command: 'ImportReadings', request: { item, period, file: sha256Hex(file) } }, async (tx) => {
      await this.ledger.lock(tx);
      const { rows, refused } = await this.plan(tx, { item, period, lines });
      refuseAny(refused);
      const firstId = await this.ledger.takeIds(tx, rows.length);
      const by = { communityId: tx.communityId, recordedBy: context.actor.personId, recordedAt: this.clock.now() };
      await insertRows(
        tx,
        MeterReading,
        rows.map((row, index) => ({ ...by, ...row, id: (firstId + index) as Id<'meter_reading'> })),
      );
      return { dryRun, lines: lines.length, quantity: sumOf(rows), refused: [] };
    });
  }

  private async plan(
    tx: Tx,
    { item: code, period, lines }: { item: string; period: AccountingPeriod; lines: readonly MeterRow[] },
  ): Promise<Plan<Reading & { meterId: MeterView['id']; unitId: UnitId; period: AccountingPeriod }>> {
    const item = await meteredItem(this.feeItems, tx, code);
    const thisMonth = periodOf(this.clock.today());
    if (period > thisMonth) throw new DomainError('METER_MONTH_AHEAD', { period, today: this.clock.today() });
    const meters = new Map((await this.feeItems.meters(tx)).filter((meter) => meter.feeItemId === item.id).map((meter) => [meter.unitCode, meter]));
    const once = unitOnce();
    return planned(lines, ({ cells }) => {
      const unit = cells['unit'] ?? '';
      const meter = meters.get(unit);
      if (!meter) throw new DomainError('METER_UNKNOWN', { unit: unit.slice(0, 40), item: code });
      once(unit);
      return { ...readingAfter(meter, period, cells), meterId: meter.id, unitId: meter.unitId, period };
    });
  }
}

async function meteredItem(feeItems: FeeItemQueries, tx: Tx, code: string): Promise<FeeItem> {
  const item = await itemByCode(feeItems, tx, code);
  if (item.basis !== 'METER') throw new DomainError('FEE_ITEM_NO_METER', { item: code });
  return item;
}

const sumOf = (rows: readonly Reading[]): string => Rate.sum(rows.map((row) => row.quantity)).toString();
