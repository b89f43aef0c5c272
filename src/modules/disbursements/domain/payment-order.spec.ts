import { XMLParser } from 'fast-xml-parser';
import { businessDate, instant, Money } from '../../../kernel/index.js';
import { endToEndId, pain001, readEndToEndId, type PaymentOrder } from './payment-order.js';

const order: PaymentOrder = {
  messageId: 'MB7-41',
  createdAt: instant('2024-02-19T09:00:00+08:00'),
  executeOn: businessDate('2024-02-19'),
  debtor: { accountName: '日月星辰小区物业资金三方共管账户', accountNo: '9900000000008866', bankName: '嘉善农商银行魏塘支行' },
  payments: [
    {
      number: 'BF2024-0001',
      attempt: 1,
      amount: Money.parse('40398.59'),
      payeeAccountName: '嘉兴市久旺物业管理有限公司',
      payeeAccountNo: '9903000000000001',
      payeeBankName: '嘉兴秀湖银行城东支行',
      purpose: '2024年1月基础服务费',
    },
    {
      number: 'BF2024-0002',
      attempt: 3,
      amount: Money.parse('0.02'),
      payeeAccountName: '甲 & 乙 <"丙">',
      payeeAccountNo: '9905000000000001',
      payeeBankName: '某银行',
      purpose: 'x'.repeat(200),
    },
  ],
};
type Tree = Record<string, unknown>;
const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', parseTagValue: false, htmlEntities: false });
const initiation = (format: 'PAIN_001_03' | 'PAIN_001_09'): Tree =>
  (parser.parse(pain001(order, format)) as { Document: { CstmrCdtTrfInitn: Tree } }).Document.CstmrCdtTrfInitn;

describe('a credit transfer initiation', () => {
  it.each([
    ['PAIN_001_03', 'pain.001.001.03', '2024-02-19'],
    ['PAIN_001_09', 'pain.001.001.09', { Dt: '2024-02-19' }],
  ] as const)('%s carries ids, control sums and the execution day where its version wants them', (format, namespace, executeOn) => {
    expect(pain001(order, format)).toContain(`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${namespace}">`);
    const { GrpHdr, PmtInf } = initiation(format) as { GrpHdr: Tree; PmtInf: Tree };
    expect(GrpHdr).toEqual({
      MsgId: 'MB7-41',
      CreDtTm: '2024-02-19T01:00:00.000Z',
      NbOfTxs: '2',
      CtrlSum: '40398.61',
      InitgPty: { Nm: '日月星辰小区物业资金三方共管账户' },
    });
    expect(PmtInf).toMatchObject({
      PmtInfId: 'MB7-41-1',
      PmtMtd: 'TRF',
      BtchBookg: 'false',
      NbOfTxs: '2',
      CtrlSum: '40398.61',
      ReqdExctnDt: executeOn,
      DbtrAcct: { Id: { Othr: { Id: '9900000000008866' } }, Ccy: 'CNY' },
    });
  });

  it('keeps the order of elements that the schema asks for', () => {
    const { PmtInf } = initiation('PAIN_001_09') as { PmtInf: Tree };
    expect(Object.keys(PmtInf)).toEqual(['PmtInfId', 'PmtMtd', 'BtchBookg', 'NbOfTxs', 'CtrlSum', 'ReqdExctnDt', 'Dbtr', 'DbtrAcct', 'DbtrAgt', 'CdtTrfTxInf']);
    const [first] = PmtInf['CdtTrfTxInf'] as Tree[];
    expect(Object.keys(first ?? {})).toEqual(['PmtId', 'Amt', 'CdtrAgt', 'Cdtr', 'CdtrAcct', 'RmtInf']);
  });

  it('names each payment by payout and attempt, with the payee’s name, number and bank, and its amount in yuan', () => {
    const { PmtInf } = initiation('PAIN_001_03') as { PmtInf: Tree };
    expect((PmtInf['CdtTrfTxInf'] as Tree[])[0]).toEqual({
      PmtId: { EndToEndId: 'BF2024-0001-1' },
      Amt: { InstdAmt: { '#text': '40398.59', '@Ccy': 'CNY' } },
      CdtrAgt: { FinInstnId: { Nm: '嘉兴秀湖银行城东支行' } },
      Cdtr: { Nm: '嘉兴市久旺物业管理有限公司' },
      CdtrAcct: { Id: { Othr: { Id: '9903000000000001' } } },
      RmtInf: { Ustrd: 'BF2024-0001 2024年1月基础服务费' },
    });
  });

  it('lets no name break out of its element, and no text be longer than ISO 20022 allows', () => {
    const text = pain001(order, 'PAIN_001_03');
    expect(text).toContain('<Nm>甲 &amp; 乙 &lt;&quot;丙&quot;&gt;</Nm>');
    const { PmtInf } = initiation('PAIN_001_03') as { PmtInf: Tree };
    const second = (PmtInf['CdtTrfTxInf'] as { Cdtr: Tree; RmtInf: { Ustrd: string } }[])[1];
    expect([second?.Cdtr['Nm'], second?.RmtInf.Ustrd.length]).toEqual(['甲 & 乙 <"丙">', 140]);
  });

  it('is the same text for the same order', () => {
    expect(pain001(order, 'PAIN_001_09')).toBe(pain001(order, 'PAIN_001_09'));
  });

  it('reads its own end-to-end ids back, and nobody else’s', () => {
    expect(endToEndId({ number: 'BF2024-0001', attempt: 12 })).toBe('BF2024-0001-12');
    expect(readEndToEndId('BF2024-0001-12')).toEqual({ number: 'BF2024-0001', attempt: 12 });
    for (const text of ['BF2024-0001', 'BF2024-0001-', 'XX2024-0001-1', 'BF2024-0001-1 ', 'BF2024-1-1']) expect(readEndToEndId(text)).toBeNull();
  });
});
