/**
 * What is fixed of the story of the account; everything else follows from habits (owners.mjs), the leases and demo/scenario.json.
 *  bills   how many bills are paid in the month, by the amount of the bill (flats of 88.50, 106.20 and 127.40 m², shops)
 *  fees    what they come to; the generator stops when the sum differs
 *  leases  day, lease and remark of each payment of one instalment
 *
 * Bills of the first quarter: 612, 816, 408 and 54; paid by 2024-03-31: 539, 706, 384 and 48, together 151,238.95. The split into
 * 50,498.24 + 50,407.97 + 50,332.74 makes the base payouts 40,398.59, 40,326.38 and 40,266.19.
 */
export const firstMonths = {
  '2024-01': {
    bills: { 75.23: 180, 90.27: 236, 108.29: 128, '112.00': 16 },
    fees: '50498.24',
    leases: [
      ['08', 'ZL01', '1月停车场地费'],
      ['12', 'ZL02', '一季度广告位租金'],
    ],
  },
  '2024-02': {
    bills: { 75.23: 180, 90.27: 235, 108.29: 128, '112.00': 16 },
    fees: '50407.97',
    leases: [
      ['06', 'ZL03', '上半年快递柜场地费'],
      ['07', 'ZL01', '2月停车场地费'],
      ['23', 'ZL04', '2024年通信机房租金'],
    ],
  },
  '2024-03': {
    bills: { 75.23: 179, 90.27: 235, 108.29: 128, '112.00': 16 },
    fees: '50332.74',
    leases: [
      ['07', 'ZL01', '3月停车场地费'],
      ['22', 'ZL02', '二季度广告位租金预付'],
      ['28', 'ZL05', '一季度充电棚租金'],
    ],
  },
  '2024-04': {
    bills: { 75.23: 203, 90.27: 274, 108.29: 129, '112.00': 18 },
    fees: '55991.08',
    leases: [['09', 'ZL01', '4月停车场地费']],
  },
};

/** In which form the bank sends a month; CSV when nothing is said. */
const formats = {
  '2024-01': 'camt.053.001.08',
  '2024-03': 'camt.053.001.08',
  '2024-04': 'camt.053.001.02',
  '2025-08': 'mt940',
  '2025-11': 'xlsx',
  '2026-05': 'mt940',
};
export const formatOf = (month) => formats[month] ?? 'csv';

export const quarterOf = (month) => `${month.slice(0, 4)}-Q${Math.ceil(Number(month.slice(5)) / 3)}`;

export const daysIn = (month) => new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate();

/** The month so many months later. */
export function addMonths(month, count) {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + count;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
}
