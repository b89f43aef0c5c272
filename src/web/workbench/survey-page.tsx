import type { JSX } from 'preact';
import type { BusinessDate, Quarter } from '../../kernel/index.js';
import type { SurveyPaperView, SurveyProgress } from '../../modules/assessments/index.js';
import { Banner, Card, Facts, Field } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, fieldsOf, RefusalNotice, type FormSeal, type Refusal } from '../desk/form-parts.js';
import type { Messages } from '../messages/index.js';

export type SurveyDone = keyof Messages['survey']['desk']['done'];

export interface SurveyDeskView {
  readonly frame: DeskFrame;
  readonly quarter: Quarter;
  /** What may be done now, each with a form of its own. */
  readonly acts: Readonly<Partial<Record<'open' | 'letters' | 'papers' | 'close', FormSeal>>>;
  readonly survey: SurveyProgress | null;
  /** The questions that the contract names. */
  readonly agreed: readonly string[] | null;
  readonly over: boolean;
  /** Papers that this person's organisation may confirm, or reject, or take back. */
  readonly waiting: readonly { readonly paper: SurveyPaperView; readonly own: boolean; readonly seal: FormSeal | null }[];
  readonly proposedUntil: BusinessDate;
  readonly done: SurveyDone | null;
  readonly refusal: Refusal | null;
}

type Props = { readonly m: Messages; readonly view: SurveyDeskView };
type ActProps = Props & { readonly seal: FormSeal };

/** The survey of a quarter: opening it, its letters, answers on paper, and its end. */
export function SurveyDeskPage({ m, view }: Props): JSX.Element {
  const texts = m.survey.desk;
  const { survey, acts, frame, quarter } = view;
  return (
    <DeskLayout
      m={m}
      frame={frame}
      head={{
        title: m.survey.of(m.quarter(quarter)),
        lead: texts.lead,
        back: { href: `/w/${frame.community.slug}/assessments/${quarter}`, label: texts.back },
      }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {view.done !== null && <Banner tone="ok" title={texts.done[view.done]} />}
        </>
      }
    >
      {view.over && view.done !== 'closed' && <Banner tone="info" title={texts.closed} />}
      {survey === null && acts.open === undefined && <Banner tone="info" title={texts.wait} />}
      {acts.open !== undefined && <OpenForm m={m} view={view} seal={acts.open} />}
      {survey !== null && (
        <Card id="progress" title={texts.progress}>
          <Facts
            facts={[
              [texts.letters, String(survey.letters)],
              [texts.online, String(survey.online)],
              [texts.paper, String(survey.paper)],
              [texts.until, m.date(survey.closesOn)],
            ]}
          />
        </Card>
      )}
      {acts.letters !== undefined && <LettersForm m={m} view={view} seal={acts.letters} />}
      {acts.papers !== undefined && survey !== null && <PapersForm m={m} view={view} seal={acts.papers} questions={survey.questions.length} />}
      {survey !== null && !view.over && <WaitingPapers m={m} view={view} />}
      {acts.close !== undefined && survey !== null && (
        <Card id="close" title={texts.close} note={texts.closeNote(m.date(survey.closesOn))}>
          <DeskForm action={actionOf(view, 'close')} seal={acts.close}>
            <Submit label={texts.closeDo} />
          </DeskForm>
        </Card>
      )}
    </DeskLayout>
  );
}

function actionOf({ frame, quarter }: SurveyDeskView, act: string): string {
  return `/w/${frame.community.slug}/assessments/${quarter}/survey/${act}`;
}

function OpenForm({ m, view, seal }: ActProps): JSX.Element {
  const texts = m.survey.desk;
  const of = fieldsOf(view.refusal, 'open', { closesOn: texts.closesOn, questions: texts.questions });
  return (
    <Card id="open" title={texts.open} note={texts.openNote}>
      <DeskForm action={actionOf(view, 'open')} seal={seal}>
        <Field {...of('closesOn', view.proposedUntil)} type="date" required />
        {view.agreed === null ? (
          <Field {...of('questions', texts.defaultQuestions.join('\n'))} hint={texts.questionsHint} rows={6} required />
        ) : (
          <ul>
            {view.agreed.map((question) => (
              <li key={question}>{question}</li>
            ))}
          </ul>
        )}
        <Submit label={texts.openDo} />
      </DeskForm>
    </Card>
  );
}

function LettersForm({ m, view, seal }: ActProps): JSX.Element {
  const texts = m.survey.desk;
  const of = fieldsOf(view.refusal, 'letters', { unit: texts.unit });
  return (
    <Card id="letters" title={texts.lettersTitle} note={texts.lettersNote}>
      <DeskForm action={actionOf(view, 'letters')} seal={seal}>
        <Field {...of('unit')} hint={texts.unitHint} autocomplete="off" />
        <Submit label={texts.lettersDo} />
      </DeskForm>
    </Card>
  );
}

function PapersForm({ m, view, seal, questions }: ActProps & { readonly questions: number }): JSX.Element {
  const texts = m.survey.desk;
  const of = fieldsOf(view.refusal, 'papers', { units: texts.units, sheets: texts.sheets });
  return (
    <Card id="papers" title={texts.papersTitle} note={texts.papersNote}>
      <DeskForm action={actionOf(view, 'papers')} seal={seal}>
        <Field {...of('units')} rows={6} required />
        <Field {...of('sheets')} hint={texts.sheetsHint(questions)} rows={6} required />
        <Submit label={texts.papersDo} />
      </DeskForm>
    </Card>
  );
}

function WaitingPapers({ m, view }: Props): JSX.Element {
  const texts = m.survey.desk;
  return (
    <Card id="waiting" title={texts.waiting}>
      {view.waiting.length === 0 && <p>{texts.none}</p>}
      {view.waiting.map(({ paper, own, seal }) => (
        <div key={paper.id} class="item">
          <p>{texts.batch(paper.answers, m.moment(paper.recordedAt))}</p>
          {seal !== null && (
            <DeskForm
              action={actionOf(view, 'papers/decision')}
              seal={seal}
              values={{ paperId: String(paper.id) }}
              label={texts.batch(paper.answers, m.moment(paper.recordedAt))}
            >
              <div class="actions">
                {!own && (
                  <button class="button main" type="submit" name="decision" value="CONFIRMED">
                    {texts.confirm}
                  </button>
                )}
                <button class="button" type="submit" name="decision" value="REJECTED">
                  {own ? texts.takeBack : texts.reject}
                </button>
              </div>
            </DeskForm>
          )}
        </div>
      ))}
    </Card>
  );
}

function Submit({ label }: { readonly label: string }): JSX.Element {
  return (
    <div class="actions">
      <button class="button main" type="submit">
        {label}
      </button>
    </div>
  );
}
