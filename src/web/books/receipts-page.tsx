import type { JSX } from 'preact';
import type { AccountingPeriod } from '../../kernel/index.js';
import type { ReceiptSettlementView, ReceiptView } from '../../modules/fees/index.js';
import { Banner, Card, DataTable, EmptyState, Facts, Field, FilterBar, Pager, StatusTag } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, errorOf, RefusalNotice, typedOr, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';

export interface ReceiptsView {
  readonly frame: DeskFrame;
  readonly filter: Readonly<Record<'unit' | 'from' | 'to' | 'state' | 'origin', string>>;
  readonly rows: readonly ReceiptView[];
  readonly firstHref: string | null;
  readonly nextHref: string | null;
}

/** Receipts, newest first, by what the address says. */
export function ReceiptsPage({ m, view }: { readonly m: Messages; readonly view: ReceiptsView }): JSX.Element {
  const texts = m.feeReceipts;
  const base = `/b/${view.frame.community.slug}`;
  const { filter } = view;
  const choice = (all: string, named: Readonly<Record<string, string>>) => [
    { value: '', label: all },
    ...Object.entries(named).map(([value, label]) => ({ value, label })),
  ];
  return (
    <DeskLayout m={m} frame={view.frame} head={{ title: texts.title, lead: texts.lead }}>
      <nav aria-label={texts.also}>
        <ul class="chips">
          <li>
            <a href={`${base}/refunds`}>{texts.refundsLink}</a>
          </li>
          <li>
            <a href={`${base}/units`}>{texts.unitsLink}</a>
          </li>
          <li>
            <a href={`${base}/firm-dues`}>{texts.duesLink}</a>
          </li>
        </ul>
      </nav>
      <Card id="list" title={texts.title}>
        <FilterBar m={m} action={`${base}/receipts`} clearHref={`${base}/receipts`}>
          <Field name="unit" label={texts.filters.unit} value={filter.unit} autocomplete="off" />
          <Field name="from" label={texts.filters.from} type="date" value={filter.from} />
          <Field name="to" label={texts.filters.to} type="date" value={filter.to} />
          <Field name="state" label={texts.filters.state} value={filter.state} options={choice(texts.filters.all, texts.states)} />
          <Field name="origin" label={texts.filters.origin} value={filter.origin} options={choice(texts.filters.all, texts.origins)} />
        </FilterBar>
        {view.rows.length === 0 && <EmptyState title={texts.empty}>{texts.emptyHint}</EmptyState>}
        <ul class="list long">
          {view.rows.map((receipt) => (
            <li key={receipt.id}>
              <a class="row" href={`${base}/receipts/${receipt.number}`}>
                <span>
                  <b>{`${receipt.number} · ${receipt.unitCode}`}</b>
                  <small>{texts.origins[receipt.origin]}</small>
                  {receipt.void && <StatusTag tone="due">{texts.voids[receipt.void.kind]}</StatusTag>}
                </span>
                <span class="side">
                  <span class="money">{formatMoney(receipt.amount.toString())}</span>
                  <small>{m.shortDate(receipt.effectiveOn)}</small>
                </span>
              </a>
            </li>
          ))}
        </ul>
        {view.rows.length > 0 && <Pager m={m} shown={view.rows.length} firstHref={view.firstHref} nextHref={view.nextHref} />}
      </Card>
    </DeskLayout>
  );
}

export interface ReceiptPageView {
  readonly frame: DeskFrame;
  readonly receipt: ReceiptView;
  readonly settlements: readonly ReceiptSettlementView[];
  /** Months whose bills the unit still owes. */
  readonly openPeriods: readonly AccountingPeriod[];
  readonly seal: FormSeal;
  readonly moved: { readonly amount: string; readonly prepaid: string } | null;
  readonly refusal: Refusal | null;
}

