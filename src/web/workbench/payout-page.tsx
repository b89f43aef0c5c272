import type { JSX } from 'preact';
import type { Instant } from '../../kernel/index.js';
import type { Slot } from '../../modules/contracts/index.js';
import type { DecisionKind } from '../../modules/disbursements/index.js';
import { Banner, type Evidence } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, RefusalNotice, type FormSeal, type Refusal } from '../desk/form-parts.js';
import {
  ApprovalSteps,
  FundBeforeAfter,
  GateList,
  PayoutEvidence,
  PayoutHistory,
  PayoutStateTag,
  PayoutSummary,
  purposeText,
  ScoreParts,
  type PayoutFacts,
} from '../desk/payout/index.js';
import type { Messages } from '../messages/index.js';

export type DecisionMade = DecisionKind | 'WITHDRAW';

/** A payout for somebody who may have to decide it. */
export interface ApproverPayoutView {
  readonly frame: DeskFrame;
  readonly payout: PayoutFacts;
  readonly evidence: readonly Evidence[];
  /** What a decision binds to; null when this person cannot decide now, and then `cannot` says why, if there is anything to decide. */
  readonly decision: { readonly seal: FormSeal; readonly version: number; readonly payloadSha256: string; readonly isSigned: boolean } | null;
  readonly cannot: string | null;
  /** Until when this person may take the approval back. */
  readonly withdrawUntil: Instant | null;
  /** What this person has just done here. */
  readonly done: DecisionMade | null;
  readonly missing: readonly Slot[];
  /** The next payout that waits for this person. */
  readonly next: string | null;
  readonly refusal: Refusal | null;
}

type Props = { readonly m: Messages; readonly view: ApproverPayoutView };

/** Everything that a decision needs, the decision always in reach. On a phone the approvals come right after the amount. */
export function ApproverPayoutPage({ m, view }: Props): JSX.Element {
  const { payout, frame } = view;
  const base = `/w/${frame.community.slug}`;
  return (
    <DeskLayout
      m={m}
      frame={frame}
      head={{
        title: purposeText(m, payout.purpose),
        back: { href: base, label: m.workbench.payout.back },
        tag: <PayoutStateTag m={m} state={payout.state} />,
      }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          <Done m={m} view={view} />
        </>
      }
    >
      {view.cannot !== null && view.done === null && (
        <Banner tone="info" title={m.workbench.decide.cannot}>
          <p>{view.cannot}</p>
        </Banner>
      )}
      <div class="two">
        <div class="first">
          <PayoutSummary m={m} payout={payout} />
        </div>
        <div class="beside">
          <ApprovalSteps m={m} payout={payout} />
          <PayoutEvidence m={m} items={view.evidence} />
        </div>
        <div class="rest">
          <FundBeforeAfter m={m} payout={payout} />
          <GateList m={m} payout={payout} />
          <ScoreParts m={m} payout={payout} />
          <PayoutHistory m={m} payout={payout} />
        </div>
      </div>
      <DecisionBar m={m} view={view} />
    </DeskLayout>
  );
}

/** What was just done, who is still missing, and for ten minutes the way back. */
function Done({ m, view }: Props): JSX.Element | null {
  const { done, payout, withdrawUntil, missing, next, frame } = view;
  const texts = m.workbench.decide;
  if (done === null && withdrawUntil === null) return null;
  const own = `/w/${frame.community.slug}/payouts/${payout.number}`;
  const approved = payout.state === 'APPROVED' ? texts.complete : missing.length > 0 ? texts.moreNeeded(m.list(missing.map((slot) => m.slots[slot]))) : null;
  return (
    <Banner tone="ok" title={texts.done[done ?? 'APPROVE']}>
      {withdrawUntil !== null && approved !== null && <p>{approved}</p>}
      {withdrawUntil !== null && <p>{texts.undo(m.shortMoment(withdrawUntil))}</p>}
      <p class="actions">
        {withdrawUntil !== null && (
          <a class="button small" href={`${own}/withdraw`}>
            {texts.undoLink}
          </a>
        )}
        {next !== null && (
          <a class="button small" href={`/w/${frame.community.slug}/payouts/${next}`}>
            {texts.next}
          </a>
        )}
        <a class="button small" href={`/w/${frame.community.slug}`}>
          {texts.toQueue}
        </a>
      </p>
    </Banner>
  );
}

/** Approve at once; every other decision asks for its reason on a page of its own. */
function DecisionBar({ m, view }: Props): JSX.Element | null {
  const { decision, payout, frame } = view;
  if (decision === null) return null;
  const own = `/w/${frame.community.slug}/payouts/${payout.number}`;
  const texts = m.workbench.decide;
  return (
    <section class="bar-decide no-print" aria-label={texts.bar}>
      <DeskForm
        action={`${own}/${decision.isSigned ? 'sign' : 'decisions'}`}
        seal={decision.seal}
        values={{ version: String(decision.version), payloadSha256: decision.payloadSha256 }}
        class=""
      >
        <button class="button main" type="submit" name="decision" value="APPROVE">
          {texts.APPROVE}
        </button>
      </DeskForm>
      <a class="button" href={`${own}/return`}>
        {texts.RETURN}
      </a>
      <a class="button" href={`${own}/defer`}>
        {texts.DEFER}
      </a>
      <a class="button" href={`${own}/reject`}>
        {texts.REJECT}
      </a>
    </section>
  );
}
