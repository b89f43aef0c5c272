import type { JSX } from 'preact';
import type { AccountingPeriod, BusinessDate } from '../../kernel/index.js';
import type { BankLineState } from '../../modules/bank/index.js';
import { Banner, Card, EmptyState, Field, FilterBar, Pager, StatusTag } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, RefusalNotice, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';

export interface BankLineRow {
  readonly id: number;
  readonly bookedOn: BusinessDate;
  readonly amount: string;
  readonly counterparty: string;
  readonly remark: string;
  readonly state: BankLineState;
  /** What of it still waits on 2301; null when nothing does. */
  readonly waiting: { readonly amount: string; readonly days: number } | null;
  /** Why it went where it is, or why it went nowhere. */
  readonly why: string | null;
  readonly open: boolean;
}

export const bankFilters = ['NEW', 'SUGGESTED', 'SUSPENSE', 'MATCHED', 'RECONCILED'] as const;
export type BankFilter = (typeof bankFilters)[number];

export interface BankView {
  readonly frame: DeskFrame;
  readonly filter: BankFilter;
  readonly month: AccountingPeriod | null;
  readonly months: readonly AccountingPeriod[];
  readonly counts: Readonly<Record<BankFilter, number>>;
  readonly rows: readonly BankLineRow[];
  readonly anyFile: boolean;
  readonly match: FormSeal | null;
  readonly matched: { readonly lines: number; readonly suspended: number; readonly left: number; readonly found: number } | null;
  readonly imported: { readonly lines: number; readonly known: number } | null;
  readonly firstHref: string | null;
  readonly nextHref: string | null;
  readonly refusal: Refusal | null;
}

type Props = { readonly m: Messages; readonly view: BankView };

/** Lines of the bank by state, each with where it went and why; what has no place can be given one. */
export function BankPage({ m, view }: Props): JSX.Element {
  const texts = m.books.bank;
  const base = `/b/${view.frame.community.slug}/bank`;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.title, lead: texts.lead }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {view.imported !== null && <Banner tone="ok" title={texts.imported(view.imported)} />}
          {view.matched !== null && <Banner tone={view.matched.left > 0 ? 'warn' : 'ok'} title={texts.matched(view.matched)} />}
        </>
      }
    >
      <section class="card" aria-label={texts.import}>
        {view.match !== null && <p>{view.counts.NEW + view.counts.SUGGESTED > 0 ? texts.matchNote(view.counts.NEW) : texts.matchAgain}</p>}
        <div class="actions">
          {view.match !== null && (
            <DeskForm action={`${base}/match`} seal={view.match} class="">
              <button class="button main" type="submit">
                {texts.match}
              </button>
            </DeskForm>
          )}
          <a class="button" href={`${base}/match`}>
            {m.matching.page.title}
          </a>
          <a class={view.match === null ? 'button main' : 'button'} href={`${base}/import`}>
            {texts.import}
          </a>
          <a class="button" href={`${base}/channels`}>
            {m.channels.title}
          </a>
        </div>
      </section>
      <nav aria-label={texts.filters}>
        <ul class="chips">
          {bankFilters.map((filter) => (
            <li key={filter}>
              <a href={`${base}?state=${filter}`} aria-current={filter === view.filter ? 'true' : undefined}>
                {`${m.matching.states[filter]} ${view.counts[filter]}`}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <Lines m={m} view={view} base={base} />
    </DeskLayout>
  );
}

function Lines({ m, view, base }: Props & { readonly base: string }): JSX.Element {
  const texts = m.books.bank;
  const options = [{ value: '', label: texts.allMonths }, ...view.months.map((month) => ({ value: month, label: m.month(month) }))];
  return (
    <Card id="lines" title={m.matching.states[view.filter]}>
      {view.months.length > 0 && (
        <FilterBar m={m} action={base}>
          <input type="hidden" name="state" value={view.filter} />
          <Field name="month" label={texts.month} value={view.month ?? ''} options={options} />
        </FilterBar>
      )}
      {view.rows.length === 0 &&
        (view.anyFile ? <EmptyState title={texts.empty}>{texts.emptyHint}</EmptyState> : <EmptyState title={texts.none}>{texts.noneHint}</EmptyState>)}
      <ul class="list long">
        {view.rows.map((row) => (
          <BankRow key={row.id} m={m} row={row} base={base} />
        ))}
      </ul>
      {view.rows.length > 0 && <Pager m={m} shown={view.rows.length} firstHref={view.firstHref} nextHref={view.nextHref} />}
    </Card>
  );
}

function BankRow({ m, row, base }: { readonly m: Messages; readonly row: BankLineRow; readonly base: string }): JSX.Element {
  const texts = m.books.bank;
  return (
    <li>
      <a class="row" href={`${base}/${row.id}`}>
        <span>
          <b>{row.counterparty}</b>
          <small>{row.remark === '' ? m.books.line.noRemark : row.remark}</small>
          {row.why !== null && <small>{row.why}</small>}
          {row.waiting !== null && <StatusTag tone="due">{texts.waits(row.waiting.days)}</StatusTag>}
        </span>
        <span class="side">
          <span class="money">{formatMoney(row.amount)}</span>
          <small>{`${m.shortDate(row.bookedOn)} · ${m.bankLine.numbered(row.id)}`}</small>
        </span>
      </a>
    </li>
  );
}
