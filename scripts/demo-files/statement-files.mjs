import { yuan } from './fen.mjs';
import { gb18030 } from './gb18030.mjs';
import { workbook } from './workbook.mjs';

/**
 * One statement file as a bank would send it: { name, bytes }. `statement` is { month, format, from, to, account, opening, closing,
 * lines }, amounts in fen; `account` is the bank account of community.json.
 */
export function statementFile(statement) {
  if (statement.format === 'csv') return { name: `${statement.month}.csv`, bytes: gb18030(bankCsv(statement)) };
  if (statement.format === 'mt940') return { name: `${statement.month}.sta`, bytes: Buffer.from(mt940(statement), 'utf8') };
  if (statement.format === 'xlsx') return { name: `${statement.month}.xlsx`, bytes: bankWorkbook(statement) };
  return { name: `${statement.month}.xml`, bytes: Buffer.from(camt053(statement), 'utf8') };
}

/** The export of a Chinese bank's web page: preamble, header, lines, totals; CRLF, no quotes are needed. */
function bankCsv({ from, to, account, opening, closing, lines }) {
  const [debits, credits] = [lines.filter(isDebit), lines.filter(isCredit)];
  const rows = [
    ['账号', account.accountNo],
    ['户名', account.accountName],
    ['币种', '人民币'],
    ['起止日期', `${from}至${to}`],
    ['期初余额', yuan(opening)],
    ['交易日期', '交易时间', '借方发生额', '贷方发生额', '余额', '对方户名', '对方账号', '摘要', '附言', '流水号'],
    ...lines.map(csvCells),
    ['借方笔数', debits.length, '借方合计', yuan(sum(debits)), '贷方笔数', credits.length, '贷方合计', yuan(sum(credits)), '期末余额', yuan(closing)],
  ];
  return rows.map((row) => `${row.join(',')}\r\n`).join('');
}

/** Debit is money out: the bank writes from its own side. */
function csvCells(line) {
  const sides = isDebit(line) ? [yuan(-line.amount), ''] : ['', yuan(line.amount)];
  const text = isDebit(line) ? '转账支取' : '转账存入';
  return [line.date, line.time, ...sides, yuan(line.balance), line.party, line.account, text, line.remark, line.reference];
}

/** What the net banking of a rural commercial bank gives instead: days and amounts are numbers, and there are no totals, so that only the balances prove the file. */
function bankWorkbook({ from, to, account, lines }) {
  const cells = (line) => [
    { day: line.date },
    line.time,
    ...(isDebit(line) ? [{ yuan: yuan(-line.amount) }, ''] : ['', { yuan: yuan(line.amount) }]),
    { yuan: yuan(line.balance) },
    line.account,
    line.party,
    '',
    isDebit(line) ? '转账支取' : '转账存入',
    line.remark,
    line.reference,
  ];
  return workbook('交易明细', [
    ['账号', account.accountNo, '户名', account.accountName, '币种', '人民币'],
    ['起止日期', `${from}至${to}`],
    ['交易日期', '交易时间', '支出', '收入', '余额', '对方账号', '对方户名', '对方行名', '摘要', '备注', '流水号'],
    ...lines.map(cells),
  ]);
}

/** SWIFT's customer statement with the structured text of the field 86: kind of booking, remark, account and name of the other party. */
function mt940({ month, from, to, account, opening, closing, lines }) {
  const day = (date) => date.slice(2).replaceAll('-', '');
  const before = new Date(Date.parse(from) - 86_400_000).toISOString().slice(0, 10);
  const amount = (value) => yuan(Math.abs(value)).replace('.', ',');
  return [
    `:20:RYXC${month.replace('-', '')}`,
    `:25:${account.accountNo}`,
    `:28C:${Number(month.slice(5))}/1`,
    `:60F:C${day(before)}CNY${amount(opening)}`,
    ...lines.flatMap((line) => [
      `:61:${day(line.date)}${day(line.date).slice(2)}${isCredit(line) ? 'C' : 'D'}${amount(line.amount)}NTRFNONREF//${line.reference}`,
      `:86:166?00${isCredit(line) ? '转账存入' : '转账支取'}?20${line.remark}?31${line.account}?32${line.party}`,
    ]),
    `:62F:C${day(to)}CNY${amount(closing)}`,
    '-',
    '',
  ].join('\r\n');
}

