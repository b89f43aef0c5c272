import { readBankFile } from '../../../../test/support/read-bank-file.js';
import { refusalOf } from '../../../../test/support/refusal.js';
import { businessDate } from '../../../kernel/index.js';
import { shippedProfiles } from './bank-table-words.zh-CN.js';
import { assertProfile, type MappingProfile } from './mapping-profile.js';

const said = { from: businessDate('2024-01-01'), to: businessDate('2024-01-31'), accountNo: '62220001' };
const read = (rows: readonly string[], options: object = {}) => readBankFile(new TextEncoder().encode(rows.join('\r\n')), 'x.csv', { said, ...options });

/** What each bank writes of the same two bookings: 1,070.00 from 王小明, 70.00 to 物业公司. */
const exports: Record<string, string[]> = {
  icbc: [
    '凭证号,本方账号,对方账号,交易时间,借/贷,借方发生额,贷方发生额,对方行号,摘要,用途,对方单位名称,余额,附言,个性化信息',
    '0,62220001\t,62170001\t,2024-01-02 09:10:11\t,贷,,"1,070.00",102,转账,,王小明,"1,170.00",WY03-201,',
    '0,62220001\t,6217\t,2024-01-03 10:00:00\t,借,70.00,,102,,物业费,物业公司,"1,100.00",,',
  ],
  abc: [
    '账户明细',
    '账号：62220001,户名：小区',
    '交易时间,收入金额,支出金额,账户余额,交易行名,对方省市,对方账号,对方户名,交易用途,交易摘要',
    '2024-01-02 09:10:11,1070.00,,1170.00,某支行,浙江,62170001,王小明,WY03-201,转账',
    '2024-01-03 10:00:00,,70.00,1100.00,某支行,浙江,6217,物业公司,物业费,',
  ],
  ccb: [
    '账号,账户名称,交易时间,借方发生额（支取）,贷方发生额（收入）,余额,币种,对方户名,对方账号,对方开户机构,记账日期,摘要,备注,账户明细编号-交易流水号,企业流水号,凭证种类,凭证号',
    '62220001,小区,20240102 09:10:11,0,1070.00,1170.00,人民币元,王小明,62170001,建行,20240102,转账,WY03-201,1-A1,,,',
    '62220001,小区,20240103 10:00:00,70.00,0,1100.00,人民币元,物业公司,6217,建行,20240103,,物业费,2-A2,,,',
  ],
  boc: [
    '查询账号[ Inquirer account number ],62220001',
    '查询时间范围[ Inquiry time range ],20240101-20240131',
    '借方发生总笔数[ Total Numbers of Debited Payments ],1,借方发生总额[ Total Debit Amount of Payments ],70.00',
    "交易类型[ Transaction Type ],付款人账号[ Debit Account No. ],付款人名称[ Payer's Name ],收款人账号[ Payee's Account Number ],收款人名称[ Payee's Name ],交易日期[ Transaction Date ],交易时间[ Transaction time ],交易货币[ Trade Currency ],交易金额[ Trade Amount ],交易后余额[ After-transaction balance ],起息日期[ Value Date ],交易流水号[ Transaction reference number ],摘要[ Reference ],用途[ Purpose ]",
    '来账,62170001,王小明,62220001,小区,20240102,09:10:11,CNY,"1,070.00","1,170.00",20240102,A1,转账,WY03-201',
    '往账,62220001,小区,6217,物业公司,20240103,10:00:00,CNY,-70.00,"1,100.00",20240103,A2,,物业费',
  ],
  cmb: [
    '交易日,交易时间,起息日,交易类型,借方金额,贷方金额,余额,摘要,流水号,流程实例号,业务名称,用途,收/付方分行名,收/付方名称,收/付方帐号',
    '20240103,10:00:00,20240103,转账,70.00,,1100.00,,A2,,,物业费,,物业公司,6217',
    '20240102,09:10:11,20240102,转账,,1070.00,1170.00,转账,A1,,,WY03-201,,王小明,62170001',
  ],
  bocom: [
    '交易日期,交易时间,借贷标志,发生额,余额,币种,对方账号,对方户名,摘要,用途,核心流水号',
    '2024-01-02,09:10:11,贷,1070.00,1170.00,人民币,62170001,王小明,转账,WY03-201,A1',
    '2024-01-03,10:00:00,借,70.00,1100.00,人民币,6217,物业公司,,物业费,A2',
  ],
  rcb: [
    '交易日期,交易时间,支出,收入,余额,对方账号,对方户名,对方行名,摘要,备注,流水号',
    '2024年1月2日,09:10:11,,1070.00,1170.00,62170001,王小明,某行,转账,WY03-201,A1',
    '2024年1月3日,10:00:00,70.00,,1100.00,6217,物业公司,某行,,物业费,A2',
  ],
};

