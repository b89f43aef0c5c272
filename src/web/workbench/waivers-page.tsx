import type { JSX } from 'preact';
import type { WaiverView } from '../../modules/fees/index.js';
import { Banner, Card, EmptyState, Field } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, errorOf, RefusalNotice, typedOr, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { WaiverList, waiverTarget } from '../desk/waiver-list.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';

export interface WaiverDecisionsView {
  readonly frame: DeskFrame;
  readonly open: readonly WaiverView[];
  readonly decided: readonly WaiverView[];
  /** A seal for each that this person may decide; none for who only looks. */
  readonly seals: ReadonlyMap<number, FormSeal>;
  readonly done: boolean;
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
          {view.done && <Banner tone="ok" title={texts.decided} />}
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
              return seal && <Decision m={m} view={view} waiver={waiver} seal={seal} />;
            }}
          </WaiverList>
        )}
      </Card>
      {view.decided.length > 0 && (
        <Card id="decided" title={texts.list}>
          <WaiverList m={m} waivers={view.decided} />
        </Card>
      )}
    </DeskLayout>
  );
}

interface DecisionProps {
  readonly m: Messages;
  readonly view: WaiverDecisionsView;
  readonly waiver: WaiverView;
  readonly seal: FormSeal;
}

function Decision({ m, view, waiver, seal }: DecisionProps): JSX.Element {
  const texts = m.billing.waivers;
  const name = `reason${waiver.id}`;
  return (
    <DeskForm action={`/w/${view.frame.community.slug}/waivers/${waiver.id}`} seal={seal} label={waiverTarget(m, waiver)}>
      <p>{texts.effect(formatMoney(waiver.amount.toString()), waiverTarget(m, waiver))}</p>
      <Field name={name} label={texts.decisionReason} value={typedOr(view.refusal, name)} error={errorOf(view.refusal, name)} />
      <div class="actions">
        <button class="button main" type="submit" name="decision" value="APPROVED">
          {texts.approve}
        </button>
        <button class="button" type="submit" name="decision" value="REFUSED">
          {texts.refuse}
        </button>
      </div>
    </DeskForm>
  );
}
