import { accountingPeriod, Rate } from '../../../kernel/index.js';
import { refusalOf } from '../../../../test/support/refusal.js';
import { readingAfter, readValue, type ReadMeter } from './meter-file.js';

const period = accountingPeriod('2024-02');
const meter = (rest: Partial<ReadMeter> = {}): ReadMeter => ({ lastReading: Rate.parse('1203.5'), readThrough: accountingPeriod('2024-01'), ...rest });
const after = (cells: Record<string, string>, of = meter()) => readingAfter(of, period, cells);

describe('what a meter counted', () => {
  it('is its reading less the one before', () => {
    const reading = after({ reading: '1210.625' });
    expect([reading.previous, reading.reading, reading.quantity].map(String)).toEqual(['1203.5', '1210.625', '7.125']);
    expect(after({ reading: '1203.5' }).quantity.isZero).toBe(true);
  });

  it('goes on over a change of the meter: what the old one still counted, and what the new one has counted', () => {
    expect(after({ reading: '4.5', old_final: '1206.5', new_start: '0.5' }).quantity.toString()).toBe('7');
  });

  it('is refused when the meter ran back and nobody says that it was changed', () => {
    expect(refusalOf(() => after({ reading: '4.5' }))).toEqual({ code: 'METER_RUNS_BACK', details: { previous: '1203.5', reading: '4.5' } });
    expect(refusalOf(() => after({ reading: '4.5', old_final: '1200', new_start: '0' }))).toEqual({
      code: 'METER_RUNS_BACK',
      details: { previous: '1203.5', reading: '1200' },
    });
    expect(refusalOf(() => after({ reading: '4.5', old_final: '1206.5', new_start: '5' }))).toEqual({
      code: 'METER_RUNS_BACK',
      details: { previous: '5', reading: '4.5' },
    });
  });

  it('is refused with half a change, twice for a month, and for a month before its last', () => {
    expect(refusalOf(() => after({ reading: '4.5', old_final: '1206.5' })).code).toBe('METER_CHANGE_HALF');
    expect(refusalOf(() => after({ reading: '4.5', new_start: '0' })).code).toBe('METER_CHANGE_HALF');
    for (const readThrough of [period, accountingPeriod('2024-03')])
      expect(refusalOf(() => after({ reading: '1300' }, meter({ readThrough })))).toMatchObject({ code: 'METER_READ_ALREADY', details: { readThrough } });
    expect(after({ reading: '1300' }, meter({ readThrough: null })).quantity.toString()).toBe('96.5');
  });

  it.each(['', '-1', '1.2345', '1e3', '1,000', '1234567', 'abc', '=1'])('is no number: %j', (text) => {
    expect(refusalOf(() => readValue('reading', text)).code).toBe('METER_VALUE');
  });
});