describe('the tables of the banks that everybody has', () => {
  it.each(Object.entries(exports))('are read as %s writes them, by their headings', (name, rows) => {
    const file = read(rows);
    expect(file).toMatchObject({ format: 'csv', profile: name, accountNo: '62220001', from: '2024-01-01', to: '2024-01-31' });
    expect([file.opening, file.closing].map(String)).toEqual(['100.00', '1100.00']);
    expect(
      file.lines.map(({ bookedOn, amount, counterpartyName, counterpartyAccount }) => [bookedOn, amount.toString(), counterpartyName, counterpartyAccount]),
    ).toEqual([
      ['2024-01-02', '1070.00', '王小明', '62170001'],
      ['2024-01-03', '-70.00', '物业公司', '6217'],
    ]);
    expect(file.lines[0]?.remark).toContain('WY03-201');
  });

  it.each(Object.entries(exports))('of %s are refused when an amount is another', (_, rows) => {
    const changed = rows.map((row) => row.replace(/(?<=[,-])70\.00/, '71.00'));
    expect(refusalOf(() => read(changed))).toMatchObject({ code: 'BANK_FILE_BALANCE_BROKEN' });
  });

  it('need the period from the person where the bank does not write it', () => {
    expect(refusalOf(() => read(exports['cmb'] ?? [], { said: { ...said, from: null } }))).toMatchObject({
      code: 'BANK_FILE_FIELD_MISSING',
      details: { field: '起始日期' },
    });
  });

  it('are read by the profile that is asked for, and by no other', () => {
    expect(refusalOf(() => read(exports['icbc'] ?? [], { profile: 'ccb' }))).toMatchObject({ code: 'BANK_FILE_KIND_UNKNOWN' });
    expect(refusalOf(() => read(exports['icbc'] ?? [], { profile: 'nobody' }))).toMatchObject({ code: 'MAPPING_UNKNOWN', details: { name: 'nobody' } });
    expect(read(exports['icbc'] ?? [], { profile: 'icbc' }).profile).toBe('icbc');
  });

  it('are read by the compound’s own profile first, with the day in front where it says so', () => {
    const own: MappingProfile = {
      name: 'own',
      title: '自己的',
      columns: { bookedOn: ['日'], amount: ['额'], direction: ['向'], balance: ['余'] },
      marks: [],
      sign: 'DIRECTION',
      dates: 'DMY',
      currency: 'YUAN',
      proof: 'CHAIN',
    };
    const file = read(['日,向,额,余', '02/01/2024,收入,1070.00,1170.00', '03/01/2024,付,70.00,1100.00'], { profiles: [own] });
    expect(file.lines.map(({ bookedOn, amount }) => `${bookedOn} ${amount.toString()}`)).toEqual(['2024-01-02 1070.00', '2024-01-03 -70.00']);
    expect(refusalOf(() => read(['日,向,额,余', '02/01/2024,不知,1070.00,1170.00'], { profiles: [own] }))).toMatchObject({
      code: 'BANK_FILE_VALUE_INVALID',
      details: { field: '向', value: '不知' },
    });
    expect(refusalOf(() => read(['日,向,额,余', '30/02/2024,收入,1.00,1.00'], { profiles: [own] }))).toMatchObject({ code: 'BANK_FILE_DATE_INVALID' });
  });
});

describe('a mapping profile', () => {
  const good: MappingProfile = {
    name: 'own',
    title: 'Own',
    columns: { bookedOn: ['a'], debit: ['b'], credit: ['c'], balance: ['d'] },
    marks: [],
    sign: 'SIDES',
    dates: 'YMD',
    currency: 'YUAN',
    proof: 'CHAIN',
  };

  it('of the product is complete', () => {
    expect(shippedProfiles.map(({ name }) => name)).toEqual(['icbc', 'abc', 'ccb', 'boc', 'cmb', 'bocom', 'rcb', 'general']);
    for (const profile of shippedProfiles) expect(() => assertProfile(profile)).not.toThrow();
  });

  it.each([
    ['MAPPING_NAME', { name: 'Ä' }],
    ['MAPPING_TITLE', { title: ' ' }],
    ['MAPPING_COLUMN_MISSING', { sign: 'SIGNED' as const }],
    ['MAPPING_COLUMN_MISSING', { columns: { ...good.columns, balance: [] } }],
    ['MAPPING_HEADING', { columns: { ...good.columns, note: ['x'.repeat(61)] } }],
    ['MAPPING_HEADING_TWICE', { columns: { ...good.columns, note: ['a'] } }],
  ])('is refused as %s', (code, change) => {
    expect(refusalOf(() => assertProfile({ ...good, ...change }))).toMatchObject({ code });
  });
});
