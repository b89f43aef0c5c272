/**
 * What a statement of 100,000 bookings costs in each format, from its file to the last row in a durable
 * database, in the whole product. Beside it, in the same run, a plain read of the same file: its text decoded and split into lines. Each format has a process of its
 * own, so that its peak memory is its own.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32, deflateRawSync } from 'node:zlib';

export const LINES = process.env['MINGBAI_BENCH_SMALL'] ? 1_000 : 100_000;
const ACCOUNT = '9900000000008866';
export const formats = ['camt', 'csv', 'xlsx', 'mt940'];
const megabyte = 1024 * 1024;

const yuan = (fen) => `${fen.toString().padStart(3, '0').slice(0, -2)}.${fen.toString().padStart(3, '0').slice(-2)}`;

/** Bookings of January, in the order of their days. */
function* bookings() {
  let balance = 0n;
  for (let index = 0; index < LINES; index++) {
    const amount = 7_523n + BigInt(index % 100);
    balance += amount;
    const day = String(1 + Math.floor((index * 31) / LINES)).padStart(2, '0');
    yield {
      day,
      amount: yuan(amount),
      balance: yuan(balance),
      name: `王小明${index % 999}`,
      account: `62170001${index}`,
      remark: `物业费WY03-201 ${index}`,
      reference: `R${index}`,
    };
  }
}

const total = () => {
  let last = '0.00';
  for (const { balance } of bookings()) last = balance;
  return last;
};

const writers = {
  csv: () =>
    [
      `账号,${ACCOUNT}\n币种,人民币\n起止日期,20240101至20240131\n期初余额,0.00\n交易日期,借方发生额,贷方发生额,余额,对方户名,对方账号,摘要,附言,流水号`,
      ...Array.from(bookings(), (b) => `202401${b.day},,${b.amount},${b.balance},${b.name},${b.account},转账,${b.remark},${b.reference}`),
      `总笔数,${LINES},期末余额,${total()}\n`,
    ].join('\n'),
  mt940: () =>
    [
      `:20:S1\r\n:25:${ACCOUNT}\r\n:28C:1/1\r\n:60F:C231231CNY0,00`,
      ...Array.from(
        bookings(),
        (b) => `:61:2401${b.day}01${b.day}C${b.amount.replace('.', ',')}NTRFNONREF//${b.reference}\r\n:86:166?00转账?20${b.remark}?31${b.account}?32${b.name}`,
      ),
      `:62F:C240131CNY${total().replace('.', ',')}\r\n-\r\n`,
    ].join('\r\n'),
  camt: () => {
    const balance = (code, value, on) =>
      `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="CNY">${value}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>${on}</Dt></Dt></Bal>`;
    return [
      '<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>S</Id>',
      `<Acct><Id><Othr><Id>${ACCOUNT}</Id></Othr></Id><Ccy>CNY</Ccy></Acct>${balance('OPBD', '0.00', '2024-01-01')}${balance('CLBD', total(), '2024-01-31')}`,
      ...Array.from(
        bookings(),
        (b) =>
          `<Ntry><Amt Ccy="CNY">${b.amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2024-01-${b.day}</Dt></BookgDt><ValDt><Dt>2024-01-${b.day}</Dt></ValDt><AcctSvcrRef>${b.reference}</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><RltdPties><Dbtr><Pty><Nm>${b.name}</Nm></Pty></Dbtr><DbtrAcct><Id><Othr><Id>${b.account}</Id></Othr></Id></DbtrAcct></RltdPties><RmtInf><Ustrd>${b.remark}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`,
      ),
      '</Stmt></BkToCstmrStmt></Document>\n',
    ].join('\n');
  },
  xlsx: () => workbook(),
};

