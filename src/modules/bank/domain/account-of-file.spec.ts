import { businessDate, Money } from '../../../kernel/index.js';
import { refusalOf } from '../../../../test/support/refusal.js';
import { accountContinued, accountSaid, tailOf } from './account-of-file.js';

const account = (accountNo: string) => ({ accountNo });
const [OLD, NEW, TWIN] = [account('9900000000008866'), account('9900000000009977'), account('6200000000018866')];
const file = (opening: string) => ({ from: businessDate('2024-02-11'), opening: Money.parse(opening) });
const before = (old: string, fresh: string) => [
  { account: OLD, balanceBefore: Money.parse(old) },
  { account: NEW, balanceBefore: Money.parse(fresh) },
];

describe('the account of a table that names none', () => {
  it('is the only one that held what the table opens with', () => {
    expect(accountContinued(before('306.46', '0.00'), file('0.00'))).toBe(NEW);
    expect(accountContinued(before('306.46', '0.00'), file('306.46'))).toBe(OLD);
    expect(accountContinued(before('306.46', '0.00'), file('1.00'))).toBeNull();
  });

  it('is nobody’s guess where two held it', () => {
    expect(refusalOf(() => accountContinued(before('0.00', '0.00'), file('0.00')))).toEqual({
      code: 'BANK_FILE_ACCOUNT_UNCLEAR',
      details: { from: '2024-02-11', opening: '0.00', accounts: '8866, 9977' },
    });
  });

  it('is said by the end of its number, as long as it needs to be', () => {
    const all = [OLD, NEW, TWIN];
    const numbers = all.map(({ accountNo }) => accountNo);
    expect(all.map(({ accountNo }) => tailOf(accountNo, numbers))).toEqual(['08866', '9977', '18866']);
    expect(accountSaid(all, '9977')).toBe(NEW);
    expect(accountSaid(all, '18866')).toBe(TWIN);
    for (const said of ['8866', '1234'])
      expect(refusalOf(() => accountSaid(all, said))).toEqual({ code: 'BANK_FILE_ACCOUNT_UNKNOWN', details: { account: said, known: '08866, 9977, 18866' } });
  });
});
