import type { JSX } from 'preact';
import type { DisbursementState } from '../../../modules/disbursements/index.js';
import { Icon, StatusTag } from '../../components/index.js';
import type { Messages } from '../../messages/index.js';

type Look = 'done' | 'now' | 'due' | 'bad' | 'wait';

/** Blue with a clock is under way without you; amber asks for something; grey is over or not begun. */
const looks: Readonly<Record<DisbursementState, Look>> = {
  DRAFT: 'due',
  SUBMITTED: 'now',
  GATE_FAILED: 'bad',
  APPROVING: 'now',
  DEFERRED: 'due',
  APPROVED: 'now',
  INSTRUCTED: 'now',
  FAILED: 'bad',
  SETTLED: 'done',
  RETURNED: 'bad',
  REJECTED: 'bad',
  CANCELLED: 'wait',
  CLOSED_UNPAID: 'wait',
};

export function PayoutStateTag({ m, state }: { readonly m: Messages; readonly state: DisbursementState }): JSX.Element {
  const look = looks[state];
  if (look !== 'now') return <StatusTag tone={look}>{m.workbench.states[state]}</StatusTag>;
  return (
    <span class="tag info">
      <Icon name="now" />
      {m.workbench.states[state]}
    </span>
  );
}
