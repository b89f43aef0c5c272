import { businessDate, DomainError, Money, type Id, type OrganisationId } from '../../../kernel/index.js';
import { clearedDues, refuseClosedWriteOff, refuseOpenMonths, type FirmClearingPart, type FirmDueView } from './firm-due.js';

const yuan = (text: string): Money => Money.parse(text);
const on = businessDate('2024-03-10');
const due = (id: number, change: Partial<FirmDueView> = {}): FirmDueView => ({
  kind: 'PENALTY',
  id,
  firmId: 3 as OrganisationId,
  label: '2024-Q1',
  event: null,
  eventOn: null,
  unitId: null as Id<'unit'> | null,
  unitCode: null,
  effectiveOn: businessDate('2024-03-01'),
  amount: yuan('100.00'),
  takenOff: Money.zero,
  takenBack: Money.zero,
  paid: Money.zero,
  setOff: Money.zero,
  writtenOff: Money.zero,
  open: yuan('100.00'),
  reason: null,
  document: null,
  ...change,
});
const part = (id: number, amount: string, kind: FirmClearingPart['kind'] = 'PENALTY'): FirmClearingPart => ({ kind, id, amount: yuan(amount) });
const refusal = (work: () => unknown): object => {
  try {
    work();
  } catch (error) {
    if (error instanceof DomainError) return { code: error.code, ...error.details };
    throw error;
  }
  return {};
};

describe('what is cleared together', () => {
  const taken = due(8, { kind: 'TAKEN', label: '2024-02-03', open: yuan('60.00') });

  it('is each part with its due, of one firm', () => {
    const cleared = clearedDues([due(7), taken], [part(8, '60.00', 'TAKEN'), part(7, '0.01')], on);
    expect(cleared.map(({ due: { kind, id }, amount }) => `${kind} ${id} ${amount.toString()}`)).toEqual(['TAKEN 8 60.00', 'PENALTY 7 0.01']);
  });

  it('is refused for dues of two firms, with the names of both', () => {
    const other = due(9, { firmId: 4 as OrganisationId, label: '2024-Q2' });
    const code = { code: 'FIRM_DUES_OF_TWO_FIRMS' };
    expect(refusal(() => clearedDues([due(7), other], [part(7, '1.00'), part(9, '1.00')], on))).toEqual({
      ...code,
      first: 'PENALTY 2024-Q1 (7)',
      other: 'PENALTY 2024-Q2 (9)',
    });
    expect(refusal(() => clearedDues([other, due(7)], [part(9, '1.00'), part(7, '1.00')], on))).toMatchObject({ ...code, first: 'PENALTY 2024-Q2 (9)' });
  });

  it('is refused for a due that is none, is named twice, is not open by as much or not yet', () => {
    expect(refusal(() => clearedDues([due(7)], [part(7, '1.00', 'MONTH')], on))).toEqual({ code: 'FIRM_DUE_UNKNOWN', kind: 'MONTH', due: 7 });
    expect(refusal(() => clearedDues([due(7)], [part(7, '1.00'), part(7, '1.00')], on))).toMatchObject({ code: 'FIRM_DUE_UNKNOWN' });
    expect(refusal(() => clearedDues([taken], [part(8, '60.01', 'TAKEN')], on))).toMatchObject({ code: 'FIRM_DUE_NOT_OPEN', open: '60.00', asked: '60.01' });
    expect(refusal(() => clearedDues([due(7)], [part(7, '0.00')], on))).toMatchObject({ code: 'FIRM_DUE_NOT_OPEN' });
    expect(refusal(() => clearedDues([due(7)], [part(7, '1.00')], businessDate('2024-02-29')))).toMatchObject({ code: 'FIRM_DUE_NOT_OPEN', open: '0.00' });
  });
});

describe('what is written off', () => {
  const month = due(5, { kind: 'MONTH', label: '2024-01', effectiveOn: businessDate('2024-01-31') });
  const books = (closedThrough: string, reopenedUntil: string | null = null) => ({
    closedThrough: businessDate(closedThrough),
    reopenedUntil: reopenedUntil === null ? null : businessDate(reopenedUntil),
  });

  it('of a month waits for its close, at the latest until its reopening ends', () => {
    expect(refusal(() => refuseOpenMonths([due(7), month], books('2023-12-31', '2024-03-12')))).toEqual({
      code: 'FIRM_DUE_MONTH_OPEN',
      month: '2024-01',
      until: '2024-03-12',
    });
    expect(refusal(() => refuseOpenMonths([month], books('2023-12-31')))).toMatchObject({ until: '2024-01-31' });
    expect(refusal(() => refuseOpenMonths([month], books('2024-01-31')))).toEqual({});
    expect(refusal(() => refuseOpenMonths([due(7)], books('2023-12-31')))).toEqual({});
  });

  it('is taken back on its own day, so only while that is open', () => {
    expect(refusal(() => refuseClosedWriteOff(businessDate('2024-02-20'), businessDate('2024-02-29')))).toEqual({
      code: 'FIRM_WRITE_OFF_CLOSED',
      on: '2024-02-20',
      month: '2024-02',
      closedThrough: '2024-02-29',
    });
    expect(refusal(() => refuseClosedWriteOff(businessDate('2024-03-01'), businessDate('2024-02-29')))).toEqual({});
  });
});
