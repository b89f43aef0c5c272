import fc from 'fast-check';
import { addDays, businessDate, DomainError, Money } from '../../../kernel/index.js';
import { closingOf, writeBankCsv, writeCamt053, type BookingSketch, type StatementSketch } from '../../../../test/support/bank-files.js';
import { encodeGb18030 } from '../../../../test/support/gb18030.js';
import { readBankFile } from '../../../../test/support/read-bank-file.js';
import { refusalOf } from '../../../../test/support/refusal.js';
import { BANK_FILE_BYTES_MAX, BANK_FILE_LINES_MAX, type ParsedBankFile } from './parsed-bank-file.js';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string): ParsedBankFile => readBankFile(utf8(text), 'statement');
const refused = (bytes: Uint8Array) => refusalOf(() => readBankFile(bytes, 'statement'));

const FROM = businessDate('2024-01-01');
const DAYS = 31;
const text = (maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...Array.from('王小明物业费ABab09-_.&<>"\',;:@ 㛃𠮷')), maxLength }).map((value) => value.replace(/\s+/g, ' ').trim());
const fen = (max: bigint) => fc.bigInt(1n, max);

const statements: fc.Arbitrary<StatementSketch> = fc
  .record({
    opening: fc.bigInt(-1_000_000_00n, 900_000_000_000_00n),
    bookings: fc.array(
      fc.record({
        day: fc.nat(DAYS - 1),
        amount: fc.oneof(
          fen(500_00n),
          fen(9_999_999_99n),
          fen(9_999_999_99n).map((value) => -value),
        ),
        counterpartyName: text(12),
        counterpartyAccount: fc.stringMatching(/^\d{0,19}$/),
        remark: text(30),
      }),
      { maxLength: 25 },
    ),
  })
  .map(({ opening, bookings }) => ({
    accountNo: '6222000100020003',
    accountName: '小区共管账户',
    from: FROM,
    to: addDays(FROM, DAYS - 1),
    opening: Money.fromFen(opening),
    bookings: bookings
      .toSorted((a, b) => a.day - b.day)
      .map(({ day, amount, ...rest }, index): BookingSketch => ({
        ...rest,
        bookedOn: addDays(FROM, day),
        amount: Money.fromFen(amount),
        bankReference: `R${index}`,
      })),
  }));

/** What both formats can say: a camt entry has no running balance, and lines stand elsewhere in the file. */
function facts(file: ParsedBankFile): unknown {
  return JSON.parse(
    JSON.stringify({ ...file, format: null, profile: null, lines: file.lines.map((line) => ({ ...line, fileLine: null, balanceAfter: null })) }),
  );
}

function expected(statement: StatementSketch): unknown {
  const { accountNo, from, to, opening, bookings } = statement;
  const common = { fileLine: null, balanceAfter: null, reversal: false };
  const lines = bookings.map((booking, index) => ({ sequence: index + 1, valueOn: booking.bookedOn, ...common, ...booking }));
  return JSON.parse(JSON.stringify({ format: null, profile: null, currency: 'CNY', accountNo, from, to, opening, closing: closingOf(statement), lines }));
}

/** Reads, or says that it was refused; any other error is a crash and fails. */
function outcome(source: string): unknown {
  try {
    return facts(read(source));
  } catch (error) {
    if (error instanceof DomainError) return 'refused';
    throw error;
  }
}

