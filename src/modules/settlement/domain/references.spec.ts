import { referencesIn, sameName } from './references.js';

const none = { units: [], leases: [], payouts: [] };

describe('the references in a remark', () => {
  it.each([
    ['WY03-201 1月物业费', { ...none, units: ['03-201'] }],
    ['1-2月物业费 WY03-201', { ...none, units: ['03-201'] }],
    ['WY03-201物业费', { ...none, units: ['03-201'] }],
    ['wy03-201', { ...none, units: ['03-201'] }],
    ['ＷＹ０３－２０１', { ...none, units: ['03-201'] }],
    ['WY 03–201', { ...none, units: ['03-201'] }],
    ['WYS-05', { ...none, units: ['S-05'] }],
    ['WY03-201 WY03-201', { ...none, units: ['03-201'] }],
    ['WY03-201、WY03-202', { ...none, units: ['03-201', '03-202'] }],
    ['ZL01 停车', { ...none, leases: ['ZL01'] }],
    ['BF2024-0001 1月基础服务费', { ...none, payouts: ['BF2024-0001'] }],
    ['退汇BF2024-0001 WY03-201', { ...none, units: ['03-201'], payouts: ['BF2024-0001'] }],
  ])('of "%s" are read', (remark, references) => {
    expect(referencesIn(remark)).toEqual(references);
  });

  it.each(['', '物业费', 'WY物业费', 'WY', 'AWY03-201', 'ZL', 'XZL01', 'ZL01A', 'BF2024', 'ABF2024-0001', 'BF2024-0001X'])('of "%s" are none', (remark) => {
    expect(referencesIn(remark)).toEqual(none);
  });

  it('are not mended: a digit too many is another code', () => {
    expect(referencesIn('WY03-2012月')).toEqual({ ...none, units: ['03-2012'] });
    expect(referencesIn('ZL1')).toEqual({ ...none, leases: ['ZL1'] });
  });

  it('begin with at most 26 letters and hyphens, so that a long remark is never searched to its end for the digit of one code', () => {
    expect(referencesIn('WYABCDEF-ABCDEF-ABCDEF-ABCDE1')).toEqual({ ...none, units: ['ABCDEF-ABCDEF-ABCDEF-ABCDE1'] });
    expect(referencesIn(`WY${'A'.repeat(27)}1`)).toEqual(none);
    expect(referencesIn('-WY'.repeat(500_000))).toEqual(none);
  });

  it('leave names the same when only spaces and widths differ', () => {
    expect(sameName('王 小明', '王小明')).toBe(true);
    expect(sameName('ＡＢＣ公司', 'abc公司')).toBe(true);
    expect(sameName('王小明', '王小民')).toBe(false);
    expect(sameName('', '')).toBe(false);
  });
});
