import { DomainError } from '../../../kernel/index.js';
import { isAlipayMoneyHeader, isAlipayTradeHeader, readAlipayMoney, readAlipayTrades, type Comment } from './alipay-bill-reader.js';
import { readDate, shown } from './bank-fields.js';
import { assertLineCount } from './bank-file-checks.js';
import { bankFileText } from './bank-file-text.js';
import type { Channel, ChannelFacts, ParsedChannelFile } from './channel-line.js';
import { channelWords } from './channel-words.zh-CN.js';
import { csvRecords, type TableRow } from './csv-records.js';
import { isPosHeader, readPosBill } from './pos-bill-reader.js';
import { isWechatHeader, readWechatBill } from './wechat-bill-reader.js';

interface Layout {
  readonly channel: Channel;
  readonly isHeader: (row: TableRow) => boolean;
  readonly read: (rows: readonly TableRow[], comments: readonly Comment[]) => ChannelFacts[];
}

const HEADER_WITHIN_LINES = 40;
/** A day of a compound has some hundreds; the file is read in one go. */
export const CHANNEL_FILE_BYTES_MAX = 5 * 1024 * 1024;

const layouts: readonly Layout[] = [
  { channel: 'WECHAT', isHeader: isWechatHeader, read: readWechatBill },
  { channel: 'ALIPAY', isHeader: isAlipayTradeHeader, read: readAlipayTrades },
  { channel: 'ALIPAY', isHeader: isAlipayMoneyHeader, read: readAlipayMoney },
  { channel: 'POS', isHeader: isPosHeader, read: readPosBill },
];

/**
 * Reads the bill of a payment channel, its layout told by its headings: every payment and refund with its fee, proved against the totals that
 * the bill states. Example: a payment of 75.23 with a fee of 0.45 is a line of gross 75.23, whose batch brings 74.78. @throws BANK_FILE_…, CHANNEL_…
 */
export function readChannelFile(bytes: Uint8Array, fileName: string): ParsedChannelFile {
  if (bytes.length > CHANNEL_FILE_BYTES_MAX) throw new DomainError('BANK_FILE_TOO_LARGE', { size: bytes.length, limit: CHANNEL_FILE_BYTES_MAX });
  const { rows, comments } = split(bankFileText(bytes, shown(fileName)));
  for (const layout of layouts) {
    const headerAt = rows.slice(0, HEADER_WITHIN_LINES).findIndex(layout.isHeader);
    if (headerAt === -1) continue;
    assertLineCount(rows.length - headerAt);
    const lines = layout.read(rows.slice(headerAt), comments);
    for (const line of lines) assertChannelFacts(line);
    assertOnce(lines);
    return { channel: layout.channel, ...daysOf(lines, comments, rows.at(-1)?.fileLine ?? 1), lines };
  }
  throw new DomainError('CHANNEL_FILE_UNKNOWN', { fileName: shown(fileName) });
}

/** Alipay writes lines that begin with # around the table; a tab or a quote in them is no part of a table. */
function split(text: string): { rows: TableRow[]; comments: Comment[] } {
  const comments: Comment[] = [];
  const kept = text.split(/\r\n|\n|\r/).map((line, index) => {
    if (!line.trimStart().startsWith('#')) return line;
    comments.push({ fileLine: index + 1, text: withoutCommasBehind(line.trim()) });
    return '';
  });
  return { rows: [...csvRecords(kept.join('\n'), ',')], comments };
}

/** A loop: a pattern would start over at each comma of a long row of them. */
function withoutCommasBehind(text: string): string {
  let end = text.length;
  while (text[end - 1] === ',') end -= 1;
  return text.slice(0, end);
}

function assertChannelFacts({ fileLine, gross, fee, orderNo }: ChannelFacts): void {
  if (!gross.isPositive || fee.isNegative || gross.lessThan(fee))
    throw new DomainError('CHANNEL_AMOUNTS_WRONG', { fileLine, orderNo: shown(orderNo), gross: gross.toString(), fee: fee.toString() });
}

function assertOnce(lines: readonly ChannelFacts[]): void {
  const first = new Map<string, number>();
  for (const { kind, orderNo: reference, fileLine } of lines) {
    const firstLine = first.get(`${kind} ${reference}`);
    if (firstLine !== undefined) throw new DomainError('BANK_FILE_REFERENCE_REPEATED', { fileLine, reference, firstLine });
    first.set(`${kind} ${reference}`, fileLine);
  }
}

/** The days that the bill says it is about, else those of its lines. @throws BANK_FILE_DATE_OUTSIDE BANK_FILE_FIELD_MISSING when it says nothing and is empty */
function daysOf(lines: readonly ChannelFacts[], comments: readonly Comment[], lastLine: number): Pick<ParsedChannelFile, 'from' | 'to'> {
  const stated = ({ label, pattern }: typeof channelWords.from | typeof channelWords.to) => {
    for (const { text, fileLine } of comments) {
      const found = pattern.exec(text)?.[1];
      if (found !== undefined) return readDate(found, { fileLine, field: label });
    }
    return undefined;
  };
  const days = lines.map(({ paidOn }) => paidOn).toSorted();
  const [from, to] = [stated(channelWords.from) ?? days[0], stated(channelWords.to) ?? days.at(-1)];
  if (from === undefined || to === undefined) throw new DomainError('CHANNEL_FILE_EMPTY', { fileLine: lastLine });
  const outside = lines.find(({ paidOn }) => paidOn < from || paidOn > to);
  if (outside) throw new DomainError('BANK_FILE_DATE_OUTSIDE', { fileLine: outside.fileLine, date: outside.paidOn, from, to });
  return { from, to };
}
