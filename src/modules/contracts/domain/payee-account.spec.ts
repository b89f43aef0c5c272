import { isSameAccount, readPayeeAccount } from './payee-account.js';

const account = { bankName: '嘉兴秀湖银行城东支行', accountNo: '9903000000000001', accountName: '嘉兴市久旺物业管理有限公司' };
const refusal = (change: Partial<typeof account>) => () => readPayeeAccount({ ...account, ...change });

describe('a payee account', () => {
  it('may be written in groups of digits', () => {
    expect(readPayeeAccount({ ...account, accountNo: '9903 0000 0000 0001' })).toEqual(account);
  });

  it.each(['', '1234567', '9903-0000-0000-0001', '９９０３００００', '1'.repeat(35)])(
    'is refused with the number "%s", which the error does not repeat',
    (accountNo) => {
      expect(refusal({ accountNo })).toThrow(expect.objectContaining({ code: 'CONTRACT_PAYEE_ACCOUNT', details: { field: 'accountNo' } }));
    },
  );

  it('is refused without a bank or a name', () => {
    expect(refusal({ bankName: ' ' })).toThrow(expect.objectContaining({ details: { field: 'bankName' } }));
    expect(refusal({ accountName: '字'.repeat(61) })).toThrow(expect.objectContaining({ details: { field: 'accountName' } }));
  });

  it('is the same only in every part', () => {
    expect(isSameAccount(account, { ...account })).toBe(true);
    for (const change of [{ bankName: '甲' }, { accountNo: '12345678' }, { accountName: '乙' }])
      expect(isSameAccount(account, { ...account, ...change })).toBe(false);
  });
});
