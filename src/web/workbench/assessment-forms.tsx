import type { JSX } from 'preact';
import { RESPONSE } from '../../modules/assessments/index.js';
import { Card, Field, Hidden } from '../components/index.js';
import { DraftButton, ItemFields } from '../desk/assessment/index.js';
import { DeskForm, errorOf, fieldsOf, typedOr, type FormSeal } from '../desk/form-parts.js';
import { formatPoints } from '../format.js';
import type { Messages } from '../messages/index.js';
import type { AssessmentPageView } from './assessment-page-view.js';

type Props = { readonly m: Messages; readonly view: AssessmentPageView };
type ActProps = Props & { readonly seal: FormSeal };

const SURVEY_QUESTIONS = 5;

/** The forms of what may be done now, in the order of the quarter. */
export function AssessmentForms({ m, view }: Props): JSX.Element {
  const { inspection, survey, measures, score, hearing, review, finalise } = view.acts;
  return (
    <>
      {inspection !== undefined && <InspectionForm m={m} view={view} seal={inspection} />}
      {survey !== undefined && <SurveyForm m={m} view={view} seal={survey} />}
      {measures !== undefined && <MeasureForms m={m} view={view} seal={measures} />}
      {score !== undefined && <ScoreForm m={m} view={view} seal={score} />}
      {hearing !== undefined && <HearingForm m={m} view={view} seal={hearing} />}
      {review !== undefined && <ReviewForm m={m} view={view} seal={review} />}
      {finalise !== undefined && <FinaliseForm m={m} view={view} seal={finalise} />}
    </>
  );
}

function baseOf({ frame, facts }: AssessmentPageView): string {
  return `/w/${frame.community.slug}/assessments/${facts.quarter}`;
}

function actionOf(view: AssessmentPageView, act: string): string {
  return `${baseOf(view)}/${act}`;
}

function InspectionForm({ m, view, seal }: ActProps): JSX.Element {
  const texts = m.workbench.assessments.form;
  const { refusal, facts } = view;
  return (
    <Card id="inspection" title={texts.inspection}>
      <DeskForm action={actionOf(view, 'inspection')} seal={seal} class="form wide">
        <Field
          name="inspectedOn"
          label={texts.inspectedOn}
          type="date"
          required
          value={typedOr(refusal, 'inspectedOn', view.today)}
          error={errorOf(refusal, 'inspectedOn')}
        />
        <ItemFields m={m} items={facts.items} beside="firm" draft={view.draft} slug={view.frame.community.slug} base={baseOf(view)} refusal={refusal} />
        <div class="pair-fields">
          {facts.staffing.map(({ post, promised }, position) => {
            const name = `staffing[${position}].present`;
            return (
              <div key={post}>
                <Hidden values={{ [`staffing[${position}].post`]: post }} />
                <Field
                  name={name}
                  label={texts.present(post)}
                  hint={texts.promised(promised)}
                  inputMode="numeric"
                  autocomplete="off"
                  value={typedOr(refusal, name)}
                  error={errorOf(refusal, name)}
                />
              </div>
            );
          })}
        </div>
        {view.adjustments.map(({ name: title, scoreMin, scoreMax }, position) => {
          const name = `adjustments[${position}].score`;
          return (
            <div key={title}>
              <Hidden values={{ [`adjustments[${position}].name`]: title }} />
              <Field
                name={name}
                label={title}
                hint={texts.range(formatPoints(scoreMin), formatPoints(scoreMax))}
                value={typedOr(refusal, name)}
                error={errorOf(refusal, name)}
              />
            </div>
          );
        })}
        <div class="actions">
          <button class="button main" type="submit">
            {texts.saveInspection}
          </button>
          <DraftButton m={m} base={baseOf(view)} />
        </div>
      </DeskForm>
    </Card>
  );
}

