import type { JSX } from 'preact';
import { Banner, Card, Field } from '../components/index.js';
import {
  AssessmentSteps,
  AssessmentTag,
  DraftButton,
  Findings,
  ItemComparison,
  ItemFields,
  MoneyEffectCard,
  SafetyEvents,
  ScoreCard,
  type AssessmentFacts,
  type DraftFact,
} from '../desk/assessment/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, errorOf, RefusalNotice, typedOr, type FormSeal, type Refusal } from '../desk/form-parts.js';
import type { Messages } from '../messages/index.js';

export interface SelfEvaluationView {
  readonly frame: DeskFrame;
  readonly facts: AssessmentFacts;
  /** The firm may evaluate itself now. */
  readonly evaluate: FormSeal | null;
  /** What the firm has written so far. */
  readonly draft: readonly DraftFact[];
  readonly late: boolean;
  readonly appeal: FormSeal | null;
  readonly done: 'self' | 'appealed' | 'drafted' | null;
  readonly refusal: Refusal | null;
}

type Props = { readonly m: Messages; readonly view: SelfEvaluationView };

/** The firm's side of a quarter: its own points item by item, later the findings beside them, the score and what it pays. */
export function SelfEvaluationPage({ m, view }: Props): JSX.Element {
  const { facts, frame } = view;
  const texts = m.workbench.assessments;
  return (
    <DeskLayout
      m={m}
      frame={frame}
      head={{
        title: texts.page(m.quarter(facts.quarter)),
        back: { href: `/f/${frame.community.slug}/assessments`, label: texts.back },
        tag: <AssessmentTag m={m} stage={facts.stage} />,
      }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {view.done !== null && <Banner tone="ok" title={texts.done[view.done]} />}
        </>
      }
    >
      {!facts.quarterOver && <Banner tone="info" title={texts.waiting.quarter(m.date(facts.quarterEnds))} />}
      <AssessmentSteps m={m} facts={facts} />
      <Evaluate m={m} view={view} />
      <Appeal m={m} view={view} />
      <ScoreCard m={m} facts={facts} />
      <MoneyEffectCard m={m} facts={facts} />
      {view.evaluate === null && <ItemComparison m={m} facts={facts} slug={frame.community.slug} />}
      <Findings m={m} facts={facts} />
      <SafetyEvents m={m} facts={facts} slug={frame.community.slug} />
    </DeskLayout>
  );
}

function Evaluate({ m, view }: Props): JSX.Element | null {
  const { evaluate, facts, frame, refusal } = view;
  const texts = m.firm.assessments;
  if (evaluate === null) return null;
  const base = `/f/${frame.community.slug}/assessments/${facts.quarter}`;
  const until = m.date(facts.steps.find(({ step }) => step === 'self')?.until ?? facts.quarterEnds);
  return (
    <Card id="evaluate" title={texts.form} note={view.late ? texts.late(until) : texts.formNote(until)}>
      <DeskForm action={`${base}/self-evaluation`} seal={evaluate} class="form wide">
        <ItemFields m={m} items={facts.items} beside={null} draft={view.draft} slug={frame.community.slug} base={base} refusal={refusal} />
        <div class="actions">
          <button class="button main" type="submit">
            {texts.submit}
          </button>
          <DraftButton m={m} base={base} />
        </div>
      </DeskForm>
    </Card>
  );
}

function Appeal({ m, view }: Props): JSX.Element | null {
  const { appeal, facts, frame, refusal } = view;
  const texts = m.firm.assessments;
  if (appeal === null || facts.appealUntil === null) return null;
  return (
    <Card id="appeal" title={texts.appealTitle} note={texts.appealNote(m.date(facts.appealUntil))}>
      <DeskForm action={`/f/${frame.community.slug}/assessments/${facts.quarter}/appeal`} seal={appeal}>
        <Field
          name="reason"
          label={texts.appealReason}
          hint={m.workbench.forms.published}
          rows={4}
          required
          value={typedOr(refusal, 'reason')}
          error={errorOf(refusal, 'reason')}
        />
        <div class="actions">
          <button class="button" type="submit">
            {texts.appeal}
          </button>
        </div>
      </DeskForm>
    </Card>
  );
}
