import { refusalOf } from '../../../../test/support/refusal.js';
import { readLeases, type LeaseRow } from './lease-list.js';

const row = (changes: Partial<LeaseRow['cells']> = {}, line = 2): LeaseRow => ({
  line,
  cells: {
    code: 'ZL01',
    asset: '地面停车位160个',
    kind: '4201.01',
    counterparty: '嘉善星泊停车管理有限公司',
    amount: '8000.00',
    schedule: 'MONTHLY',
    firstDueOn: '2024-01-05',
    from: '2024-01-01',
    to: '2026-12-31',
    ...changes,
  },
});

describe('a leases file', () => {
  it('states leases', () => {
    const [lease] = readLeases([row()]);
    expect({ ...lease, amount: lease?.amount.toString() }).toEqual({ line: 2, ...row().cells });
  });

  it.each([
    ['code', 'zl01'],
    ['code', 'ZL1'],
    ['asset', ''],
    ['asset', 'a\u0007'],
    ['kind', '4201.07'],
    ['counterparty', 'x'.repeat(61)],
    ['amount', '0.00'],
    ['amount', '-1.00'],
    ['amount', '8000.005'],
    ['amount', '8,000'],
    ['schedule', 'WEEKLY'],
    ['firstDueOn', '2024-02-30'],
    ['from', '2024-1-1'],
    ['to', ''],
  ] as const)('is refused with %s "%s", naming line and field', (field, value) => {
    expect(refusalOf(() => readLeases([row({ code: 'ZL09' }), row({ [field]: value }, 3)]))).toEqual({
      code: 'LEASE_FIELD_INVALID',
      details: { line: 3, field, value: value.slice(0, 40) },
    });
  });

  it('is refused with a code twice, and with days out of order', () => {
    expect(refusalOf(() => readLeases([row(), row({}, 3)]))).toEqual({ code: 'LEASE_CODE_REPEATED', details: { line: 3, code: 'ZL01' } });
    const days = { from: '2024-01-01', to: '2024-06-30', firstDueOn: '2024-07-01' };
    expect(refusalOf(() => readLeases([row(days)]))).toEqual({ code: 'LEASE_DAYS_ORDER', details: { line: 2, ...days } });
    expect(refusalOf(() => readLeases([row({ from: '2027-01-01' })])).code).toBe('LEASE_DAYS_ORDER');
  });

  it('is refused without a lease', () => {
    expect(refusalOf(() => readLeases([])).code).toBe('LEASE_FILE_EMPTY');
  });
});
