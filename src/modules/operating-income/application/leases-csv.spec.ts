import { parse } from 'csv-parse/sync';
import { businessDate, Money } from '../../../kernel/index.js';
import type { LeaseView } from './lease-views.js';
import { leasesCsv } from './leases-csv.js';

describe('leases as a table', () => {
  const lease: LeaseView = {
    id: 1 as LeaseView['id'],
    code: 'ZL01',
    asset: '=HYPERLINK("http://x")',
    kind: '4201.01',
    counterparty: '@SUM(A1)',
    amount: Money.parse('800.00'),
    schedule: 'MONTHLY',
    firstDueOn: businessDate('2024-01-05'),
    from: businessDate('2024-01-01'),
    to: businessDate('2026-12-31'),
    endedOn: null,
  };

  it('are one a line, amounts as they are, and no cell is a formula', () => {
    const [row] = parse(leasesCsv([lease]), { bom: true, columns: true }) as Record<string, string>[];
    expect(row).toMatchObject({ code: 'ZL01', amount: '800.00', schedule: 'MONTHLY', from: '2024-01-01', to: '2026-12-31', endedOn: '' });
    for (const cell of Object.values(row ?? {})) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
  });
});
