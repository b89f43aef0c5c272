import { businessDate } from '../../kernel/index.js';
import { zhCN } from '../messages/index.js';
import { trialCsv } from './trial-csv.js';

it('a trial of bills is a file with every bill, compared with the cycle before, and no formula', () => {
  const dueOn = businessDate('2024-05-31');
  const file = trialCsv(zhCN, [
    { unitCode: '01-101', item: 'PM', amount: '75.23', previousAmount: '75.23', dueOn },
    { unitCode: '01-102', item: 'PM', amount: '73.53', previousAmount: '75.23', dueOn },
    { unitCode: '=1+1', item: 'PM', amount: '75.23', previousAmount: null, dueOn },
    { unitCode: 'S-01', item: 'PM', amount: null, previousAmount: '112.00', dueOn: null },
  ]);
  expect(file.startsWith('\uFEFF')).toBe(true);
  expect(file.slice(1).trim().split('\r\n')).toEqual([
    '"房屋","项目","与上期相比","上期（元）","本期（元）","到期日"',
    '"01-101","PM","相同","75.23","75.23","2024-05-31"',
    `"01-102","PM","${zhCN.books.bills.kinds.CHANGED}","75.23","73.53","2024-05-31"`,
    `"'=1+1","PM","${zhCN.books.bills.kinds.NEW}","","75.23","2024-05-31"`,
    `"S-01","PM","${zhCN.books.bills.kinds.GONE}","112.00","",""`,
  ]);
});