/** One receipt: what it says, what it settled, and a form to move its money. */
export function ReceiptPage({ m, view }: { readonly m: Messages; readonly view: ReceiptPageView }): JSX.Element {
  const texts = m.feeReceipts;
  const { receipt, moved } = view;
  const { slug } = view.frame.community;
  const gone = receipt.void;
  const money = (amount: ReceiptView['amount']): string => formatMoney(amount.toString());
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.one(receipt.number), tag: gone ? <StatusTag tone="due">{texts.voids[gone.kind]}</StatusTag> : undefined }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {moved !== null && <Banner tone="ok" title={texts.moved(formatMoney(moved.amount), formatMoney(moved.prepaid))} />}
        </>
      }
    >
      <Card id="facts" title={texts.one(receipt.number)}>
        <Facts
          facts={[
            [texts.facts.unit, receipt.unitCode],
            [texts.facts.amount, money(receipt.amount)],
            [texts.facts.receivedOn, m.date(receipt.receivedOn)],
            [texts.facts.effectiveOn, m.date(receipt.effectiveOn)],
            [texts.facts.origin, texts.origins[receipt.origin]],
            [texts.facts.prepaid, money(receipt.excess)],
            [texts.facts.lateFees, money(receipt.lateFees)],
            [texts.facts.entry, String(receipt.entrySeq)],
            ...(gone
              ? [[texts.facts.void, texts.voidLine(texts.voids[gone.kind], m.date(gone.on), gone.reason === null ? '' : m.colon('') + gone.reason)] as const]
              : []),
          ]}
        />
        <p>
          <a class="button" href={`/api/v1/communities/${slug}/receipts/${receipt.number}.pdf`}>
            {texts.pdf}
          </a>
        </p>
      </Card>
      <Card id="settles" title={texts.settles}>
        {view.settlements.length === 0 ? (
          <p>{texts.settlesNone}</p>
        ) : (
          <DataTable
            caption={texts.settles}
            captionHidden
            columns={[
              { label: texts.columns.what },
              { label: texts.columns.month },
              { label: texts.columns.amount, numeric: true },
              { label: texts.columns.now },
            ]}
            rows={view.settlements.map((part, position) => ({
              key: String(position),
              cells: [
                part.kind === 'LATE_FEE' ? texts.lateFee : texts.bill(part.item),
                m.month(part.period),
                money(part.amount),
                part.takenOffOn === null ? texts.stands : texts.takenOff(m.date(part.takenOffOn)),
              ],
            }))}
          />
        )}
      </Card>
      {gone === null && <MoveCard m={m} view={view} />}
    </DeskLayout>
  );
}

function MoveCard({ m, view }: { readonly m: Messages; readonly view: ReceiptPageView }): JSX.Element {
  const texts = m.feeReceipts;
  const { refusal, receipt } = view;
  const from = [...new Set(view.settlements.filter(({ kind, takenOffOn }) => kind === 'BILL' && takenOffOn === null).map(({ period }) => period))];
  const months = (periods: readonly AccountingPeriod[]) => periods.map((period) => ({ value: period, label: m.month(period) }));
  return (
    <Card id="move" title={texts.move} note={texts.moveNote}>
      {from.length === 0 ? (
        <p>{texts.moveNone}</p>
      ) : (
        <DeskForm action={`/b/${view.frame.community.slug}/receipts/${receipt.number}`} seal={view.seal}>
          <Field
            name="fromPeriod"
            label={texts.fromPeriod}
            value={typedOr(refusal, 'fromPeriod', from[0])}
            options={months(from)}
            error={errorOf(refusal, 'fromPeriod')}
          />
          <Field
            name="toPeriod"
            label={texts.toPeriod}
            value={typedOr(refusal, 'toPeriod')}
            options={[{ value: '', label: texts.toPrepayment }, ...months(view.openPeriods)]}
            error={errorOf(refusal, 'toPeriod')}
          />
          <div class="actions">
            <button class="button main" type="submit">
              {texts.moveDo}
            </button>
          </div>
        </DeskForm>
      )}
    </Card>
  );
}
