import { businessDate } from '../../../kernel/index.js';
import { inBankOrder } from './bank-line.js';

const line = (on: string, accountId: number, position: number) => ({ bookedOn: businessDate(on), accountId, position });

it('lines of two accounts are in the order of their days, those of one as the bank booked them', () => {
  const [a, b, c, d] = [line('2024-03-30', 1, 900), line('2024-04-05', 1, 901), line('2024-04-05', 1, 902), line('2024-04-05', 2, 3)];
  expect([d, c, b, a].toSorted((one, other) => inBankOrder(one, other))).toEqual([a, b, c, d]);
});
