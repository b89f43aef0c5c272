import type { JSX } from 'preact';
import { Banner, Card, Field, More } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, errorOf, RefusalNotice, typedOr, type FormSeal, type Refusal } from '../desk/form-parts.js';
import {
  ApprovalSteps,
  FundBeforeAfter,
  GateList,
  PayoutHistory,
  PayoutStateTag,
  PayoutSummary,
  purposeText,
  ScoreParts,
  type PayoutFacts,
} from '../desk/payout/index.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';

export type FirmPayoutDone = 'submitted' | 'gateFailed' | 'revised' | 'cancelled';

export interface FirmPayoutView {
  readonly frame: DeskFrame;
  readonly payout: PayoutFacts;
  /** Where the page's own list stands: the firm's requests, or the bookkeeper's. */
  readonly base: string;
  readonly version: number;
  /** What may still be asked for from this source, when it may be submitted again. */
  readonly revise: { readonly seal: FormSeal; readonly payable: string; readonly bankName: string | null } | null;
  readonly cancel: FormSeal | null;
  readonly done: FirmPayoutDone | null;
  readonly refusal: Refusal | null;
}

type Props = { readonly m: Messages; readonly view: FirmPayoutView };

/** A request of those who asked: where it stands, and what can still be done about it. */
export function FirmPayoutPage({ m, view }: Props): JSX.Element {
  const { payout, frame, base } = view;
  const texts = m.firm.payout;
  const messages = { submitted: m.firm.request.submitted, gateFailed: m.firm.request.gateFailed, revised: texts.revised, cancelled: texts.cancelled };
  return (
    <DeskLayout
      m={m}
      frame={frame}
      head={{
        title: purposeText(m, payout.purpose),
        back: { href: base, label: texts.back },
        tag: <PayoutStateTag m={m} state={payout.state} />,
      }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {view.done !== null && <Banner tone={view.done === 'gateFailed' ? 'warn' : 'ok'} title={messages[view.done]} />}
        </>
      }
    >
      <WhatHappened m={m} view={view} />
      <div class="two">
        <div class="first">
          <PayoutSummary m={m} payout={payout} />
          <Revise m={m} view={view} />
        </div>
        <div class="beside">
          <ApprovalSteps m={m} payout={payout} />
        </div>
        <div class="rest">
          <GateList m={m} payout={payout} />
          <FundBeforeAfter m={m} payout={payout} />
          <ScoreParts m={m} payout={payout} />
          <PayoutHistory m={m} payout={payout} />
          <Cancel m={m} view={view} />
        </div>
      </div>
    </DeskLayout>
  );
}

/** Who sent it back and why: the reason stands on top, not somewhere in the history. */
function WhatHappened({ m, view }: Props): JSX.Element | null {
  const { payout } = view;
  const texts = m.firm.payout;
  if (payout.state === 'GATE_FAILED') return <Banner tone="bad" title={texts.gateFailed} />;
  if (payout.state === 'RETURNED') return <Banner tone="warn" title={m.payouts.cameBack(payout.returns.map((day) => m.date(day)).at(-1) ?? '')} />;
  const returned = payout.history.findLast(({ action }) => action === 'RETURN');
  if (payout.state !== 'DRAFT' || returned === undefined) return null;
  return (
    <Banner tone="warn" title={texts.returned}>
      <p>{`${returned.organisation} · ${m.moment(returned.at)}`}</p>
      {returned.reason !== null && <p>{returned.reason}</p>}
    </Banner>
  );
}

function Revise({ m, view }: Props): JSX.Element | null {
  const { revise, payout, base, refusal } = view;
  const texts = m.firm.payout;
  if (revise === null) return null;
  return (
    <Card id="revise" title={texts.reviseTitle} note={texts.reviseNote}>
      <DeskForm action={`${base}/${payout.number}/revision`} seal={revise.seal} values={{ version: String(view.version) }}>
        <Field
          name="amount"
          label={texts.amount}
          hint={m.firm.request.cap(formatMoney(revise.payable))}
          inputMode="decimal"
          autocomplete="off"
          required
          value={typedOr(refusal, 'amount', payout.amount)}
          error={errorOf(refusal, 'amount')}
        />
        {revise.bankName !== null && (
          <Field
            name="bankName"
            label={m.payouts.request.bankName}
            hint={m.payouts.request.bankNameHint}
            autocomplete="off"
            required
            value={typedOr(refusal, 'bankName', revise.bankName)}
            error={errorOf(refusal, 'bankName')}
          />
        )}
        <div class="actions">
          <button class="button main" type="submit">
            {texts.revise}
          </button>
        </div>
      </DeskForm>
    </Card>
  );
}

function Cancel({ m, view }: Props): JSX.Element | null {
  const { cancel, payout, base, refusal } = view;
  const texts = m.firm.payout;
  if (cancel === null) return null;
  return (
    <More label={texts.cancelTitle}>
      <p class="note">{texts.cancelNote}</p>
      <DeskForm action={`${base}/${payout.number}/cancellation`} seal={cancel} values={{ version: String(view.version) }}>
        <Field name="reason" label={m.workbench.forms.reason} rows={2} required value={typedOr(refusal, 'reason')} error={errorOf(refusal, 'reason')} />
        <div class="actions">
          <button class="button danger" type="submit">
            {texts.cancel}
          </button>
        </div>
      </DeskForm>
    </More>
  );
}
