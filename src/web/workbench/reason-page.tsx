import type { JSX } from 'preact';
import { Money, moneyInWords } from '../../kernel/index.js';
import { Amount, Facts, Field } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, errorOf, RefusalNotice, typedOr, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { purposeText, type PayoutFacts } from '../desk/payout/index.js';
import type { Messages } from '../messages/index.js';

export const reasonedDecisions = ['RETURN', 'DEFER', 'REJECT', 'WITHDRAW'] as const;
export type ReasonedDecision = (typeof reasonedDecisions)[number];

export interface ReasonView {
  readonly frame: DeskFrame;
  readonly decision: ReasonedDecision;
  readonly payout: Pick<PayoutFacts, 'number' | 'purpose' | 'amount' | 'payee'>;
  readonly seal: FormSeal;
  /** The payout as it was looked at. */
  readonly version: number;
  readonly payloadSha256: string;
  readonly isSigned: boolean;
  readonly refusal: Refusal | null;
}

/** A decision that needs a reason: a common one, own words, or both. Says that the reason is published. */
export function ReasonPage({ m, view }: { readonly m: Messages; readonly view: ReasonView }): JSX.Element {
  const { decision, payout, frame, refusal } = view;
  const own = `/w/${frame.community.slug}/payouts/${payout.number}`;
  const texts = m.workbench.decide;
  return (
    <DeskLayout
      m={m}
      frame={frame}
      head={{ title: texts.titles[decision], lead: texts.leads[decision], back: { href: own, label: purposeText(m, payout.purpose) } }}
      notice={<RefusalNotice m={m} refusal={refusal} />}
    >
      <section class="card" aria-label={m.workbench.payout.amount}>
        <p class="figure">
          <Amount yuan={payout.amount} />
        </p>
        <p class="words">{moneyInWords(Money.parse(payout.amount))}</p>
        <Facts
          facts={[
            [m.workbench.payout.payTo, `${payout.payee.name} ${m.tail(payout.payee.last4)}`],
            [m.workbench.payout.number, payout.number],
          ]}
        />
      </section>
      <section class="card" aria-label={m.workbench.forms.reason}>
        <DeskForm
          action={`${own}/${decision === 'WITHDRAW' ? 'withdrawal' : view.isSigned ? 'sign' : 'decisions'}`}
          seal={view.seal}
          values={{ version: String(view.version), payloadSha256: view.payloadSha256, decision }}
        >
          <ReasonFields m={m} decision={decision} refusal={refusal} />
          <div class="actions">
            <button class="button main" type="submit">
              {texts.confirm[decision]}
            </button>
            <a class="button" href={own}>
              {m.workbench.forms.cancel}
            </a>
          </div>
        </DeskForm>
      </section>
    </DeskLayout>
  );
}

function ReasonFields({ m, decision, refusal }: { readonly m: Messages; readonly decision: ReasonedDecision; readonly refusal: Refusal | null }): JSX.Element {
  const forms = m.workbench.forms;
  const chosen = typedOr(refusal, 'template');
  return (
    <>
      <fieldset class="choices">
        <legend>{forms.reasonTemplates}</legend>
        {[...m.workbench.decide.templates[decision], ''].map((template) => (
          <label key={template} class="choice">
            <input type="radio" name="template" value={template} checked={template === chosen} />
            {template === '' ? forms.none : template}
          </label>
        ))}
      </fieldset>
      <Field name="reason" label={forms.reasonMore} hint={forms.published} rows={3} value={typedOr(refusal, 'reason')} error={errorOf(refusal, 'reason')} />
    </>
  );
}
