import { messages } from '../messages/index.js';
import { billRefusalsCsv, refusalsOf } from './bill-refusals.js';

describe('the units that a bill run has no bill for, as a file', () => {
  const m = messages.en;
  const rate = { unitCode: 'S-01', unitKind: 'SHOP', item: 'LIFT' };

  it('is none when every unit has its bill, or nothing is known of the run', () => {
    expect([refusalsOf({ bills: 3, withoutRate: [], withoutReading: [] }), refusalsOf(null), refusalsOf({ bills: 3 })]).toEqual([null, null, null]);
  });

  it('says of each unit and item why, and is executed by no spreadsheet', () => {
    const refusals = refusalsOf({ withoutRate: [rate], withoutReading: [{ unitCode: '=HYPERLINK("x")', item: '@WATER' }] });
    expect(refusals && billRefusalsCsv(m, refusals)).toBe(
      [
        '\uFEFF"Unit","Item","Why there is no bill"',
        `"S-01","LIFT","${m.billRefusals.noRate}"`,
        `"'=HYPERLINK(""x"")","'@WATER","${m.billRefusals.noReading}"`,
        '',
      ].join('\r\n'),
    );
  });
});