/** ISO 20022 bank-to-customer statement; version .02 differs from .08 in three places. */
function camt053({ month, format, from, to, account, opening, closing, lines }) {
  const old = format === 'camt.053.001.02';
  const id = `RYXC-${month}`;
  const createdAt = `${to}T23:30:00+08:00`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${format}">
<BkToCstmrStmt>
<GrpHdr><MsgId>${id}</MsgId><CreDtTm>${createdAt}</CreDtTm></GrpHdr>
<Stmt>
<Id>${id}</Id><CreDtTm>${createdAt}</CreDtTm>
<FrToDt><FrDtTm>${from}T00:00:00+08:00</FrDtTm><ToDtTm>${to}T23:59:59+08:00</ToDtTm></FrToDt>
<Acct><Id><Othr><Id>${account.accountNo}</Id></Othr></Id><Ccy>CNY</Ccy><Ownr><Nm>${escaped(account.accountName)}</Nm></Ownr><Svcr><FinInstnId><Nm>${escaped(account.bankName)}</Nm></FinInstnId></Svcr></Acct>
${balance('OPBD', opening, from)}
${balance('CLBD', closing, to)}
<TxsSummry><TtlCdtNtries>${total(lines.filter(isCredit))}</TtlCdtNtries><TtlDbtNtries>${total(lines.filter(isDebit))}</TtlDbtNtries></TxsSummry>
${lines.map((line) => entry(line, old)).join('\n')}
</Stmt>
</BkToCstmrStmt>
</Document>
`;
}

function balance(code, amount, date) {
  return `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="CNY">${yuan(amount)}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>${date}</Dt></Dt></Bal>`;
}

function entry(line, old) {
  const amount = `<Amt Ccy="CNY">${yuan(Math.abs(line.amount))}</Amt><CdtDbtInd>${isCredit(line) ? 'CRDT' : 'DBIT'}</CdtDbtInd>`;
  const status = old ? '<Sts>BOOK</Sts>' : '<Sts><Cd>BOOK</Cd></Sts>';
  const dates = `<BookgDt><Dt>${line.date}</Dt></BookgDt><ValDt><Dt>${line.date}</Dt></ValDt>`;
  const family = isCredit(line) ? 'RCDT' : 'ICDT';
  const code = `<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>${family}</Cd><SubFmlyCd>DMCT</SubFmlyCd></Fmly></Domn></BkTxCd>`;
  const remittance = line.remark === '' ? '' : `<RmtInf><Ustrd>${escaped(line.remark)}</Ustrd></RmtInf>`;
  const details = `<NtryDtls><TxDtls><Refs><AcctSvcrRef>${line.reference}</AcctSvcrRef></Refs>${old ? '' : amount}${counterparty(line, old)}${remittance}</TxDtls></NtryDtls>`;
  return `<Ntry>${amount}${status}${dates}<AcctSvcrRef>${line.reference}</AcctSvcrRef>${code}${details}</Ntry>`;
}

function counterparty(line, old) {
  const role = isCredit(line) ? 'Dbtr' : 'Cdtr';
  const name = `<Nm>${escaped(line.party)}</Nm>`;
  const party = `<${role}>${old ? name : `<Pty>${name}</Pty>`}</${role}>`;
  return `<RltdPties>${party}<${role}Acct><Id><Othr><Id>${line.account}</Id></Othr></Id></${role}Acct></RltdPties>`;
}

const total = (lines) => `<NbOfNtries>${lines.length}</NbOfNtries><Sum>${yuan(sum(lines))}</Sum>`;
const sum = (lines) => lines.reduce((result, line) => result + Math.abs(line.amount), 0);
const isCredit = (line) => line.amount > 0;
const isDebit = (line) => line.amount < 0;
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
