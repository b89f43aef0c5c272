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
const names = (text: string): string[] => [...text.matchAll(/<([A-Za-z]+)[ >]/g)].map(([, name = '']) => name);

describe('a credit transfer initiation', () => {
  it.each([
    ['PAIN_001_03', 'pain.001.001.03', '<ReqdExctnDt>2024-02-19</ReqdExctnDt>'],
    ['PAIN_001_09', 'pain.001.001.09', '<ReqdExctnDt><Dt>2024-02-19</Dt></ReqdExctnDt>'],
  ] as const)('%s carries ids, control sums and the execution day where its version wants them', (format, namespace, executeOn) => {
    const text = pain001(order, format);
    for (const part of [
      `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${namespace}"><CstmrCdtTrfInitn>`,
      '<GrpHdr><MsgId>MB7-41</MsgId><CreDtTm>2024-02-19T01:00:00.000Z</CreDtTm><NbOfTxs>2</NbOfTxs><CtrlSum>40398.61</CtrlSum><InitgPty><Nm>日月星辰小区物业资金三方共管账户</Nm></InitgPty></GrpHdr>',
      `<PmtInf><PmtInfId>MB7-41-1</PmtInfId><PmtMtd>TRF</PmtMtd><BtchBookg>false</BtchBookg><NbOfTxs>2</NbOfTxs><CtrlSum>40398.61</CtrlSum>${executeOn}<Dbtr>`,
      '<DbtrAcct><Id><Othr><Id>9900000000008866</Id></Othr></Id><Ccy>CNY</Ccy></DbtrAcct>',
    ])
      expect(text).toContain(part);
  });

  it('keeps the order of elements that the schema asks for, and closes each', () => {
    const text = pain001({ ...order, payments: order.payments.slice(0, 1) }, 'PAIN_001_03');
    expect(names(text).join(' ')).toBe(
      'Document CstmrCdtTrfInitn GrpHdr MsgId CreDtTm NbOfTxs CtrlSum InitgPty Nm PmtInf PmtInfId PmtMtd BtchBookg NbOfTxs CtrlSum ReqdExctnDt Dbtr Nm DbtrAcct Id Othr Id Ccy ' +
        'DbtrAgt FinInstnId Nm CdtTrfTxInf PmtId EndToEndId Amt InstdAmt CdtrAgt FinInstnId Nm Cdtr Nm CdtrAcct Id Othr Id RmtInf Ustrd',
    );
    expect([...text.matchAll(/<\/([A-Za-z]+)>/g)]).toHaveLength(names(text).length);
  });

  it('names each payment by payout and attempt, with the payee’s name, number and bank, and its amount in yuan', () => {
    expect(pain001(order, 'PAIN_001_03')).toContain(
      '<CdtTrfTxInf><PmtId><EndToEndId>BF2024-0001-1</EndToEndId></PmtId><Amt><InstdAmt Ccy="CNY">40398.59</InstdAmt></Amt>' +
        '<CdtrAgt><FinInstnId><Nm>嘉兴秀湖银行城东支行</Nm></FinInstnId></CdtrAgt><Cdtr><Nm>嘉兴市久旺物业管理有限公司</Nm></Cdtr>' +
        '<CdtrAcct><Id><Othr><Id>9903000000000001</Id></Othr></Id></CdtrAcct><RmtInf><Ustrd>BF2024-0001/2024年1月基础服务费</Ustrd></RmtInf></CdtTrfTxInf>',
    );
  });

  it('lets no name break out of its element, and no text be longer than ISO 20022 allows', () => {
    const text = pain001(order, 'PAIN_001_03');
    expect(text).toContain('<Nm>甲 &amp; 乙 &lt;&quot;丙&quot;&gt;</Nm>');
    const [, second] = [...text.matchAll(/<Ustrd>(.*?)<\/Ustrd>/g)].map(([, words = '']) => words);
    expect(second).toHaveLength(140);
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
