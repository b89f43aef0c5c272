import type { BillsRun } from '../../modules/fees/index.js';
import { neutralCell } from '../../platform/files/index.js';
import type { Messages } from '../messages/index.js';

/** Units that a bill run has no bill for, each with its item and why. */
export interface BillRefusals {
  readonly withoutRate: readonly { readonly unitCode: string; readonly item: string }[];
  readonly withoutReading: readonly { readonly unitCode: string; readonly item: string }[];
}

/** What a run has no bill for, out of what was kept of it: null for what is no run, or has a bill for everything. */
export function refusalsOf(kept: unknown): BillRefusals | null {
  const { withoutRate = [], withoutReading = [] } = (kept ?? {}) as Partial<BillsRun>;
  return withoutRate.length + withoutReading.length === 0 ? null : { withoutRate, withoutReading };
}

/** The same for a spreadsheet, UTF-8 with a byte order mark; what people wrote is executed by none. */
export function billRefusalsCsv(m: Messages, { withoutRate, withoutReading }: BillRefusals): string {
  const { columns, noRate, noReading } = m.billRefusals;
  const record = (cells: readonly string[]): string => `${cells.map((cell) => `"${neutralCell(cell).replaceAll('"', '""')}"`).join(',')}\r\n`;
  const rows = [
    ...withoutRate.map(({ unitCode, item }) => [unitCode, item, noRate]),
    ...withoutReading.map(({ unitCode, item }) => [unitCode, item, noReading]),
  ];
  return `\uFEFF${[[columns.unit, columns.item, columns.reason], ...rows].map(record).join('')}`;
}
