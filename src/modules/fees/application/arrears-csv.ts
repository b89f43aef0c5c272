import { stringify } from 'csv-stringify/sync';
import { neutralCell } from '../../../platform/files/index.js';
import { arrearsAges } from '../domain/arrears.js';
import { paymentReference } from '../../communities/index.js';
import type { UnitArrears } from './arrears-queries.js';

/**
 * Arrears for a spreadsheet, UTF-8 with a byte order mark, one unit a line; `shownName` says how an owner is named to who takes it away.
 * No cell is a formula.
 */
export function arrearsCsv(units: readonly UnitArrears[], shownName: (name: string) => string): string {
  const header = [
    'unit',
    'building',
    'owner',
    'payment_reference',
    'total',
    'late_fees',
    ...arrearsAges.map((age) => `days_${age.replace('-', '_').replace('+', '_more')}`),
    'oldest_due',
    'last_notice',
  ];
  const rows = units.map(({ unit, total, lateFees, ages, oldestDueOn, lastReminder }) => [
    neutralCell(unit.code),
    neutralCell(unit.building),
    neutralCell(unit.ownerName === null ? '' : shownName(unit.ownerName)),
    paymentReference(unit),
    total.toString(),
    lateFees.toString(),
    ...arrearsAges.map((age) => ages[age].toString()),
    oldestDueOn,
    lastReminder?.noticedOn ?? '',
  ]);
  return `\uFEFF${stringify([header, ...rows])}`;
}
