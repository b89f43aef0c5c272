import type { JSX } from 'preact';
import { isServiceKind, shortHash } from '../../../modules/disbursements/index.js';
import { Card, Steps, type Step } from '../../components/index.js';
import type { Messages } from '../../messages/index.js';
import type { PayoutFacts, SlotFact } from './payout-facts.js';

type Props = { readonly m: Messages; readonly payout: PayoutFacts };

/** Where the payout stands on its way from the request to the bank; what is still to come is grey. */
export function ApprovalSteps({ m, payout }: Props): JSX.Element {
  return (
    <Card id="approvals" title={m.workbench.payout.approvals}>
      {payout.wantsSignature && (
        <p>
          {m.signing.checkCode} <code>{shortHash(payout.payloadSha256)}</code>
        </p>
      )}
      {payout.enough !== null && <p>{m.payouts.enough(payout.enough)}</p>}
      <Steps m={m} steps={[...requestSteps(m, payout), ...payout.slots.map((slot) => slotStep(m, payout, slot)), ...ending(m, payout)]} />
    </Card>
  );
}

function requestSteps(m: Messages, payout: PayoutFacts): Step[] {
  const texts = m.workbench.payout.step;
  const checked = payout.history.findLast(({ action }) => action === 'GATES_PASSED' || action === 'GATES_FAILED');
  const { organisation, at } = payout.submitter;
  return [
    { state: 'done', title: isServiceKind(payout.purpose.kind) ? texts.submitted : texts.prepared, at: m.shortMoment(at), details: [organisation] },
    checked === undefined
      ? { state: 'wait', title: texts.gates }
      : { state: checked.action === 'GATES_PASSED' ? 'done' : 'failed', title: texts.gates, at: m.shortMoment(checked.at) },
  ];
}

function slotStep(m: Messages, { state, wantsSignature }: PayoutFacts, { slot, mine, approval }: SlotFact): Step {
  const texts = m.workbench.payout.step;
  const title = texts.approve(m.slots[slot]);
  if (approval !== null) {
    const signed = wantsSignature ? [m.signing.signed[approval.suite ?? 'none']] : [];
    const details = [`${approval.organisation} ${texts.agreed}`, ...(approval.substitute ? [texts.substitute] : []), ...signed];
    return { state: 'done', title, at: m.shortMoment(approval.at), details };
  }
  const open = state === 'APPROVING' || state === 'DEFERRED';
  if (held.includes(state)) return { state: 'wait', title, details: [m.payouts.notNeeded] };
  return { state: open && mine ? 'now' : 'wait', title, details: [open ? (mine ? texts.yours : texts.waiting) : texts.notYet] };
}

/** Once the money is set aside enough have approved. */
const held: readonly PayoutFacts['state'][] = ['APPROVED', 'INSTRUCTED', 'SETTLED'];

const endings = { DRAFT: 'returned', REJECTED: 'rejected', CANCELLED: 'cancelled', RETURNED: 'cameBack', CLOSED_UNPAID: 'closedUnpaid' } as const;

function ending(m: Messages, payout: PayoutFacts): Step[] {
  const texts = m.workbench.payout.step;
  const { state } = payout;
  const last = payout.history.at(-1);
  if (state === 'DRAFT' || state === 'REJECTED' || state === 'CANCELLED' || state === 'RETURNED' || state === 'CLOSED_UNPAID')
    return [
      { state: 'failed', title: texts[endings[state]], at: last && m.shortMoment(last.at), details: last?.reason ? [last.organisation, last.reason] : [] },
    ];
  const approved = payout.history.findLast(({ action }) => action === 'APPROVE');
  const isHeld = held.includes(state);
  const steps: Step[] = [
    isHeld ? { state: 'done', title: texts.hold, at: approved && m.shortMoment(approved.at) } : { state: 'wait', title: texts.hold },
    payout.instructedAt !== null && state !== 'APPROVED'
      ? { state: 'done', title: texts.instruct, at: m.shortMoment(payout.instructedAt) }
      : {
          state: isHeld ? 'now' : 'wait',
          title: texts.instruct,
          details: payout.instructableFrom === null ? [] : [texts.from(m.shortMoment(payout.instructableFrom))],
        },
    payout.paidOn !== null
      ? { state: 'done', title: texts.settle, details: [texts.on(m.date(payout.paidOn))] }
      : { state: state === 'INSTRUCTED' ? 'now' : 'wait', title: texts.settle },
  ];
  return state === 'DEFERRED'
    ? [{ state: 'now', title: texts.deferred, at: last && m.shortMoment(last.at), details: last?.reason ? [last.organisation, last.reason] : [] }, ...steps]
    : steps;
}
