import type { JSX } from 'preact';
import { dateOf, type Instant } from '../../../kernel/index.js';
import { lineSeenBy, type DisbursementState, type DisbursementView, type Reader } from '../../../modules/disbursements/index.js';
import { formatMoney } from '../../format.js';
import type { Messages } from '../../messages/index.js';
import { payoutPurpose, purposeText, type PayoutPurpose } from './payout-facts.js';
import { PayoutStateTag } from './payout-state-tag.js';

export interface PayoutRow {
  readonly number: string;
  readonly purpose: PayoutPurpose;
  readonly amount: string;
  readonly state: DisbursementState;
  readonly submittedAt: Instant;
}

/** A payout as a line of a list, as its reader may see it. */
export function payoutRow(whole: DisbursementView, reader: Reader): PayoutRow {
  const payout = lineSeenBy(whole, reader);
  const { number, state, submittedAt } = payout;
  return { number, purpose: payoutPurpose(payout), amount: payout.amount.toString(), state, submittedAt };
}

/** Payouts line by line, each leading to its page under `base`. */
export function PayoutRows({ m, rows, base }: { readonly m: Messages; readonly rows: readonly PayoutRow[]; readonly base: string }): JSX.Element {
  return (
    <ul class="list long">
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