describe('a bank file', () => {
  it('reads back equal whatever the statement, as camt.053.001.08, .02 and as CSV', () => {
    fc.assert(
      fc.property(statements, (statement) => {
        const wanted = expected(statement);
        expect(facts(read(writeCamt053(statement, '08')))).toEqual(wanted);
        expect(facts(read(writeCamt053(statement, '02')))).toEqual(wanted);
        expect(facts(read(writeBankCsv(statement)))).toEqual(wanted);
        expect(facts(readBankFile(encodeGb18030(writeBankCsv(statement, { newestFirst: true, separators: false })), 'x.csv'))).toEqual(wanted);
      }),
    );
  });

  it('is refused when one digit of one amount, balance or total is another', () => {
    fc.assert(
      fc.property(statements, fc.boolean(), fc.nat(), fc.integer({ min: 1, max: 9 }), (statement, asCsv, pick, shift) => {
        const source = asCsv ? writeBankCsv(statement, { separators: false }) : writeCamt053(statement);
        const amounts = [...source.matchAll(asCsv ? /(?<=,)-?\d+\.\d\d(?=[,\r])/g : /(?<=<(?:Amt Ccy="CNY"|Sum)>)\d+\.\d\d/g)];
        const amount = amounts[pick % amounts.length];
        if (!amount) return;
        const digits = [...amount[0].matchAll(/\d/g)].map((digit) => amount.index + digit.index);
        const at = digits[pick % digits.length] ?? 0;
        const digit = String((Number.parseInt(source.charAt(at), 10) + shift) % 10);
        expect(outcome(source.slice(0, at) + digit + source.slice(at + 1))).toBe('refused');
      }),
      { numRuns: 300 },
    );
  });

  it('never reads as another statement when one character of it is another, and never crashes', () => {
    fc.assert(
      fc.property(
        statements,
        fc.boolean(),
        fc.nat(),
        fc.constantFrom(...Array.from('0159.,-+ eE<>&"\'\n\t；０\u0000')),
        (statement, asCsv, pick, character) => {
          const source = asCsv ? writeBankCsv(statement) : writeCamt053(statement);
          const at = pick % source.length;
          const result = outcome(source.slice(0, at) + character + source.slice(at + 1)) as
            | { opening: string; closing: string; lines: { amount: string }[] }
            | 'refused';
          if (result === 'refused') return;
          expect([result.opening, result.closing, ...result.lines.map(({ amount }) => amount)].toSorted()).toEqual(
            [statement.opening, closingOf(statement), ...statement.bookings.map(({ amount }) => amount)].map(String).toSorted(),
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is refused when it is cut off, wherever', () => {
    fc.assert(
      fc.property(statements, fc.boolean(), fc.nat(), (statement, asCsv, pick) => {
        const source = (asCsv ? writeBankCsv(statement) : writeCamt053(statement)).trimEnd();
        const result = outcome(source.slice(0, pick % source.length));
        // the last zeros of the last balance say nothing
        if (result !== 'refused') expect(result).toEqual(expected(statement));
      }),
      { numRuns: 300 },
    );
  });

  it('is read or refused, whatever bytes it is made of', () => {
    const pieces = fc.constantFrom(
      '<',
      '>',
      '&',
      '"',
      ',',
      '\n',
      '<?xml version="1.0"?>',
      '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">',
      '<Stmt>',
      '</Stmt>',
      '交易日期,余额\n',
      '账号：',
    );
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.array(fc.oneof(pieces, text(8)), { maxLength: 30 }).map((parts) => utf8(parts.join(''))),
    );
    fc.assert(
      fc.property(bytes, (source) => {
        expect(refused(source).code).toMatch(/^BANK_FILE_/);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['an XLSX file', Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0)],
    ['a PDF', utf8('%PDF-1.7\n')],
    ['an old Excel file', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0)],
    ['nothing', new Uint8Array()],
    ['another table', utf8('姓名,电话\n甲,1\n')],
    ['JSON', utf8('{"lines":[]}')],
  ])('is refused when it is %s', (_, bytes) => {
    expect(refused(bytes)).toEqual({ code: 'BANK_FILE_KIND_UNKNOWN', details: { fileName: 'statement', found: '?' } });
  });

  const sketch: StatementSketch = {
    accountNo: '62220001',
    accountName: 'x',
    from: FROM,
    to: addDays(FROM, 30),
    opening: Money.zero,
    bookings: [{ bookedOn: FROM, amount: Money.parse('1.00'), counterpartyName: '甲', counterpartyAccount: '', remark: 'M', bankReference: 'A' }],
  };

  it('is refused for NUL bytes and other control characters, naming the line', () => {
    const csv = writeBankCsv(sketch);
    for (const character of ['\u0000', '\u0007', '\u001B', '\uFFFE']) {
      expect(refused(utf8(csv.replace(',M,', `,${character},`)))).toEqual({ code: 'BANK_FILE_TEXT_INVALID', details: { fileName: 'statement', fileLine: 7 } });
    }
    expect(refused(utf8(writeCamt053(sketch).replace('>M<', '>\u0000<')))).toMatchObject({ code: 'BANK_FILE_TEXT_INVALID' });
  });

  it('is refused when its bytes are of no encoding, or of one that it does not declare', () => {
    const xml = writeCamt053(sketch);
    expect(refused(Uint8Array.of(...utf8(xml), 0xff, 0xff))).toMatchObject({ code: 'BANK_FILE_TEXT_INVALID' });
    expect(refused(encodeGb18030(xml))).toMatchObject({ code: 'BANK_FILE_TEXT_INVALID' });
    expect(refused(utf8(xml.replace('UTF-8', 'ISO-8859-1')))).toMatchObject({ code: 'BANK_FILE_TEXT_INVALID' });
    expect(readBankFile(encodeGb18030(xml.replace('UTF-8', 'GBK')), 'x').lines[0]?.counterpartyName).toBe('甲');
    expect(refused(Uint8Array.of(...encodeGb18030(writeBankCsv(sketch)), 0x81))).toMatchObject({ code: 'BANK_FILE_TEXT_INVALID' });
  });

  it('is refused over 96 MB before it is read', () => {
    const bytes = Object.defineProperty(new Uint8Array(1), 'length', { value: BANK_FILE_BYTES_MAX + 1 });
    expect(refused(bytes)).toEqual({ code: 'BANK_FILE_TOO_LARGE', details: { size: 100_663_297, limit: 100_663_296 } });
  });

  it('is refused as XML when an element outside the bookings, or one booking, has more in it than any statement', () => {
    const [head, tail] = ['<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>', '</Stmt></BkToCstmrStmt></Document>'];
    for (const [open, close] of [
      ['', ''],
      ['<Ntry>', '</Ntry>'],
    ] as const) {
      expect(refused(utf8(head + open + '<a/>'.repeat(100_000) + close + tail))).toMatchObject({
        code: 'BANK_FILE_VALUE_INVALID',
        details: { fileLine: 1, value: '60001 > 60000' },
      });
    }
    expect(refused(utf8(`${head}<a ${'b="" '.repeat(2_000)}/>${tail}`))).toMatchObject({ code: 'BANK_FILE_NOT_WHOLE', details: { fileLine: 1 } });
  });

  it('is refused at the first comma too many, however many there are', () => {
    const csv = writeBankCsv(sketch);
    const [, head = '', row = '', rest = ''] = /^(.*?)(20240101,[^\r]*)(.*)$/s.exec(csv) ?? [];
    const filled = (columns: number) => utf8(head + row + ','.repeat(columns - 11) + rest);
    expect(readBankFile(filled(64), 'x').lines).toHaveLength(1);
    expect(readBankFile(utf8(csv.replaceAll('\r\n', '\r')), 'x').lines).toHaveLength(1); // a line may end with CR alone
    expect(readBankFile(utf8(csv.replace(',M,', `,"${','.repeat(100)}",`)), 'x').lines[0]?.remark).toHaveLength(100);
    for (const columns of [65, 3_000_000]) {
      expect(refused(filled(columns))).toEqual({ code: 'BANK_FILE_VALUE_INVALID', details: { fileLine: 7, field: ',', value: '65 > 64' } });
    }
  });

  it('is refused when it is nothing but rows, without keeping them all', () => {
    const header = '交易日期,余额,借方发生额,贷方发生额,对方户名,流水号\n';
    expect(refused(utf8(header + 'a\n'.repeat(2_000_000)))).toEqual({ code: 'BANK_FILE_TOO_MANY_LINES', details: { count: 121_001, limit: 120_000 } });
    expect(refused(utf8(`${header}"${'a'.repeat(1_000_000)}`)).code).toBe('BANK_FILE_NOT_WHOLE');
  });

  it('is refused over 120,000 lines', () => {
    const header = '交易日期,余额,借方发生额,贷方发生额\n';
    const rows = Array.from({ length: BANK_FILE_LINES_MAX + 1 }, (_, index) => `20240101,${index + 1}.00,,1.00\n`).join('');
    expect(refused(utf8(header + rows))).toEqual({ code: 'BANK_FILE_TOO_MANY_LINES', details: { count: 120_001, limit: 120_000 } });
  });
});
