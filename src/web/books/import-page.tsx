import type { JSX } from 'preact';
import type { BusinessDate } from '../../kernel/index.js';
import type { BankFileImported } from '../../modules/bank/index.js';
import { Card, DataTable, Facts, Field, MoneyLines } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, errorOf, RefusalNotice, typedOr, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';

export interface UploadView {
  readonly frame: DeskFrame;
  readonly seal: FormSeal;
  readonly reachedTo: BusinessDate | null;
  readonly files: readonly { readonly id: number; readonly fileName: string; readonly from: BusinessDate; readonly to: BusinessDate; readonly lines: number }[];
  /** The ends of the accounts' numbers, the present one first, where a file may be of one of several. */
  readonly accounts: readonly string[];
  readonly refusal: Refusal | null;
}

/** Choosing a statement; nothing is imported before its preview. */
export function UploadPage({ m, view }: { readonly m: Messages; readonly view: UploadView }): JSX.Element {
  const texts = m.books.importing;
  const base = `/b/${view.frame.community.slug}/bank`;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.title, lead: texts.lead, back: { href: base, label: texts.back } }}
      notice={<RefusalNotice m={m} refusal={view.refusal} />}
    >
      <section class="card" aria-label={texts.file}>
        <DeskForm action={`${base}/import`} seal={view.seal} multipart>
          <Field
            name="file"
            label={texts.file}
            hint={view.reachedTo === null ? texts.fileHintFirst : texts.fileHint(m.date(view.reachedTo))}
            type="file"
            required
            error={errorOf(view.refusal, 'file')}
          />
          <p>{m.bankImport.kinds}</p>
          <Field
            name="from"
            label={m.bankImport.from}
            hint={m.bankImport.periodHint}
            type="date"
            value={typedOr(view.refusal, 'from')}
            error={errorOf(view.refusal, 'from')}
          />
          <Field name="to" label={m.bankImport.to} type="date" value={typedOr(view.refusal, 'to')} error={errorOf(view.refusal, 'to')} />
          {view.accounts.length > 1 && (
            <Field
              name="account"
              label={m.bankImport.account}
              hint={m.bankImport.accountHint}
              value={typedOr(view.refusal, 'account')}
              error={errorOf(view.refusal, 'account')}
              options={[{ value: '', label: m.bankImport.accountInFile }, ...view.accounts.map((tail) => ({ value: tail, label: m.tail(tail) }))]}
            />
          )}
          <div class="actions">
            <button class="button main" type="submit">
              {texts.upload}
            </button>
            <a class="button" href={`/b/${view.frame.community.slug}/work`}>
              {m.work.title}
            </a>
          </div>
        </DeskForm>
      </section>
      {view.files.length > 0 && (
        <Card id="files" title={m.books.bank.files}>
          <ul class="list log">
            {view.files.map((file) => (
              <li key={file.id} class="said">
                <span>{file.fileName}</span>
                <span class="who">{m.books.bank.file(file.from, file.to, file.lines)}</span>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </DeskLayout>
  );
}

export interface PreviewView {
  readonly frame: DeskFrame;
  readonly seal: FormSeal;
  /** The uploaded bytes, as they are kept until they are imported. */
  readonly upload: string;
  /** How the person said that a table is to be read: goes on with the form. */
  readonly said: Readonly<Record<string, string>>;
  readonly preview: BankFileImported;
  readonly refusal: Refusal | null;
}

/** What the file would bring: its chain of balances, new and known lines, and the first of them. */
export function PreviewPage({ m, view }: { readonly m: Messages; readonly view: PreviewView }): JSX.Element {
  const texts = m.books.importing;
  const { preview } = view;
  const base = `/b/${view.frame.community.slug}/bank/import`;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.previewTitle, lead: texts.previewNote, back: { href: base, label: texts.title } }}
      notice={<RefusalNotice m={m} refusal={view.refusal} />}
    >
      <section class="card" aria-label={texts.previewTitle}>
        <Facts
          facts={[
            [texts.name, preview.fileName],
            [texts.format, preview.profile === null ? preview.format : `${preview.format} · ${preview.profile}`],
            [texts.account, m.tail(preview.accountLast4)],
            [texts.range, m.shortTerm(preview.from, preview.to)],
            [
              texts.lines,
              [texts.newLines(preview.newLineCount), ...(preview.knownLineCount > 0 ? [texts.knownLines(preview.knownLineCount)] : [])].join(' · '),
            ],
          ]}
        />
        <MoneyLines
          lines={[
            { label: texts.opening, amount: preview.opening },
            { label: texts.moneyIn, amount: preview.moneyIn },
            { label: texts.moneyOut, amount: preview.moneyOut },
            { label: texts.closing, amount: preview.closing, kind: 'total' },
          ]}
        />
        <DeskForm action={`${base}/${view.upload}`} seal={view.seal} values={view.said}>
          <div class="actions">
            <button class="button main" type="submit">
              {texts.confirm}
            </button>
            <a class="button" href={base}>
              {texts.other}
            </a>
          </div>
        </DeskForm>
      </section>
      {preview.firstLines.length > 0 && (
        <Card id="first" title={texts.first}>
          <DataTable
            caption={texts.first}
            captionHidden
            columns={[{ label: texts.payer }, { label: texts.date }, { label: texts.amountYuan, numeric: true }]}
            rows={preview.firstLines.map(({ bookedOn, amount, counterpartyName, remark }, position) => ({
              key: String(position),
              cells: [`${counterpartyName} ${remark}`.trim(), m.shortDate(bookedOn), formatMoney(amount)],
            }))}
          />
        </Card>
      )}
    </DeskLayout>
  );
}
