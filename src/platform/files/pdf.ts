import { createRequire } from 'node:module';
import type { Instant } from '../../kernel/index.js';

const fonts = createRequire(import.meta.url);
const regular = fonts.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf');
const bold = fonts.resolve('@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf');

/** A text, alone or in a cell. */
export interface PdfText {
  readonly text: string;
  readonly size?: number;
  readonly bold?: boolean;
  readonly align?: 'left' | 'center' | 'right';
  readonly gapAfter?: number;
}

/** A table with a head; amounts stand to the right. */
export interface PdfTable {
  readonly widths: readonly ('auto' | '*')[];
  readonly rows: readonly (readonly PdfText[])[];
  readonly gapAfter?: number;
}

/** A slip of paper to be cut out: its lines beside a code that a phone reads. */
export interface PdfSlip {
  readonly qr: string;
  readonly lines: readonly PdfText[];
}

/** A document to be printed on A4. `createdAt` stands in the file: the same content at the same moment is the same bytes. */
export interface PdfSheet {
  readonly title: string;
  readonly createdAt: Instant;
  readonly content: readonly (PdfText | PdfTable | PdfSlip)[];
  /** Printed across the page, e.g. that the paper is void. */
  readonly stamp?: string;
  readonly footer: string;
}

/** The bytes of a PDF, with its own font inside; nothing is read from the network. */
export async function renderPdf({ title, createdAt, content, stamp, footer }: PdfSheet): Promise<Buffer> {
  // two megabytes of program, which a process that prints nothing never reads
  const { default: pdfmake } = await import('pdfmake');
  pdfmake.setFonts({ NotoSansSC: { normal: regular, bold, italics: regular, bolditalics: bold } });
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path) => path === regular || path === bold);
  const moment = new Date(createdAt);
  return pdfmake
    .createPdf({
      pageSize: 'A4',
      pageMargins: [56, 56, 56, 64],
      language: 'zh-CN',
      info: { title, creationDate: moment, modDate: moment, producer: 'Mingbai', creator: 'Mingbai' },
      defaultStyle: { font: 'NotoSansSC', fontSize: 11, lineHeight: 1.25 },
      content: content.map((part) => ('rows' in part ? tableOf(part) : 'qr' in part ? slipOf(part) : textOf(part))),
      footer: { text: footer, fontSize: 9, margin: [56, 16, 56, 0] },
      ...(stamp !== undefined && { watermark: { text: stamp, color: '#a8201a', opacity: 0.25, bold: true, fontSize: 120, angle: -30 } }),
    })
    .getBuffer();
}

function textOf({ text, size, bold: isBold, align, gapAfter = 0 }: PdfText): object {
  return {
    text,
    margin: [0, 0, 0, gapAfter],
    ...(size !== undefined && { fontSize: size }),
    ...(isBold && { bold: true }),
    ...(align && { alignment: align }),
  };
}

const SLIP_SPACE = 18;

/** A dashed line below says where to cut. */
function slipOf({ qr, lines }: PdfSlip): object {
  return {
    unbreakable: true,
    stack: [
      { columns: [{ qr, fit: 96, width: 116 }, { stack: lines.map((line) => textOf(line)) }] },
      { canvas: [{ type: 'line', x1: 0, y1: 6, x2: 483, y2: 6, lineWidth: 0.5, dash: { length: 4 } }] },
    ],
    margin: [0, 0, 0, SLIP_SPACE],
  };
}

function tableOf({ widths, rows, gapAfter = 0 }: PdfTable): object {
  return {
    table: { headerRows: 1, widths: [...widths], body: rows.map((row) => row.map((cell) => textOf(cell))) },
    layout: 'lightHorizontalLines',
    margin: [0, 0, 0, gapAfter],
  };
}
