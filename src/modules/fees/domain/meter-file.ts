import { DomainError, Rate, type AccountingPeriod, type ErrorCode, type ErrorDetails } from '../../../kernel/index.js';

/** A row of a file of meters or readings, its cells trimmed, by column; `line` counts from 1 as an editor shows it. */
export interface MeterRow {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** Why a line was not taken. */
export interface RefusedLine {
  readonly line: number;
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
}

/** A meter as readings follow it. */
export interface ReadMeter {
  readonly lastReading: Rate;
  readonly readThrough: AccountingPeriod | null;
}

/** A reading of a month; what the old meter counted before a change is part of the quantity. */
export interface Reading {
  readonly previous: Rate;
  readonly reading: Rate;
  readonly oldFinal: Rate | null;
  readonly newStart: Rate | null;
  readonly quantity: Rate;
}

/**
 * What a meter counted since its last reading: reading − previous; with a change of the meter (old final − previous) + (reading − new
 * start). @throws METER_RUNS_BACK, METER_CHANGE_HALF, METER_READ_ALREADY, METER_VALUE
 */
export function readingAfter(meter: ReadMeter, period: AccountingPeriod, cells: Readonly<Record<string, string>>): Reading {
  const reading = readValue('reading', cells['reading'] ?? '');
  const [oldText, newText] = [cells['old_final'] ?? '', cells['new_start'] ?? ''];
  if ((oldText === '') !== (newText === '')) throw new DomainError('METER_CHANGE_HALF');
  if (meter.readThrough !== null && meter.readThrough >= period) throw new DomainError('METER_READ_ALREADY', { period, readThrough: meter.readThrough });
  const previous = meter.lastReading;
  const oldFinal = oldText === '' ? null : readValue('old_final', oldText);
  const newStart = newText === '' ? null : readValue('new_start', newText);
  const [countedTo, countedFrom] = [oldFinal ?? reading, newStart ?? previous];
  if (countedTo.lessThan(previous)) throw new DomainError('METER_RUNS_BACK', { previous: previous.toString(), reading: countedTo.toString() });
  if (reading.lessThan(countedFrom)) throw new DomainError('METER_RUNS_BACK', { previous: countedFrom.toString(), reading: reading.toString() });
  const quantity = oldFinal === null || newStart === null ? reading.minus(previous) : oldFinal.minus(previous).plus(reading.minus(newStart));
  return { previous, reading, oldFinal, newStart, quantity };
}

/** A count of a meter: from 0, below 1,000,000, at most 3 decimals. @throws METER_VALUE */
export function readValue(column: string, text: string): Rate {
  if (!/^\d{1,6}(\.\d{1,3})?$/.test(text)) throw new DomainError('METER_VALUE', { column, value: text.slice(0, 20) });
  return Rate.parse(text.replace(/^0+(?=\d)/, ''));
}
