import type { JSX } from 'preact';
import { Banner, Card } from '../components/index.js';
import { AssessmentSteps, AssessmentTag, Findings, ItemComparison, MoneyEffectCard, SafetyEvents, ScoreCard } from '../desk/assessment/index.js';
import { DeskLayout } from '../desk/desk-layout.js';
import { RefusalNotice } from '../desk/form-parts.js';
import type { Messages } from '../messages/index.js';
import { EventForms } from './assessment-event-forms.js';
import { AssessmentForms } from './assessment-forms.js';
import type { AssessmentPageView } from './assessment-page-view.js';

/** The quarter's assessment: where it stands, what may be done now, the firm's claim beside the finding, and the money. */
export function AssessmentPage({ m, view }: { readonly m: Messages; readonly view: AssessmentPageView }): JSX.Element {
  const { facts, frame } = view;
  const texts = m.workbench.assessments;
  return (
    <DeskLayout
      m={m}
      frame={frame}
      head={{
        title: texts.page(m.quarter(facts.quarter)),
        back: { href: `/w/${frame.community.slug}/assessments`, label: texts.back },
        tag: <AssessmentTag m={m} stage={facts.stage} />,
      }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {view.done !== null && <Banner tone="ok" title={texts.done[view.done]} />}
        </>
      }
    >
      <Waiting m={m} view={view} />
      <AssessmentSteps m={m} facts={facts} />
      {view.acts.finalise !== undefined && <MoneyEffectCard m={m} facts={facts} />}
      {view.survey && (
        <Card id="letters" title={m.survey.title} note={m.survey.desk.linkNote}>
          <p>
            <a class="button" href={`/w/${frame.community.slug}/assessments/${facts.quarter}/survey`}>
              {m.survey.desk.link}
            </a>
          </p>
        </Card>
      )}
      <AssessmentForms m={m} view={view} />
      <ScoreCard m={m} facts={facts} />
      {view.acts.finalise === undefined && <MoneyEffectCard m={m} facts={facts} />}
      {view.acts.inspection === undefined && <ItemComparison m={m} facts={facts} slug={frame.community.slug} />}
      <Findings m={m} facts={facts} />
      <SafetyEvents m={m} facts={facts} slug={frame.community.slug} />
      <EventForms m={m} view={view} />
    </DeskLayout>
  );
}

/** Why nothing can be done now, and until when. */
function Waiting({ m, view }: { readonly m: Messages; readonly view: AssessmentPageView }): JSX.Element | null {
  const { facts } = view;
  const texts = m.workbench.assessments;
  const { state } = facts;
  const until = (step: 'self' | 'appeal'): string => m.date(facts.steps.find((known) => known.step === step)?.until ?? facts.quarterEnds);
  const said =
    state === 'VOID'
      ? (facts.voided?.reason ?? null)
      : !facts.quarterOver
        ? texts.waiting.quarter(m.date(facts.quarterEnds))
        : state === 'OPEN' && view.acts.inspection === undefined
          ? texts.waiting.self(until('self'))
          : (state === 'SCORED' || state === 'REVIEWED') && !facts.windowOver
            ? texts.waiting.appeal(until('appeal'))
            : (state === 'SCORED' || state === 'REVIEWED' || state === 'APPEALED') && Object.keys(view.acts).length === 0
              ? texts.waiting.centre
              : null;
  return said === null ? null : <Banner tone="info" title={said} />;
}
