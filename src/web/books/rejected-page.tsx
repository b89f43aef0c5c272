import type { JSX } from 'preact';
import type { BankFileRejected } from '../../modules/bank/index.js';
import { neutralCell } from '../../platform/files/index.js';
import { describeError, type Language } from '../../platform/messages/index.js';
import { Card, DataTable } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import type { Messages } from '../messages/index.js';

export interface RejectedView {
  readonly frame: DeskFrame;
  readonly upload: string;
  readonly fileName: string;
  readonly rejected: BankFileRejected;
  readonly language: Language;
}

const SHOWN = 20;

/** The rows because of which a file was refused, each with its reason; all of them as a file. */
export function RejectedPage({ m, view }: { readonly m: Messages; readonly view: RejectedView }): JSX.Element {
  const texts = m.bankImport;
  const base = `/b/${view.frame.community.slug}/bank/import`;
  const { rows } = view.rejected;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.rejectedTitle(rows.length), lead: texts.rejectedLead(view.fileName), back: { href: base, label: m.books.importing.title } }}
    >
      <section class="card" aria-label={texts.rejectedFile}>
        <div class="actions">
          <a class="button main" href={`${base}/${view.upload}/rejected.csv`}>
            {texts.rejectedFile}
          </a>
          <a class="button" href={base}>
            {m.books.importing.other}
          </a>
        </div>
      </section>
      <Card id="rejected" title={texts.rejectedRows}>
        <DataTable
          caption={texts.rejectedRows}
          captionHidden
          columns={[{ label: texts.fileLine }, { label: texts.reason }, { label: texts.content }]}
          rows={rows.slice(0, SHOWN).map(({ fileLine, cells, reason }) => ({
            key: String(fileLine),
            cells: [
              String(fileLine),
              describeError(reason, view.language),
              cells
                .filter((cell) => cell !== '')
                .join(' | ')
                .slice(0, 200),
            ],
          }))}
        />
      </Card>
    </DeskLayout>
  );
}

/** The refused rows as a table for a spreadsheet: line and reason first, then the cells as the file has them, none of which is executed. */
export function rejectedRowsCsv(m: Messages, { header, rows }: BankFileRejected, language: Language): string {
  const texts = m.bankImport;
  const record = (cells: readonly string[]): string => `${cells.map((cell) => `"${neutralCell(cell).replaceAll('"', '""')}"`).join(',')}\r\n`;
  return `\uFEFF${record([texts.fileLine, texts.reason, ...header])}${rows.map(({ fileLine, cells, reason }) => record([String(fileLine), describeError(reason, language), ...cells])).join('')}`;
}
