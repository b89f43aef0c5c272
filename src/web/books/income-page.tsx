import type { JSX } from 'preact';
import type { AccountingPeriod } from '../../kernel/index.js';
import type { DepositView, LeaseArrears, LeaseIncome } from '../../modules/operating-income/index.js';
import { Banner, Card, DataTable, EmptyState, Field } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, errorOf, RefusalNotice, typedOr, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';

export interface IncomePageView {
  readonly frame: DeskFrame;
  readonly month: AccountingPeriod;
  readonly leases: readonly LeaseIncome[];
  readonly totals: { readonly accrued: string; readonly received: string; readonly outstanding: string; readonly inAdvance: string };
  readonly arrears: readonly LeaseArrears[];
  readonly deposits: readonly DepositView[];
  readonly seal: FormSeal;
  readonly done: boolean;
  readonly refusal: Refusal | null;
}

/** What the common parts bring in: each lease of the month, and the deposits that are held. */
export function IncomePage({ m, view }: { readonly m: Messages; readonly view: IncomePageView }): JSX.Element {
  const texts = m.income.leases;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.title, lead: texts.lead }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {view.done && <Banner tone="ok" title={texts.giveBackDone} />}
        </>
      }
    >
      <p class="actions no-print">
        <a class="button small" href={`/b/${view.frame.community.slug}/leases`}>
          {m.leases.open}
        </a>{' '}
        <a class="button small" href={`/b/${view.frame.community.slug}/collected`}>
          {m.collected.open}
        </a>
      </p>
      <Card id="leases" title={texts.list(m.month(view.month))}>
        {view.leases.length === 0 ? <EmptyState title={texts.empty}>{texts.emptyHint}</EmptyState> : <Leases m={m} view={view} />}
      </Card>
      <Card id="arrears" title={texts.arrears} note={texts.arrearsNote}>
        {view.arrears.length === 0 ? <EmptyState title={texts.noArrears} /> : <Arrears m={m} arrears={view.arrears} />}
      </Card>
      <Card id="deposits" title={texts.deposits} note={texts.depositsNote}>
        {view.deposits.length === 0 ? <EmptyState title={texts.noDeposits} /> : <Deposits m={m} view={view} />}
      </Card>
    </DeskLayout>
  );
}

function Leases({ m, view }: { readonly m: Messages; readonly view: IncomePageView }): JSX.Element {
  const { columns, ...texts } = m.income.leases;
  const { totals } = view;
  return (
    <DataTable
      caption={texts.list(m.month(view.month))}
      captionHidden
      columns={[
        { label: columns.code },
        { label: columns.asset },
        { label: columns.counterparty },
        { label: columns.accrued, numeric: true },
        { label: columns.received, numeric: true },
        { label: columns.outstanding, numeric: true },
        { label: columns.inAdvance, numeric: true },
      ]}
      rows={[
        ...view.leases.map((lease) => ({
          key: lease.code,
          cells: [
            lease.code,
            lease.asset,
            lease.counterparty,
            ...[lease.accrued, lease.received, lease.outstanding, lease.inAdvance].map((amount) => formatMoney(amount.toString())),
          ],
        })),
        {
          key: 'total',
          kind: 'total' as const,
          cells: [texts.total, '', '', ...[totals.accrued, totals.received, totals.outstanding, totals.inAdvance].map(formatMoney)],
        },
      ]}
    />
  );
}

function Arrears({ m, arrears }: { readonly m: Messages; readonly arrears: readonly LeaseArrears[] }): JSX.Element {
  const texts = m.income.leases;
  return (
    <DataTable
      caption={texts.arrears}
      captionHidden
      columns={[{ label: texts.columns.code }, { label: texts.columns.counterparty }, ...texts.ages.map((label) => ({ label, numeric: true }))]}
      rows={arrears.map(({ code, counterparty, byAge }) => ({
        key: code,
        cells: [code, counterparty, ...byAge.map((amount) => formatMoney(amount.toString()))],
      }))}
    />
  );
}

function Deposits({ m, view }: { readonly m: Messages; readonly view: IncomePageView }): JSX.Element {
  const { depositColumns: columns, giveBackFields: fields, ...texts } = m.income.leases;
  const held = view.deposits.filter((deposit) => deposit.held.isPositive);
  const of = (name: keyof typeof fields) => ({ name, label: fields[name], value: typedOr(view.refusal, name), error: errorOf(view.refusal, name) });
  return (
    <>
      <DataTable
        caption={texts.deposits}
        captionHidden
        columns={[
          { label: columns.payer },
          { label: columns.lease },
          { label: columns.receivedOn },
          { label: columns.amount, numeric: true },
          { label: columns.held, numeric: true },
        ]}
        rows={view.deposits.map((deposit) => ({
          key: String(deposit.id),
          cells: [deposit.payerName, deposit.lease ?? '', deposit.receivedOn, formatMoney(deposit.amount.toString()), formatMoney(deposit.held.toString())],
        }))}
      />
      {held.length > 0 && (
        <>
          <h3>{texts.giveBack}</h3>
          <DeskForm action={`/b/${view.frame.community.slug}/income/deposits`} seal={view.seal}>
            <Field
              {...of('deposit')}
              options={held.map((deposit) => ({ value: String(deposit.id), label: `${deposit.payerName} ${formatMoney(deposit.held.toString())}` }))}
            />
            <Field {...of('amount')} inputMode="decimal" required />
            <Field {...of('reason')} required />
            <div class="actions">
              <button class="button main" type="submit">
                {texts.giveBackSubmit}
              </button>
            </div>
          </DeskForm>
        </>
      )}
    </>
  );
}
