import { stringify } from 'csv-stringify/sync';
import { neutralCell } from '../../../platform/files/index.js';
import type { LeaseView } from './lease-views.js';

/** Leases for a spreadsheet, UTF-8 with a byte order mark, one a line, in the columns of the file that takes them in, and its last day where one ended before. No cell is a formula. */
export function leasesCsv(leases: readonly LeaseView[]): string {
  const header = ['code', 'asset', 'kind', 'counterparty', 'amount', 'schedule', 'firstDueOn', 'from', 'to', 'endedOn'];
  const rows = leases.map(({ code, asset, kind, counterparty, amount, schedule, firstDueOn, from, to, endedOn }) => [
    neutralCell(code),
    neutralCell(asset),
    kind,
    neutralCell(counterparty),
    amount.toString(),
    schedule,
    firstDueOn,
    from,
    to,
    endedOn ?? '',
  ]);
  return `\uFEFF${stringify([header, ...rows])}`;
}
