import { refusalOf } from '../../../../test/support/refusal.js';
import { readPaymentStatus } from './pain-002-reader.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const report = (inner: string, version = '03', message = 'MB7-41') =>
  `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.${version}"><CstmrPmtStsRpt><GrpHdr><MsgId>B1</MsgId></GrpHdr>` +
  `<OrgnlGrpInfAndSts><OrgnlMsgId>${message}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.03</OrgnlMsgNmId></OrgnlGrpInfAndSts>${inner}</CstmrPmtStsRpt></Document>`;
const block = (...entries: string[]) => `<OrgnlPmtInfAndSts><OrgnlPmtInfId>MB7-41-1</OrgnlPmtInfId>${entries.join('')}</OrgnlPmtInfAndSts>`;
const entry = (id: string, status: string, more = '') => `<TxInfAndSts><OrgnlEndToEndId>${id}</OrgnlEndToEndId><TxSts>${status}</TxSts>${more}</TxInfAndSts>`;
const read = (text: string) => readPaymentStatus(bytes(text));
const refused = (text: string) => refusalOf(() => read(text));

describe('a payment status report', () => {
  it.each(['03', '10'])('of version %s says of each payment its status, the reason in the bank’s words, and the amount where it repeats it', (version) => {
    const reason = '<StsRsnInf><Rsn><Cd>AC01</Cd></Rsn><AddtlInf>户名不符 &amp; 账号有误</AddtlInf></StsRsnInf>';
    const amount = '<OrgnlTxRef><Amt><InstdAmt Ccy="CNY">40398.59</InstdAmt></Amt></OrgnlTxRef>';
    const read_ = read(report(block(entry('BF2024-0001-1', 'RJCT', reason + amount), entry('BF2024-0002-1', 'ACSC')), version));
    expect(read_).toMatchObject({
      messageId: 'MB7-41',
      forAll: null,
      payments: [
        { endToEndId: 'BF2024-0001-1', status: 'RJCT', reason: 'AC01 户名不符 & 账号有误' },
        { endToEndId: 'BF2024-0002-1', status: 'ACSC', reason: '', amount: null },
      ],
    });
    expect(read_.payments[0]?.amount?.toString()).toBe('40398.59');
  });

  it('may speak of the message as a whole', () => {
    const whole = report('').replace('</OrgnlMsgNmId>', '</OrgnlMsgNmId><GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Prtry>LIMIT</Prtry></Rsn></StsRsnInf>');
    expect(read(whole)).toEqual({ messageId: 'MB7-41', payments: [], forAll: { status: 'RJCT', reason: 'LIMIT' } });
  });

  it('takes the status of its block for a payment that has none', () => {
    const inner =
      '<OrgnlPmtInfAndSts><PmtInfSts>ACCP</PmtInfSts><TxInfAndSts><OrgnlEndToEndId>BF2024-0001-1</OrgnlEndToEndId></TxInfAndSts></OrgnlPmtInfAndSts>';
    expect(read(report(inner)).payments[0]?.status).toBe('ACCP');
  });

  it.each([
    ['an entity', report(block(entry('&xxe;', 'ACCP')))],
    ['a document type', report('').replace('<Document', '<!DOCTYPE Document [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><Document')],
    ['another message', report('').replaceAll('pain.002', 'camt.053')],
    ['another version', report(block(entry('BF2024-0001-1', 'ACCP')), '99')],
    ['no namespace', '<Document><CstmrPmtStsRpt/></Document>'],
    ['half a document', report(block(entry('BF2024-0001-1', 'ACCP'))).slice(0, -30)],
    ['no message of ours', report(block(entry('BF2024-0001-1', 'ACCP')), '03', '')],
    ['no status at all', report('')],
    ['a payment without an id', report(block(entry('', 'ACCP')))],
    ['a payment that stands twice', report(block(entry('BF2024-0001-1', 'ACCP'), entry('BF2024-0001-1', 'RJCT')))],
    ['another currency', report(block(entry('BF2024-0001-1', 'RJCT', '<OrgnlTxRef><Amt><InstdAmt Ccy="USD">1.00</InstdAmt></Amt></OrgnlTxRef>')))],
    ['too many elements', report('<a>'.repeat(60_001) + '</a>'.repeat(60_001))],
    ['a name that is none', report('<__proto__><a/></__proto__>')],
    ['nothing', ''],
    ['something else', 'PDF-1.4'],
  ])('is refused with %s', (_, text) => {
    expect(refused(text).code).toBe('PAYMENT_STATUS_UNREADABLE');
  });

  it('is refused with a status that is none, and with an amount that cannot be', () => {
    expect(refused(report(block(entry('BF2024-0001-1', 'PAID'))))).toEqual({ code: 'PAYMENT_STATUS_CODE_UNKNOWN', details: { code: 'PAID' } });
    expect(refused(report(block(entry('BF2024-0001-1', 'RJCT', '<OrgnlTxRef><Amt><InstdAmt Ccy="CNY">1e5</InstdAmt></Amt></OrgnlTxRef>')))).code).toBe(
      'MONEY_INVALID',
    );
  });

  it('is refused in another encoding, and when it is too large', () => {
    expect(refusalOf(() => readPaymentStatus(Uint8Array.from([0xff, 0xfe, 0x3c, 0x00]))).code).toBe('PAYMENT_STATUS_UNREADABLE');
    expect(refusalOf(() => readPaymentStatus(new Uint8Array(2 * 1024 * 1024 + 1))).code).toBe('PAYMENT_STATUS_UNREADABLE');
  });

  it('keeps a reason to one printed line of 160 characters', () => {
    const long = `<StsRsnInf><AddtlInf>${'长'.repeat(300)}\n二</AddtlInf></StsRsnInf>`;
    expect(Array.from(read(report(block(entry('BF2024-0001-1', 'RJCT', long)))).payments[0]?.reason ?? '')).toHaveLength(160);
  });
});