function SurveyForm({ m, view, seal }: ActProps): JSX.Element {
  const texts = m.workbench.assessments.form;
  const { refusal } = view;
  const field = (name: string, label: string, rest: { type?: 'date'; inputMode?: 'numeric' | 'decimal'; required?: boolean } = {}): JSX.Element => (
    <Field name={name} label={label} autocomplete="off" value={typedOr(refusal, name)} error={errorOf(refusal, name)} {...rest} />
  );
  return (
    <Card id="survey" title={texts.survey}>
      <DeskForm action={actionOf(view, 'survey')} seal={seal} class="form wide">
        <div class="pair-fields">
          {field('openedOn', texts.openedOn, { type: 'date', required: true })}
          {field('closedOn', texts.closedOn, { type: 'date', required: true })}
          {field('answers', texts.answers, { inputMode: 'numeric', required: true })}
          {field('score', texts.surveyScore, { inputMode: 'decimal', required: true })}
        </div>
        <fieldset class="choices">
          <legend>{texts.questions}</legend>
          {Array.from({ length: SURVEY_QUESTIONS }, (_, position) => (
            <div key={position} class="pair-fields">
              {field(`items[${position}].name`, texts.question(position + 1))}
              {field(`items[${position}].score`, texts.questionScore(position + 1), { inputMode: 'decimal' })}
            </div>
          ))}
        </fieldset>
        <Submit label={texts.saveSurvey} />
      </DeskForm>
    </Card>
  );
}

/** A form each: the figures come from different books on different days. A figure given again replaces the one before. */
function MeasureForms({ m, view, seal }: ActProps): JSX.Element {
  const texts = m.workbench.assessments.form;
  const { refusal } = view;
  return (
    <>
      {view.facts.measures.map(({ code, name, score, note }) => {
        const own = refusal?.typed['code'] === code ? refusal : null;
        return (
          <Card key={code} id={`measure-${code}`} title={texts.measure(name)}>
            {code === RESPONSE && <FromLog m={m} view={view} seal={seal} />}
            <DeskForm
              action={actionOf(view, 'measures')}
              seal={{ ...seal, idempotencyKey: `${seal.idempotencyKey}-${code}` }}
              values={{ code }}
              class="form wide"
            >
              <div class="pair-fields">
                <Measured
                  m={m}
                  code={code}
                  label={texts.measureScore(name)}
                  field="score"
                  value={typedOr(own, `${code}.score`, score ?? '')}
                  error={errorOf(own, `${code}.score`)}
                />
                <Measured
                  m={m}
                  code={code}
                  label={texts.measureNote}
                  field="note"
                  value={typedOr(own, `${code}.note`, note)}
                  error={errorOf(own, `${code}.note`)}
                />
              </div>
              <Submit label={texts.saveMeasure} secondary />
            </DeskForm>
          </Card>
        );
      })}
    </>
  );
}

/** The figure that the log of repairs gives, to be taken as it is; another one needs a reason. */
function FromLog({ m, view, seal }: ActProps): JSX.Element | null {
  const texts = m.service.repairs;
  const { repairs } = view.facts;
  // a log is counted once
  if (repairs === null || view.facts.measures.some(({ log }) => log !== null)) return null;
  return (
    <DeskForm action={actionOf(view, 'measures/from-log')} seal={{ ...seal, idempotencyKey: `${seal.idempotencyKey}-log` }}>
      <p>{texts.counts(repairs.inTime, repairs.requests, formatPoints(repairs.score))}</p>
      <Submit label={texts.take} />
    </DeskForm>
  );
}

interface MeasuredProps {
  readonly m: Messages;
  readonly code: string;
  readonly field: 'score' | 'note';
  readonly label: string;
  readonly value: string;
  readonly error: string | undefined;
}

/** Several such forms stand on one page, so that the name carries the code. */
function Measured({ code, field, label, value, error }: MeasuredProps): JSX.Element {
  return (
    <Field
      name={`${code}.${field}`}
      label={label}
      autocomplete="off"
      value={value}
      error={error}
      {...(field === 'score' ? { inputMode: 'decimal' as const, required: true } : { rows: 2 })}
    />
  );
}

