import type { JSX } from 'preact';
import type { DiscountView, WaiverView } from '../../modules/fees/index.js';
import { Banner, Card, EmptyState, Field } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DiscountList, discountTarget } from '../desk/discount-list.js';
import { DeskForm, errorOf, RefusalNotice, typedOr, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { WaiverList, waiverTarget } from '../desk/waiver-list.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';

export interface WaiverDecisionsView {
  readonly frame: DeskFrame;
  readonly open: readonly WaiverView[];
  readonly decided: readonly WaiverView[];
  /** Discounts that wait for the owner side. */
  readonly discounts: readonly DiscountView[];
  /** Discounts whose early end waits for the owner side. */
  readonly ending: readonly DiscountView[];
  /** A seal for each that this person may decide; none for who only looks. */
  readonly seals: ReadonlyMap<number, FormSeal>;
  readonly done: 'decided' | 'undone' | null;
  readonly refusal: Refusal | null;
}

/** Waivers and write-offs for those who speak for the owners. */
export function WaiverDecisionsPage({ m, view }: { readonly m: Messages; readonly view: WaiverDecisionsView }): JSX.Element {
  const texts = m.billing.waivers;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.title, lead: texts.lead }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {view.done !== null && <Banner tone="ok" title={view.done === 'undone' ? m.waiverUndo.done : texts.decided} />}
        </>
      }
    >
      <Card id="open" title={texts.toDecide}>
        {view.open.length === 0 ? (
          <EmptyState title={texts.nothing} />
        ) : (
          <WaiverList m={m} waivers={view.open}>
            {(waiver) => {
              const seal = view.seals.get(waiver.id);
              const label = waiverTarget(m, waiver);
              const effect = texts.effect(formatMoney(waiver.amount.toString()), label);
              return seal && <Decision m={m} view={view} id={waiver.id} of={{ path: '', agree: 'APPROVED', label, effect }} seal={seal} />;
            }}
          </WaiverList>
        )}
      </Card>
      {view.discounts.length > 0 && (
        <Card id="discounts" title={m.billing.discounts.title} note={m.billing.discounts.note}>
          <DiscountList m={m} discounts={view.discounts}>
            {(discount) => {
              const seal = view.seals.get(discount.id);
              const { of, off } = discountTarget(m, discount);
              const effect = m.billing.discounts.effect(of, off, m.shortTerm(discount.from, discount.to));
              return seal && <Decision m={m} view={view} id={discount.id} of={{ path: 'discounts/', agree: 'AGREED', label: of, effect }} seal={seal} />;
            }}
          </DiscountList>
        </Card>
      )}
      <EndsToDecide m={m} view={view} />
      {view.decided.length > 0 && (
        <Card id="decided" title={texts.list}>
          <WaiverList m={m} waivers={view.decided}>
            {(waiver) => {
              const seal = view.seals.get(waiver.id);
              return waiver.state === 'APPROVED' && seal && <Undo m={m} view={view} waiver={waiver} seal={seal} />;
            }}
          </WaiverList>
        </Card>
      )}
    </DeskLayout>
  );
}

/** Discounts that would end early, each with what comes of it. */
function EndsToDecide({ m, view }: { readonly m: Messages; readonly view: WaiverDecisionsView }): JSX.Element | null {
  const texts = m.discountEnds;
  if (view.ending.length === 0) return null;
  return (
    <Card id="ends" title={texts.title} note={texts.note}>
      <DiscountList m={m} discounts={view.ending}>
        {(discount) => {
          const seal = discount.end && view.seals.get(discount.end.id);
          if (!discount.end || !seal) return null;
          const { of } = discountTarget(m, discount);
          const { id, lastOn } = discount.end;
          return <Decision m={m} view={view} id={id} of={{ path: 'ends/', agree: 'AGREED', label: of, effect: texts.effect(of, lastOn) }} seal={seal} />;
        }}
      </DiscountList>
    </Card>
  );
}

/** What was approved and should not have been: taken back with its reason. */
function Undo({
  m,
  view,
  waiver,
  seal,
}: {
  readonly m: Messages;
  readonly view: WaiverDecisionsView;
  readonly waiver: WaiverView;
  readonly seal: FormSeal;
}): JSX.Element {
  const texts = m.waiverUndo;
  const name = `undo${waiver.id}`;
  const error = errorOf(view.refusal, name);
  return (
    <details open={error !== undefined}>
      <summary>{texts.open}</summary>
      <DeskForm action={`/w/${view.frame.community.slug}/waivers/${waiver.id}/undo`} seal={seal} label={`${texts.open} ${waiverTarget(m, waiver)}`}>
        <p>{texts.effect(waiverTarget(m, waiver), formatMoney(waiver.amount.toString()))}</p>
        <Field name={name} label={texts.reason} value={typedOr(view.refusal, name)} error={error} required />
        <div class="actions">
          <button class="button" type="submit">
            {texts.submit}
          </button>
        </div>
      </DeskForm>
    </details>
  );
}

interface DecisionProps {
  readonly m: Messages;
  readonly view: WaiverDecisionsView;
  readonly id: number;
  /** What is decided on: under which path, by which word, and what comes of it. */
  readonly of: { readonly path: string; readonly agree: 'APPROVED' | 'AGREED'; readonly label: string; readonly effect: string };
  readonly seal: FormSeal;
}

function Decision({ m, view, id, of, seal }: DecisionProps): JSX.Element {
  const texts = m.billing.waivers;
  const name = `reason${id}`;
  return (
    <DeskForm action={`/w/${view.frame.community.slug}/waivers/${of.path}${id}`} seal={seal} label={of.label}>
      <p>{of.effect}</p>
      <Field name={name} label={texts.decisionReason} value={typedOr(view.refusal, name)} error={errorOf(view.refusal, name)} />
      <div class="actions">
        <button class="button main" type="submit" name="decision" value={of.agree}>
          {texts.approve}
        </button>
        <button class="button" type="submit" name="decision" value="REFUSED">
          {texts.refuse}
        </button>
      </div>
    </DeskForm>
  );
}
