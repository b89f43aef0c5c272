import type { JSX } from 'preact';
import type { Instant } from '../../kernel/index.js';
import { paymentFormats, type PaymentFormat } from '../../modules/disbursements/index.js';
import { Banner, Card, EmptyState, Field, Hidden, More, StatusTag } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, errorOf, RefusalNotice, typedOr, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { purposeText, type PayoutPurpose } from '../desk/payout/index.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';

export interface ApprovedRow {
  readonly id: number;
  readonly version: number;
  readonly number: string;
  readonly purpose: PayoutPurpose;
  readonly amount: string;
  readonly payee: string;
  readonly last4: string;
  readonly from: Instant;
}

export interface InFlightRow {
  readonly number: string;
  readonly version: number;
  readonly purpose: PayoutPurpose;
  readonly amount: string;
  readonly seal: FormSeal;
}

export interface PaymentsView {
  readonly frame: DeskFrame;
  readonly ready: readonly ApprovedRow[];
  readonly waiting: readonly ApprovedRow[];
  readonly inFlight: readonly InFlightRow[];
  readonly lists: readonly {
    readonly sha256: string;
    readonly format: PaymentFormat;
    readonly total: string;
    readonly at: Instant;
    readonly numbers: readonly string[];
  }[];
  readonly seal: FormSeal;
  readonly made: { readonly sha256: string; readonly count: number } | null;
  readonly stopped: readonly string[];
  /** Of the files from now on. */
  readonly format: { readonly present: PaymentFormat; readonly seal: FormSeal; readonly chosen: boolean };
  readonly statusSeal: FormSeal;
  /** How many payments a report spoke of; null when none was just read. */
  readonly statusRead: number | null;
  readonly failed: boolean;
  readonly refusal: Refusal | null;
}

type Props = { readonly m: Messages; readonly view: PaymentsView };

/** The cashier: what may be paid now, what has to wait, and what the bank still has to do. */
export function PaymentsPage({ m, view }: Props): JSX.Element {
  const texts = m.books.payments;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.title, lead: texts.lead }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          <Made m={m} view={view} />
          {view.failed && <Banner tone="ok" title={texts.failed} />}
          {view.statusRead !== null && <Banner tone="ok" title={m.payouts.files.statusDone(view.statusRead)} />}
          {view.format.chosen && <Banner tone="ok" title={m.payouts.files.chosen(m.payouts.files.formats[view.format.present])} />}
        </>
      }
    >
      <div class="two">
        <div class="first">
          <Ready m={m} view={view} />
          {view.waiting.length > 0 && <Waiting m={m} rows={view.waiting} />}
          {view.inFlight.length > 0 && <InFlight m={m} view={view} />}
        </div>
        <div class="beside">
          {view.lists.length > 0 && <Lists m={m} view={view} />}
          <StatusReport m={m} view={view} />
          <FormatChoice m={m} view={view} />
        </div>
      </div>
    </DeskLayout>
  );
}

function Made({ m, view }: Props): JSX.Element | null {
  const texts = m.books.payments;
  if (view.made === null && view.stopped.length === 0) return null;
  return (
    <>
      {view.made !== null && (
        <Banner tone="ok" title={texts.made(view.made.count)}>
          <p class="actions">
            <a class="button small" href={`/b/${view.frame.community.slug}/payments/lists/${view.made.sha256}`}>
              {texts.download}
            </a>
          </p>
        </Banner>
      )}
      {view.stopped.length > 0 && <Banner tone="bad" title={texts.stopped(m.list(view.stopped))} />}
    </>
  );
}

function Ready({ m, view }: Props): JSX.Element {
  const texts = m.books.payments;
  if (view.ready.length === 0)
    return (
      <section class="card" aria-label={texts.ready}>
        <EmptyState title={texts.empty}>{texts.emptyHint}</EmptyState>
      </section>
    );
  return (
    <Card id="ready" title={texts.ready} note={texts.instructNote}>
      <DeskForm action={`/b/${view.frame.community.slug}/payments`} seal={view.seal} class="form wide">
        <fieldset class="choices boxed">
          <legend>{texts.choose}</legend>
          {view.ready.map((row) => (
            <label key={row.number} class="choice">
              <input type="checkbox" name="pay" value={`${row.id}.${row.version}`} checked />
              <span>
                {purposeText(m, row.purpose)}
                <small>{`${row.number} · ${texts.account} ${row.payee} ${m.tail(row.last4)}`}</small>
              </span>
              <span class="side-money">{formatMoney(row.amount)}</span>
            </label>
          ))}
        </fieldset>
        <div class="actions">
          <button class="button main" type="submit">
            {texts.instruct}
          </button>
        </div>
      </DeskForm>
    </Card>
  );
}

