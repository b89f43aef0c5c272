import type { JSX } from 'preact';
import { disbursementStates, type DisbursementState } from '../../modules/disbursements/index.js';
import { Card, EmptyState, Field, FilterBar, Pager } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { PayoutRows, type PayoutRow } from '../desk/payout/index.js';
import type { Messages } from '../messages/index.js';

export interface PayoutListView {
  readonly frame: DeskFrame;
  /** Where the payouts of this reader's room are: `/w/ryxc/payouts`. */
  readonly base: string;
  readonly title: string;
  readonly empty: { readonly title: string; readonly hint: string };
  readonly rows: readonly PayoutRow[];
  readonly state: DisbursementState | null;
  readonly firstHref: string | null;
  readonly nextHref: string | null;
}

/** Every payout of the compound, the latest first, narrowed by its state. */
export function PayoutListPage({ m, view }: { readonly m: Messages; readonly view: PayoutListView }): JSX.Element {
  const texts = m.workbench.list;
  const { base } = view;
  const options = [{ value: '', label: texts.allStates }, ...disbursementStates.map((state) => ({ value: state, label: m.workbench.states[state] }))];
  return (
    <DeskLayout m={m} frame={view.frame} head={{ title: view.title }}>
      <Card id="payouts" title={texts.caption}>
        <FilterBar m={m} action={base} {...(view.state !== null && { clearHref: base })}>
          <Field name="state" label={texts.state} value={view.state ?? ''} options={options} />
        </FilterBar>
        {view.rows.length === 0 ? <EmptyState title={view.empty.title}>{view.empty.hint}</EmptyState> : <PayoutRows m={m} rows={view.rows} base={base} />}
        <Pager m={m} shown={view.rows.length} firstHref={view.firstHref} nextHref={view.nextHref} />
      </Card>
    </DeskLayout>
  );
}
