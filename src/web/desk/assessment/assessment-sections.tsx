import type { JSX } from 'preact';
import { Banner, Card, Facts, MoneyLines, StatusTag, Steps, type TagTone } from '../../components/index.js';
import { formatMoney, formatPercent, formatPoints } from '../../format.js';
import type { Messages } from '../../messages/index.js';
import { ScoreBars } from '../score-bars.js';
import { FileList } from './file-list.js';
import type { AssessmentFacts, AssessmentStage, ItemSaid } from './assessment-facts.js';

type Props = { readonly m: Messages; readonly facts: AssessmentFacts };
type Compared = Props & { readonly slug: string };

const tones: Readonly<Record<AssessmentStage, TagTone>> = {
  OPEN: 'wait',
  OPEN_OVER: 'due',
  SELF_EVALUATED: 'due',
  INSPECTED: 'due',
  SURVEY_OPEN: 'due',
  SURVEY_CLOSED: 'due',
  SCORED: 'due',
  SCORED_OVER: 'due',
  APPEALED: 'due',
  REVIEWED: 'due',
  FINAL: 'done',
  VOID: 'bad',
};

export function AssessmentTag({ m, stage }: { readonly m: Messages; readonly stage: AssessmentStage }): JSX.Element {
  return <StatusTag tone={tones[stage]}>{m.workbench.assessments.states[stage]}</StatusTag>;
}

export function AssessmentSteps({ m, facts }: Props): JSX.Element {
  const texts = m.workbench.assessments;
  const steps = facts.steps.map(({ step, state, on, until }) => ({
    state,
    title: texts.step[step],
    details: [
      on !== null
        ? texts.doneOn(m.shortDate(on))
        : state === 'done' || (step === 'self' && facts.stage === 'OPEN_OVER')
          ? texts.notSaid
          : texts.until(m.shortDate(until)),
    ],
  }));
  return (
    <Card id="steps" title={texts.steps}>
      <Steps m={m} steps={steps} across />
    </Card>
  );
}

/** Item by item: what the firm claims beside what the inspection found. */
export function ItemComparison({ m, facts, slug }: Compared): JSX.Element {
  const texts = m.workbench.assessments;
  if (facts.firmTotal === null && facts.foundTotal === null)
    return (
      <Card id="items" title={texts.itemsAhead}>
        <Facts facts={facts.items.map(({ name, scoreMax }) => [name, texts.full(formatPoints(scoreMax))] as const)} />
      </Card>
    );
  return (
    <Card id="items" title={texts.items} note={texts.itemsNote}>
      <div>
        {facts.items.map((item) => (
          <div key={item.name} class="item">
            <h3>
              {item.name} <small>{texts.full(formatPoints(item.scoreMax))}</small>
            </h3>
            <div class="saids">
              <Said m={m} slug={slug} who={texts.firm} said={item.firm} none={texts.notSaid} />
              <Said m={m} slug={slug} who={texts.inspector} said={item.found} none={texts.notSeen} />
            </div>
          </div>
        ))}
      </div>
      {(facts.firmTotal !== null || facts.foundTotal !== null) && (
        <p class="sum-line">
          {texts.sum(facts.firmTotal === null ? '—' : formatPoints(facts.firmTotal), facts.foundTotal === null ? '—' : formatPoints(facts.foundTotal))}
        </p>
      )}
    </Card>
  );
}

interface SaidProps {
  readonly m: Messages;
  readonly slug: string;
  readonly who: string;
  readonly said: ItemSaid | null;
  readonly none: string;
}

function Said({ m, slug, who, said, none }: SaidProps): JSX.Element {
  return (
    <div class="said">
      <span class="who">{who}</span>
      {said === null ? (
        <span class="muted">{none}</span>
      ) : (
        <>
          <span class="points">{m.workbench.payout.points(formatPoints(said.score))}</span>
          {said.note !== '' && <span>{said.note}</span>}
          <FileList m={m} slug={slug} files={said.evidence} />
        </>
      )}
    </div>
  );
}