function Waiting({ m, rows }: { readonly m: Messages; readonly rows: readonly ApprovedRow[] }): JSX.Element {
  const texts = m.books.payments;
  return (
    <Card id="waiting" title={texts.waiting} note={texts.waitingNote}>
      <ul class="list log">
        {rows.map((row) => (
          <li key={row.number} class="said">
            <span class="claim">
              <span>{purposeText(m, row.purpose)}</span>
              <span class="money">{formatMoney(row.amount)}</span>
            </span>
            <span class="who">{row.number}</span>
            <span>
              <StatusTag tone="due">{texts.from(m.shortMoment(row.from))}</StatusTag>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function InFlight({ m, view }: Props): JSX.Element {
  const texts = m.books.payments;
  return (
    <Card id="in-flight" title={texts.inFlight}>
      <ul class="list log">
        {view.inFlight.map((row) => (
          <li key={row.number} class="said">
            <span class="claim">
              <span>{purposeText(m, row.purpose)}</span>
              <span class="money">{formatMoney(row.amount)}</span>
            </span>
            <span class="who">{row.number}</span>
            <More label={texts.fail}>
              <p class="note">{texts.failNote}</p>
              <DeskForm action={`/b/${view.frame.community.slug}/payments/${row.number}/failure`} seal={row.seal}>
                <Hidden values={{ version: String(row.version) }} />
                <Field
                  name={`${row.number}.reason`}
                  label={texts.reason}
                  hint={m.workbench.forms.published}
                  rows={2}
                  required
                  value={typedOr(view.refusal, `${row.number}.reason`)}
                  error={errorOf(view.refusal, `${row.number}.reason`)}
                />
                <div class="actions">
                  <button class="button danger" type="submit">
                    {texts.doFail}
                  </button>
                </div>
              </DeskForm>
            </More>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** What the bank says about its files before it books them. */
function StatusReport({ m, view }: Props): JSX.Element {
  const texts = m.payouts.files;
  return (
    <Card id="status" title={texts.status} note={texts.statusNote}>
      <DeskForm action={`/b/${view.frame.community.slug}/payments/status`} seal={view.statusSeal} multipart>
        <Field name="file" type="file" label={texts.statusFile} required error={errorOf(view.refusal, 'file')} />
        <div class="actions">
          <button class="button" type="submit">
            {texts.statusRead}
          </button>
        </div>
      </DeskForm>
    </Card>
  );
}

/** The form that the account's bank takes. */
function FormatChoice({ m, view }: Props): JSX.Element {
  const texts = m.payouts.files;
  return (
    <Card id="format" title={texts.title} note={texts.note}>
      <DeskForm action={`/b/${view.frame.community.slug}/payments/format`} seal={view.format.seal}>
        <Field
          name="format"
          label={texts.format}
          options={paymentFormats.map((format) => ({ value: format, label: texts.formats[format] }))}
          value={typedOr(view.refusal, 'format', view.format.present)}
          error={errorOf(view.refusal, 'format')}
        />
        <div class="actions">
          <button class="button" type="submit">
            {texts.choose}
          </button>
        </div>
      </DeskForm>
    </Card>
  );
}

function Lists({ m, view }: Props): JSX.Element {
  const texts = m.books.payments;
  return (
    <Card id="lists" title={texts.lists}>
      <ul class="list">
        {view.lists.map(({ sha256, format, total, at, numbers }) => (
          <li key={sha256}>
            <a class="row" href={`/b/${view.frame.community.slug}/payments/lists/${sha256}`}>
              <span>
                <b>{texts.listOf(m.shortMoment(at), numbers.length)}</b>
                <small>{m.list(numbers)}</small>
                <small>{`${texts.download} · ${m.payouts.files.formats[format]}`}</small>
              </span>
              <span class="side money">{formatMoney(total)}</span>
            </a>
          </li>
        ))}
      </ul>
    </Card>
  );
}
