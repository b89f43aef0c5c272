import type { JSX } from 'preact';
import { dateOf, type Instant } from '../../kernel/index.js';
import { disbursementStates, type DisbursementState } from '../../modules/disbursements/index.js';
import { Card, EmptyState, Field, FilterBar, Pager } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { PayoutStateTag, purposeText, type PayoutPurpose } from '../desk/payout/index.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';

export interface PayoutRow {
  readonly number: string;
  readonly purpose: PayoutPurpose;
  readonly amount: string;
  readonly state: DisbursementState;
  readonly submittedAt: Instant;
}

export interface PayoutListView {
  readonly frame: DeskFrame;
  readonly rows: readonly PayoutRow[];
  readonly state: DisbursementState | null;
  readonly firstHref: string | null;
  readonly nextHref: string | null;
}

/** Every payout of the compound, the latest first, narrowed by its state. */
export function PayoutListPage({ m, view }: { readonly m: Messages; readonly view: PayoutListView }): JSX.Element {
  const texts = m.workbench.list;
  const base = `/w/${view.frame.community.slug}/payouts`;
  const options = [{ value: '', label: texts.allStates }, ...disbursementStates.map((state) => ({ value: state, label: m.workbench.states[state] }))];
  return (
    <DeskLayout m={m} frame={view.frame} head={{ title: texts.title }}>
      <Card id="payouts" title={texts.caption}>
        <FilterBar m={m} action={base} {...(view.state !== null && { clearHref: base })}>
          <Field name="state" label={texts.state} value={view.state ?? ''} options={options} />
        </FilterBar>
        {view.rows.length === 0 ? <EmptyState title={texts.empty}>{texts.emptyHint}</EmptyState> : <PayoutRows m={m} rows={view.rows} base={base} />}
        <Pager m={m} shown={view.rows.length} firstHref={view.firstHref} nextHref={view.nextHref} />
      </Card>
    </DeskLayout>
  );
}

/** Payouts line by line, each leading to its page under `base`. */
export function PayoutRows({ m, rows, base }: { readonly m: Messages; readonly rows: readonly PayoutRow[]; readonly base: string }): JSX.Element {
  return (
    <ul class="list">
      {rows.map((row) => (
        <li key={row.number}>
          <a class="row" href={`${base}/${row.number}`}>
            <span>
              <b>{purposeText(m, row.purpose)}</b>
              <small>{`${row.number} · ${m.workbench.queue.submitted(m.shortDate(dateOf(row.submittedAt)))}`}</small>
              <PayoutStateTag m={m} state={row.state} />
            </span>
            <span class="side money">{formatMoney(row.amount)}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}
