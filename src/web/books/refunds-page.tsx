import type { JSX } from 'preact';
import type { FeeRefundView, PaperRefundView } from '../../modules/fees/index.js';
import { Banner, Card, DataTable, EmptyState, Field, Pager, StatusTag } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, errorOf, RefusalNotice, typedOr, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';
import { PaperRefundsCard } from './paper-refunds.js';

export interface RefundsView {
  readonly frame: DeskFrame;
  readonly rows: readonly (FeeRefundView & { readonly isOpen: boolean; readonly seal: FormSeal })[];
  readonly seal: FormSeal;
  readonly papers: readonly PaperRefundView[];
  readonly paperSeal: FormSeal;
  readonly done: { readonly unit: string; readonly amount: string } | 'cancelled' | 'asked' | null;
  readonly refusal: Refusal | null;
}

/** Refunds of prepayments, and a form for one more. */
export function RefundsPage({ m, view }: { readonly m: Messages; readonly view: RefundsView }): JSX.Element {
  const texts = m.feeReceipts.refunds;
  const base = `/b/${view.frame.community.slug}/refunds`;
  const { refusal, done } = view;
  const field = (name: 'unit' | 'amount' | 'reason' | 'document' | 'receipt', hint?: string) => (
    <Field
      name={name}
      label={texts[name]}
      value={typedOr(refusal, name)}
      error={errorOf(refusal, name)}
      autocomplete="off"
      required={name !== 'receipt'}
      {...(name === 'amount' && { inputMode: 'decimal' as const })}
      {...(hint !== undefined && { hint })}
    />
  );
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.title, lead: texts.lead }}
      notice={
        <>
          <RefusalNotice m={m} refusal={refusal} />
          {done !== null && (
            <Banner
              tone="ok"
              title={typeof done === 'object' ? texts.done(done.unit, formatMoney(done.amount)) : done === 'asked' ? m.paperRefunds.asked : texts.cancelled}
            />
          )}
        </>
      }
    >
      <Card id="list" title={texts.list}>
        {view.rows.length === 0 && <EmptyState title={texts.empty}>{texts.emptyHint}</EmptyState>}
        <ul class="list">
          {view.rows.map((row) => (
            <RefundItem key={row.id} m={m} row={row} base={base} />
          ))}
        </ul>
      </Card>
      <Card id="ask" title={texts.ask}>
        <DeskForm action={base} seal={view.seal}>
          {field('unit', texts.unitHint)}
          {field('amount')}
          {field('reason', texts.reasonHint)}
          {field('document', texts.documentHint)}
          {field('receipt', texts.receiptHint)}
          <div class="actions">
            <button class="button main" type="submit">
              {texts.ask}
            </button>
          </div>
        </DeskForm>
      </Card>
      <PaperRefundsCard m={m} slug={view.frame.community.slug} papers={view.papers} seal={view.paperSeal} refusal={refusal} />
    </DeskLayout>
  );
}

/** A refund, what became of it, and while it waits a way to cancel it. */
function RefundItem({ m, row, base }: { readonly m: Messages; readonly row: RefundsView['rows'][number]; readonly base: string }): JSX.Element {
  const texts = m.feeReceipts.refunds;
  return (
    <li>
      <div class="row">
        <span>
          <b>{row.unitCode}</b>
          <small>
            {row.recorded
              ? m.paperRefunds.recorded(row.recorded.accountNo.slice(-4), m.date(row.askedOn))
              : texts.line(row.receiptNumber ?? '', m.date(row.askedOn))}
          </small>
          <small>{row.recorded ? row.reason : `${row.reason} · ${row.document}`}</small>
          <StatusTag tone={row.isOpen ? 'wait' : 'done'}>
            {row.cancelledOn !== null ? texts.isCancelled(m.date(row.cancelledOn)) : row.isOpen ? texts.open : texts.taken}
          </StatusTag>
        </span>
        <span class="side">
          <span class="money">{formatMoney(row.amount.toString())}</span>
        </span>
      </div>
      {row.isOpen && (
        <details>
          <summary>{texts.cancel}</summary>
          <DeskForm action={`${base}/${row.id}/cancel`} seal={row.seal} label={texts.cancel}>
            <Field name="reason" label={texts.cancelReason} required autocomplete="off" />
            <div class="actions">
              <button class="button" type="submit">
                {texts.cancel}
              </button>
            </div>
          </DeskForm>
        </details>
      )}
    </li>
  );
}

export interface UnitsView {
  readonly frame: DeskFrame;
  readonly rows: readonly {
    readonly code: string;
    readonly label: string;
    readonly reference: string;
    readonly area: string;
    readonly open: string;
    readonly prepaid: string;
  }[];
  readonly firstHref: string | null;
  readonly nextHref: string | null;
}

/** Units with what their owners write into a remark. */
export function UnitsPage({ m, view }: { readonly m: Messages; readonly view: UnitsView }): JSX.Element {
  const texts = m.feeReceipts.units;
  const base = `/b/${view.frame.community.slug}`;
  const { columns } = texts;
  return (
    <DeskLayout m={m} frame={view.frame} head={{ title: texts.title, lead: texts.lead }}>
      <Card id="units" title={texts.title}>
        {view.rows.length === 0 ? (
          <EmptyState title={texts.empty}>{texts.emptyHint}</EmptyState>
        ) : (
          <>
            <DataTable
              caption={texts.title}
              captionHidden
              columns={[
                { label: columns.unit },
                { label: columns.reference },
                { label: columns.area, numeric: true },
                { label: columns.open, numeric: true },
                { label: columns.prepaid, numeric: true },
                { label: texts.receipts },
              ]}
              rows={view.rows.map((row) => ({
                key: row.code,
                cells: [
                  <a key="unit" class="button small" href={`${base}/units/${row.code}`}>
                    {row.label}
                  </a>,
                  <code key="reference">{row.reference}</code>,
                  row.area,
                  formatMoney(row.open),
                  formatMoney(row.prepaid),
                  <a key="receipts" href={`${base}/receipts?unit=${row.code}`}>
                    {row.code}
                  </a>,
                ],
              }))}
            />
            <Pager m={m} shown={view.rows.length} firstHref={view.firstHref} nextHref={view.nextHref} />
          </>
        )}
      </Card>
    </DeskLayout>
  );
}