/** The table of the CSV as a workbook with inline strings and numbers. */
function workbook() {
  const text = (value) => `<c t="inlineStr"><is><t>${value}</t></is></c>`;
  const number = (value) => `<c><v>${value}</v></c>`;
  const row = (cells) => `<row>${cells.join('')}</row>`;
  const sheet = [
    '<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>',
    ...[
      ['账号', ACCOUNT],
      ['币种', '人民币'],
      ['起止日期', '20240101至20240131'],
      ['期初余额', '0.00'],
      '交易日期,借方发生额,贷方发生额,余额,对方户名,对方账号,摘要,附言,流水号'.split(','),
    ].map((cells) => row(cells.map(text))),
    ...Array.from(bookings(), (b) =>
      row([
        text(`2024-01-${b.day}`),
        '<c/>',
        number(b.amount),
        number(b.balance),
        text(b.name),
        text(b.account),
        text('转账'),
        text(b.remark),
        text(b.reference),
      ]),
    ),
    row([text('总笔数'), number(LINES), text('期末余额'), number(total())]),
    '</sheetData></worksheet>',
  ].join('\n');
  const kinds = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  return zip([
    ['xl/workbook.xml', `<workbook xmlns:r="${kinds}"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>`],
    ['xl/_rels/workbook.xml.rels', `<Relationships><Relationship Id="rId1" Type="${kinds}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`],
    ['xl/worksheets/sheet1.xml', sheet],
  ]);
}

function zip(parts) {
  const [bodies, index] = [[], []];
  let at = 0;
  for (const [name, content] of parts) {
    const [bytes, nameBytes] = [Buffer.from(content), Buffer.from(name)];
    const packed = deflateRawSync(bytes);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(bytes), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(bytes.length, 18);
    fields.writeUInt16LE(nameBytes.length, 22);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    bodies.push(Buffer.from('PK\u0003\u0004', 'latin1'), fields, nameBytes, packed);
    index.push(Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), fields, rest, nameBytes);
    at += 30 + nameBytes.length + packed.length;
  }
  const directory = Buffer.concat(index);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...bodies, directory, Buffer.from('PK\u0005\u0006', 'latin1'), end]);
}

/** Time, processor time, growth of memory and longest silence of the event loop while some work is done. */
async function measured(work) {
  globalThis.gc?.();
  const rss = process.memoryUsage().rss;
  let [peak, stall, last] = [rss, 0, performance.now()];
  const timer = setInterval(() => {
    const now = performance.now();
    stall = Math.max(stall, now - last - 5);
    last = now;
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 5);
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  await work();
  const [ms, { user, system }] = [performance.now() - start, process.cpuUsage(cpu)];
  clearInterval(timer);
  return { ms, cpuMs: (user + system) / 1000, megabytes: (Math.max(peak, process.memoryUsage().rss) - rss) / megabyte, stallMs: stall };
}

/** One format in this process: the plain read, then the import, each from the file on: what the whole product needs beyond what it needs at rest. */
async function measureFormat(format, path) {
  const { openStage } = await import('./stage.mjs');
  const { openCompound } = await import('./compound.mjs');
  const { ImportBankFile } = await import('../../dist/src/modules/bank/index.js');
  const stage = await openStage();
  const { app, bookkeeper, set } = await openCompound(stage, 'mingbai_bench_import');
  try {
    set('2024-03-05', '09:00');
    const plain = await measured(async () => void readFileSync(path, format === 'xlsx' ? 'latin1' : 'utf8').split('\n').length);
    const imported = await measured(async () => {
      const { value } = await app.get(ImportBankFile).execute(bookkeeper, { fileName: format, file: readFileSync(path), dryRun: false });
      if (value.newLineCount !== LINES || value.closing !== total()) throw new Error(`${value.newLineCount} lines, ${value.closing}`);
    });
    return { format, megabytes: statSync(path).size / megabyte, plain, imported };
  } finally {
    await app.close();
    await stage.close();
  }
}

/** One format, written and read in a process of its own. @returns bytes, times and memory of the plain read and of the import */
export function measureBankImport(format) {
  const directory = mkdtempSync(join(tmpdir(), 'mingbai-bank-'));
  try {
    const path = join(directory, format);
    writeFileSync(path, writers[format]());
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', fileURLToPath(import.meta.url), format, path], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${format}: ${stderr}`);
    return JSON.parse(stdout.trim().split('\n').at(-1));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const [, program, format, path] = process.argv;
if (program === fileURLToPath(import.meta.url) && format && path) process.stdout.write(`${JSON.stringify(await measureFormat(format, path))}\n`);
