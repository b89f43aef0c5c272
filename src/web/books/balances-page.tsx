import type { JSX } from 'preact';
import type { AccountingPeriod, BusinessDate } from '../../kernel/index.js';
import type { BalanceSource } from '../../modules/settlement/index.js';
import { Banner, Card, DataTable, EmptyState, Field, StatusTag } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { EvidenceLink } from '../desk/evidence-link.js';
import { DeskForm, errorOf, RefusalNotice, typedOr, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';

export interface BalancesView {
  readonly frame: DeskFrame;
  readonly month: AccountingPeriod;
  readonly balances: readonly {
    readonly key: string;
    readonly source: BalanceSource;
    readonly name: string;
    readonly on: BusinessDate;
    readonly stated: string;
    readonly lines: string;
    readonly books: string;
  }[];
  readonly letters: readonly {
    readonly id: number;
    readonly on: BusinessDate;
    readonly balance: string;
    readonly sha256: string;
    readonly name: string;
    readonly withdrawnBecause: string | null;
    readonly seal: FormSeal;
  }[];
  /** To choose from where the compound has had several. */
  readonly accounts: readonly { readonly value: string; readonly label: string }[];
  readonly seal: FormSeal;
  readonly done: 'noted' | 'withdrawn' | null;
  readonly refusal: Refusal | null;
}

type Props = { readonly m: Messages; readonly view: BalancesView };

/** What the bank has stated, beside lines and books; and the letters that a person notes. */
export function BalancesPage({ m, view }: Props): JSX.Element {
  const texts = m.reconcile.balances;
  const base = `/b/${view.frame.community.slug}`;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.title, lead: texts.lead, back: { href: `${base}/close`, label: texts.back } }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {view.done !== null && <Banner tone="ok" title={view.done === 'noted' ? texts.done : texts.doneWithdrawn} />}
        </>
      }
    >
      <Stated m={m} view={view} />
      <Card id="note" title={texts.note} note={texts.noteHint}>
        <DeskForm action={`${base}/balances`} seal={view.seal} multipart>
          {view.accounts.length > 1 && (
            <Field
              name="accountId"
              label={m.bankAccounts.title}
              value={typedOr(view.refusal, 'accountId', view.accounts.at(-1)?.value ?? '')}
              error={errorOf(view.refusal, 'accountId')}
              options={view.accounts}
            />
          )}
          <Field name="on" type="date" label={texts.on} value={typedOr(view.refusal, 'on')} error={errorOf(view.refusal, 'on')} required />
          <Field
            name="balance"
            inputMode="decimal"
            label={texts.balance}
            value={typedOr(view.refusal, 'balance')}
            error={errorOf(view.refusal, 'balance')}
            required
          />
          <Field name="document" type="file" label={texts.document} error={errorOf(view.refusal, 'document')} required />
          <div class="actions">
            <button class="button main" type="submit">
              {texts.save}
            </button>
          </div>
        </DeskForm>
      </Card>
      <Letters m={m} view={view} />
    </DeskLayout>
  );
}

function Stated({ m, view }: Props): JSX.Element {
  const texts = m.reconcile.balances;
  const agrees = view.balances.every(({ stated, lines, books }) => stated === lines && stated === books);
  return (
    <Card id="stated" title={texts.month(m.month(view.month))}>
      {view.balances.length === 0 ? (
        <EmptyState title={texts.none} />
      ) : (
        <>
          <p>
            <StatusTag tone={agrees ? 'done' : 'bad'}>{agrees ? texts.agrees : texts.differs}</StatusTag>
          </p>
          <DataTable
            caption={texts.month(m.month(view.month))}
            captionHidden
            columns={[
              { label: texts.day },
              { label: texts.where },
              { label: m.inYuan(texts.stated), numeric: true },
              { label: m.inYuan(texts.lines), numeric: true },
              { label: m.inYuan(texts.books), numeric: true },
            ]}
            rows={view.balances.map(({ key, source, name, on, stated, lines, books }) => ({
              key,
              cells: [m.date(on), `${texts.source[source]} ${name}`, formatMoney(stated), formatMoney(lines), formatMoney(books)],
            }))}
          />
        </>
      )}
    </Card>
  );
}

function Letters({ m, view }: Props): JSX.Element | null {
  const texts = m.reconcile.balances;
  const { slug } = view.frame.community;
  if (view.letters.length === 0) return null;
  return (
    <Card id="letters" title={texts.letters}>
      <ul class="list">
        {view.letters.map(({ id, on, balance, sha256, name, withdrawnBecause, seal }) => (
          <li key={id} class="said">
            <span class="claim">
              <b>{m.date(on)}</b>
              <span class="money">{formatMoney(balance)}</span>
            </span>
            <EvidenceLink slug={slug} sha256={sha256} name={name} />
            {withdrawnBecause !== null ? (
              <small>{texts.withdrawn(withdrawnBecause)}</small>
            ) : (
              <DeskForm action={`/b/${slug}/balances/${id}/withdraw`} seal={seal} label={`${texts.withdraw} ${m.date(on)}`}>
                <Field name={`reason-${id}`} label={texts.reason} required />
                <div class="actions">
                  <button class="button small" type="submit">
                    {texts.withdraw}
                  </button>
                </div>
              </DeskForm>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
