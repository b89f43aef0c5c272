import type { JSX } from 'preact';
import { dateOrders, mappedColumns, signRules, type BankFileLine, type ParsedBankFile, type TableHead } from '../../modules/bank/index.js';
import { Banner, Card, DataTable, Field } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, errorOf, RefusalNotice, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';

/** What a mapping makes of the file: all of it was read and its balances hold, or this would not be here. */
export interface MappingPreview {
  readonly lines: readonly BankFileLine[];
  readonly count: number;
  readonly read: ParsedBankFile;
}

export interface MappingView {
  readonly frame: DeskFrame;
  readonly seal: FormSeal;
  readonly upload: string;
  readonly fileName: string;
  readonly head: TableHead;
  /** Which of the first rows has the headings. */
  readonly row: number;
  readonly typed: Readonly<Record<string, string>>;
  readonly preview: MappingPreview | null;
  readonly refusal: Refusal | null;
}

type Props = { readonly m: Messages; readonly view: MappingView };

/** Which row has the headings, what each column is, and what comes of it. */
export function MappingPage({ m, view }: Props): JSX.Element {
  const texts = m.bankImport;
  const base = `/b/${view.frame.community.slug}/bank/import`;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.mappingTitle, lead: texts.mappingLead(view.fileName), back: { href: base, label: m.books.importing.title } }}
      notice={<RefusalNotice m={m} refusal={view.refusal} />}
    >
      {view.preview !== null && <Preview m={m} preview={view.preview} />}
      <HeaderRow m={m} view={view} action={`${base}/${view.upload}/mapping`} />
      <Columns m={m} view={view} action={`${base}/${view.upload}/mapping`} />
    </DeskLayout>
  );
}

function HeaderRow({ m, view, action }: Props & { readonly action: string }): JSX.Element {
  const texts = m.bankImport;
  const options = view.head.rows.map(({ fileLine, cells }) => ({
    value: String(fileLine),
    label: texts.row(
      fileLine,
      cells
        .filter((cell) => cell !== '')
        .join(' | ')
        .slice(0, 60),
    ),
  }));
  return (
    <Card id="header" title={texts.headerTitle}>
      <form class="form" method="get" action={`${action}#columns`}>
        <Field name="row" label={texts.header} hint={texts.headerHint} options={options} value={String(view.head.rows[view.row]?.fileLine ?? '')} />
        <div class="actions">
          <button class="button" type="submit">
            {texts.headerSubmit}
          </button>
        </div>
      </form>
    </Card>
  );
}

function Columns({ m, view, action }: Props & { readonly action: string }): JSX.Element {
  const texts = m.bankImport;
  const header = view.head.rows[view.row];
  const headings = [...new Set((header?.cells ?? []).map((cell) => cell.replaceAll(/\s/g, '').replace(/[([\uFF08\u3010].*$/, '')))].filter(
    (cell) => cell !== '',
  );
  const options = [{ value: '', label: texts.noColumn }, ...headings.map((heading) => ({ value: heading, label: heading }))];
  const value = (name: string): string => view.typed[name] ?? '';
  return (
    <Card id="columns" title={texts.columnsTitle}>
      <DeskForm action={action} seal={view.seal} values={{ row: String(header?.fileLine ?? '') }}>
        <p>{texts.columnsNote}</p>
        <Field name="sign" label={texts.sign} options={signRules.map((rule) => ({ value: rule, label: texts.signs[rule] }))} value={value('sign')} />
        {mappedColumns.map((column) => (
          <Field key={column} name={column} label={texts.columns[column]} options={options} value={value(column)} error={errorOf(view.refusal, column)} />
        ))}
        <Field
          name="dates"
          label={texts.dates}
          options={dateOrders.map((order) => ({ value: order, label: texts.dateOrders[order] }))}
          value={value('dates')}
        />
        <Field name="from" label={texts.from} hint={texts.periodHint} type="date" value={value('from')} error={errorOf(view.refusal, 'from')} />
        <Field name="to" label={texts.to} type="date" value={value('to')} error={errorOf(view.refusal, 'to')} />
        <Field name="title" label={texts.title} hint={texts.titleHint} required value={value('title')} error={errorOf(view.refusal, 'title')} />
        <Field name="name" label={texts.name} hint={texts.nameHint} required value={value('name')} error={errorOf(view.refusal, 'name')} />
        <div class="actions">
          <button class="button main" type="submit" name="do" value="preview">
            {texts.tryIt}
          </button>
          <button class="button" type="submit" name="do" value="save">
            {texts.keep}
          </button>
        </div>
      </DeskForm>
    </Card>
  );
}

function Preview({ m, preview }: { readonly m: Messages; readonly preview: MappingPreview }): JSX.Element {
  const texts = m.bankImport;
  const { read, lines, count } = preview;
  return (
    <>
      <Banner tone="ok" title={texts.chainHolds(count, formatMoney(read.opening.toString()), formatMoney(read.closing.toString()))} />
      <Card id="first" title={m.books.importing.first}>
        <DataTable
          caption={m.books.importing.first}
          captionHidden
          columns={[
            { label: m.books.importing.payer },
            { label: m.books.importing.date },
            { label: m.books.importing.amountYuan, numeric: true },
            { label: texts.balanceYuan, numeric: true },
          ]}
          rows={lines.map(({ sequence, bookedOn, amount, counterpartyName, remark, balanceAfter }) => ({
            key: String(sequence),
            cells: [
              `${counterpartyName} ${remark}`.trim() || texts.nobody,
              m.shortDate(bookedOn),
              formatMoney(amount.toString()),
              balanceAfter === null ? '' : formatMoney(balanceAfter.toString()),
            ],
          }))}
        />
      </Card>
    </>
  );
}
