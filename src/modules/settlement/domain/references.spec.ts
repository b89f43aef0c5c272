import { businessDate } from '../../../kernel/index.js';
import { monthsIn, referencesIn, sameName } from './references.js';

const none = { units: [], unitIds: [], leases: [], payouts: [] };

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
    ['BF2024-00012024年1月基础服务费', { ...none, payouts: ['BF2024-0001'] }],
    ['BF2024-123452024年一季度绩效服务费', { ...none, payouts: ['BF2024-12345'] }],
    ['ＢＦ２０２４－００１２２０２５年１月', { ...none, payouts: ['BF2024-0012'] }],
    ['BF2024-12345 1月', { ...none, payouts: ['BF2024-12345'] }],
    ['退汇BF2024-0001 WY03-201', { ...none, units: ['03-201'], payouts: ['BF2024-0001'] }],
  ])('of "%s" are read', (remark, references) => {
    expect(referencesIn(remark)).toEqual(references);
  });

  it.each([
    '',
    '物业费',
    'WY物业费',
    'WY',
    'AWY03-201',
    'ZL',
    'XZL01',
    'ZL01A',
    'BF2024',
    'ABF2024-0001',
    'BF2024-0001X',
    'BF2024-000112月',
    'BF2024-00012024',
  ])('of "%s" are none', (remark) => {
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

describe('the months that a remark names', () => {
  it.each([
    ['WY03-201 2月物业费', '2024-03-05', ['2024-02']],
    ['2024年2月份', '2024-03-05', ['2024-02']],
    ['2023年11月至2024年1月', '2024-03-05', ['2023-11', '2024-01']],
    ['1-3月物业费', '2024-03-05', ['2024-01', '2024-02', '2024-03']],
    ['１１月－１月', '2024-01-20', ['2023-11', '2023-12', '2024-01']],
    ['12月', '2024-01-05', ['2023-12']],
    ['1月', '2023-12-28', ['2024-01']],
    ['4月', '2024-03-28', ['2024-04']],
    ['13月', '2024-03-05', []],
    ['物业费', '2024-03-05', []],
    ['电话13812345678', '2024-03-05', []],
  ])('of "%s" paid on %s are %j', (remark, on, months) => {
    expect(monthsIn(remark, businessDate(on))).toEqual(months);
  });
});