function ScoreForm({ m, view, seal }: ActProps): JSX.Element {
  const texts = m.workbench.assessments.form;
  return (
    <Card id="do-score" title={texts.score} note={texts.scoreNote}>
      {view.missing.length > 0 && <p>{texts.missing(m.list(view.missing))}</p>}
      <DeskForm action={actionOf(view, 'score')} seal={seal}>
        <Submit label={texts.doScore} />
      </DeskForm>
    </Card>
  );
}

/** The firm is heard about its appeal before it is decided. */
function HearingForm({ m, view, seal }: ActProps): JSX.Element {
  const texts = m.survey.hearing;
  const of = fieldsOf(view.refusal, 'hearing', { heldOn: texts.heldOn, heard: texts.heard, minutes: texts.minutes });
  return (
    <Card id="hearing" title={texts.title}>
      <DeskForm action={actionOf(view, 'hearing')} seal={seal}>
        <Field {...of('heldOn', view.today)} type="date" required />
        <Field {...of('heard')} hint={texts.heardHint} required />
        <Field {...of('minutes')} hint={texts.published} rows={3} required />
        <Submit label={texts.submit} />
      </DeskForm>
    </Card>
  );
}

function ReviewForm({ m, view, seal }: ActProps): JSX.Element {
  const texts = m.workbench.assessments.form;
  const { refusal, facts } = view;
  const chosen = typedOr(refusal, 'decision', 'DISMISSED');
  const events = facts.safetyEvents.filter(({ isSetAside }) => !isSetAside);
  return (
    <Card id="review" title={texts.review}>
      <DeskForm action={actionOf(view, 'review')} seal={seal}>
        <fieldset class="choices">
          <legend>{texts.decision}</legend>
          {(['DISMISSED', 'CORRECTED'] as const).map((decision) => (
            <label key={decision} class="choice">
              <input type="radio" name="decision" value={decision} checked={decision === chosen} />
              {texts[decision]}
            </label>
          ))}
        </fieldset>
        {(facts.score?.components ?? [])
          .filter(({ score }) => score !== null)
          .map(({ code, name }, position) => {
            const field = `corrections[${position}].score`;
            return (
              <div key={code}>
                <Hidden values={{ [`corrections[${position}].code`]: code }} />
                <Field
                  name={field}
                  label={texts.correction(name)}
                  inputMode="decimal"
                  autocomplete="off"
                  value={typedOr(refusal, field)}
                  error={errorOf(refusal, field)}
                />
              </div>
            );
          })}
        {events.length > 0 && (
          <fieldset class="choices">
            <legend>{m.service.safety.toSetAside}</legend>
            {events.map(({ id, on, what }, at) => (
              <label key={id} class="choice">
                <input type="checkbox" name={`aside_${at}`} value={String(id)} checked={typedOr(refusal, `aside_${at}`) === String(id)} />
                {`${m.date(on)}${m.colon('')}${what}`}
              </label>
            ))}
          </fieldset>
        )}
        <Field
          name="reason"
          label={m.workbench.forms.reason}
          hint={m.workbench.forms.published}
          rows={3}
          required
          value={typedOr(refusal, 'reason')}
          error={errorOf(refusal, 'reason')}
        />
        <Submit label={texts.doReview} />
      </DeskForm>
    </Card>
  );
}

function FinaliseForm({ m, view, seal }: ActProps): JSX.Element {
  const texts = m.workbench.assessments.form;
  return (
    <Card id="finalise" title={texts.finalise} note={texts.finaliseNote}>
      <DeskForm action={actionOf(view, 'finalise')} seal={seal}>
        <Submit label={texts.doFinalise} />
      </DeskForm>
    </Card>
  );
}

function Submit({ label, secondary = false }: { readonly label: string; readonly secondary?: boolean }): JSX.Element {
  return (
    <div class="actions">
      <button class={secondary ? 'button' : 'button main'} type="submit">
        {label}
      </button>
    </div>
  );
}
