/**
 * The story of the account, one row a month; a new month is a new row.
 *  bills   how many bills are paid in the month, by the amount of the bill (flats of 88.50, 106.20 and 127.40 m², shops)
 *  fees    what they come to; the generator stops when the sum differs
 *  leases  day, lease and remark of each payment of one instalment
 *  payouts day, number, amount and remark of each payment to the firm
 *
 * Bills of the first quarter: 612, 816, 408 and 54; paid by 2024-03-31: 539, 706, 384 and 48, together 151,238.95. The split into
 * 50,498.24 + 50,407.97 + 50,332.74 makes the base payouts 40,398.59, 40,326.38 and 40,266.19.
 */
export const months = [
  {
    month: '2024-01',
    format: 'camt.053.001.08',
    bills: { 75.23: 180, 90.27: 236, 108.29: 128, '112.00': 16 },
    fees: '50498.24',
    leases: [
      ['08', 'ZL01', '1月停车场地费'],
      ['12', 'ZL02', '一季度广告位租金'],
    ],
    payouts: [],
  },
  {
    month: '2024-02',
    format: 'csv',
    bills: { 75.23: 180, 90.27: 235, 108.29: 128, '112.00': 16 },
    fees: '50407.97',
    leases: [
      ['06', 'ZL03', '上半年快递柜场地费'],
      ['07', 'ZL01', '2月停车场地费'],
      ['23', 'ZL04', '2024年通信机房租金'],
    ],
    payouts: [['20', 'BF2024-0001', '40398.59', '1月基础服务费']],
  },
  {
    month: '2024-03',
    format: 'camt.053.001.08',
    bills: { 75.23: 179, 90.27: 235, 108.29: 128, '112.00': 16 },
    fees: '50332.74',
    leases: [
      ['07', 'ZL01', '3月停车场地费'],
      ['22', 'ZL02', '二季度广告位租金预付'],
      ['28', 'ZL05', '一季度充电棚租金'],
    ],
    payouts: [['20', 'BF2024-0002', '40326.38', '2月基础服务费']],
  },
  {
    month: '2024-04',
    format: 'camt.053.001.02',
    bills: { 75.23: 203, 90.27: 274, 108.29: 129, '112.00': 18 },
    fees: '55991.08',
    leases: [['09', 'ZL01', '4月停车场地费']],
    payouts: [
      ['18', 'BF2024-0003', '40266.19', '3月基础服务费'],
      ['26', 'BF2024-0004', '29642.83', '2024年一季度绩效服务费'],
    ],
  },
];