/** What else was found: people on duty, additions, safety, the survey, the measured figures. */
export function Findings({ m, facts }: Props): JSX.Element | null {
  const texts = m.workbench.assessments;
  const { survey } = facts;
  const measured = facts.measures.filter(({ score }) => score !== null);
  if (facts.foundTotal === null && survey === null && measured.length === 0) return null;
  return (
    <>
      {facts.foundTotal !== null && (
        <Card id="staffing" title={texts.staffing}>
          <Facts
            facts={[
              ...facts.staffing.map(({ post, promised, present }) => [post, present === null ? '—' : texts.staffingLine(promised, present)] as const),
              [
                texts.safety,
                facts.safetyEvent ?? (facts.safetyEvents.length > 0 ? m.service.safety.count(facts.safetyEvents.length) : texts.safetyNone),
              ] as const,
            ]}
          />
        </Card>
      )}
      {(survey !== null || measured.length > 0) && (
        <Card id="figures" title={texts.surveyTitle}>
          <ul class="list log">
            {survey !== null && (
              <li class="said">
                <span class="points">
                  {survey.score === null ? texts.surveyFew(facts.surveyAnswersMin) : m.workbench.payout.points(formatPoints(survey.score))}
                </span>
                <span class="who">{texts.surveyLine(survey.answers, m.shortDate(survey.openedOn), m.shortDate(survey.closedOn))}</span>
              </li>
            )}
            {measured.map(({ code, name, score, note }) => (
              <li key={code} class="said">
                <span>
                  {name} <b>{m.workbench.payout.points(formatPoints(score ?? '0'))}</b>
                </span>
                {note !== '' && <span class="who">{note}</span>}
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}

/** That an event was set aside, or counts on though its assessment became void. */
export function eventStanding(m: Messages, { isSetAside, takenOver }: AssessmentFacts['safetyEvents'][number]): string[] {
  if (isSetAside) return [m.service.safety.setAside];
  return takenOver ? [m.service.safety.takenOver] : [];
}

/** Severe safety events with their papers: each lowers what the score pays. */
export function SafetyEvents({ m, facts, slug }: Compared): JSX.Element | null {
  if (facts.safetyEvents.length === 0) return null;
  return (
    <Card id="safety" title={m.workbench.assessments.safety} note={m.service.safety.note}>
      <ul class="list log">
        {facts.safetyEvents.map((event) => (
          <li key={event.id} class="said">
            <span class="who">{m.date(event.on)}</span>
            <span>{event.what}</span>
            {eventStanding(m, event).map((note) => (
              <span key={note} class="who">
                {note}
              </span>
            ))}
            <FileList m={m} slug={slug} files={event.documents} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** The score with everything that anybody needs to compute it again. */
export function ScoreCard({ m, facts }: Props): JSX.Element | null {
  const texts = m.workbench.assessments;
  const { score, review, appeal } = facts;
  if (score === null) return null;
  return (
    <Card id="score" title={texts.resultTitle} note={texts.resultNote}>
      <ScoreBars m={m} components={score.components} />
      {score.adjustment !== '0.00' && (
        <p class="claim">
          <span>{texts.adjustment}</span>
          <span>{m.workbench.payout.points(formatPoints(score.adjustment))}</span>
        </p>
      )}
      <p class="sum-line">
        <span>{texts.total}</span>
        <span>{texts.score(formatPoints(score.published))}</span>
      </p>
      {facts.inspectionAlone && <p class="note">{texts.inspectionAlone}</p>}
      {appeal !== null && (
        <div class="said">
          <h3>{texts.form.appeal}</h3>
          <span class="who">{texts.appealLine(m.date(appeal.on))}</span>
          <span>{appeal.reason}</span>
          {review !== null && (
            <>
              <span class="who">{`${texts.reviewed[review.decision](m.date(review.on))} · ${texts.before(formatPoints(review.scoreBefore))}`}</span>
              <span>{review.reason}</span>
            </>
          )}
        </div>
      )}
    </Card>
  );
}

/** What the score does to the quarter's money: W splits into what the firm gets and what the owners keep. */
export function MoneyEffectCard({ m, facts }: Props): JSX.Element | null {
  const texts = m.workbench.assessments;
  const { money } = facts;
  if (money === null) return null;
  const percent = formatPercent(money.ratio);
  return (
    <Card id="money" title={texts.moneyTitle} note={money.final ? texts.moneyDone : texts.moneyPreview}>
      <Banner tone="info" title={money.band === null ? texts.linear(percent) : texts.band(money.band.lo, money.band.hi, percent)}>
        {money.lowered && <p>{texts.lowered}</p>}
        <p class="formula">{m.statement.service.released(formatMoney(money.withheld), percent, formatMoney(money.released))}</p>
      </Banner>
      <MoneyLines
        lines={[
          { label: texts.earned, amount: money.earned },
          { label: texts.base, amount: money.base, kind: 'sub' },
          { label: texts.withheld, amount: money.withheld },
          { label: texts.released, amount: money.released, kind: 'sub' },
          { label: texts.deducted, amount: money.deducted, kind: 'sub' },
        ]}
      />
    </Card>
  );
}
