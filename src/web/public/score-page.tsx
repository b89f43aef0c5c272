import type { JSX } from 'preact';
import { Card, DataTable, Layout, MoneyLines, PageHead } from '../components/index.js';
import { eventStanding, type AssessmentFacts } from '../desk/assessment/index.js';
import { lateNotes } from '../desk/service/late-notes.js';
import { formatMoney, formatPercent, formatPoints } from '../format.js';
import type { PublicVoided } from '../../modules/statements/index.js';
import type { Messages } from '../messages/index.js';
import { VoidedList } from './voided-list.js';

export interface ScorePageView {
  readonly slug: string;
  readonly communityName: string;
  /** A FINAL assessment; what looks like data about a person is blotted out of its words. */
  readonly facts: AssessmentFacts;
  /** Assessments of the quarter that became VOID before this one. */
  readonly voided: readonly PublicVoided[];
  readonly demoTime: string | null;
}

type Props = { readonly m: Messages; readonly view: ScorePageView };
type Part = { readonly m: Messages; readonly facts: AssessmentFacts };

/** Everything that a resident needs to compute the score of a quarter again, and what it does to the money. */
export function ScorePage({ m, view }: Props): JSX.Element {
  const texts = m.score;
  const { facts, slug } = view;
  const title = texts.title(m.quarter(facts.quarter));
  return (
    <Layout
      m={m}
      path={`/p/${slug}/${facts.quarter}/score`}
      title={`${title} · ${view.communityName}`}
      mark={{ name: view.communityName, tagline: m.brand.tagline, href: `${m.base}/p/${slug}` }}
      demoTime={view.demoTime}
    >
      <PageHead title={title} lead={texts.lead} back={{ href: `${m.base}/p/${slug}`, label: texts.back }} />
      <Inspection m={m} facts={facts} />
      <Staffing m={m} facts={facts} />
      <Survey m={m} facts={facts} />
      <Measures m={m} facts={facts} />
      <Events m={m} facts={facts} />
      <Weighing m={m} facts={facts} />
      <Appeal m={m} facts={facts} />
      <Money m={m} facts={facts} />
      {view.voided.length > 0 && (
        <Card id="void" title={m.service.void.list}>
          <VoidedList m={m} voided={view.voided} />
        </Card>
      )}
    </Layout>
  );
}

function Inspection({ m, facts }: Part): JSX.Element {
  const texts = m.score;
  const on = facts.steps.find(({ step }) => step === 'inspection')?.on ?? facts.quarterEnds;
  const rows = facts.items.map(({ name, scoreMax, found }) => ({
    key: name,
    cells: [name, formatPoints(scoreMax), found === null ? '—' : formatPoints(found.score), found?.note ?? ''],
  }));
  const total = { key: 'total', kind: 'total' as const, cells: [texts.total, formatPoints('100'), formatPoints(facts.foundTotal ?? '0'), ''] };
  return (
    <Card id="inspection" title={texts.inspection} note={texts.inspectionNote(m.date(on))}>
      <DataTable
        caption={texts.inspection}
        captionHidden
        columns={[{ label: texts.item }, { label: texts.max, numeric: true }, { label: texts.score, numeric: true }, { label: texts.note }]}
        rows={[...rows, total]}
      />
      {facts.sheets.length > 1 && (
        <>
          <p class="note">{texts.sheets(facts.sheets.length)}</p>
          <ul>
            {facts.sheets.map(({ body, score }) => (
              <li key={body}>{`${texts.sheet[body]}${m.colon('')}${formatPoints(score)}`}</li>
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}

/** Promised and present: at the inspection, by the firm's roster, by spot checks. */
function Staffing({ m, facts }: Part): JSX.Element | null {
  const texts = m.service.attendance;
  if (facts.staffing.length === 0) return null;
  const counted = (post: string) => facts.attendance.find((known) => known.post === post);
  return (
    <Card id="staffing" title={m.workbench.assessments.staffing} note={texts.publicNote}>
      <DataTable
        caption={m.workbench.assessments.staffing}
        captionHidden
        columns={[
          { label: texts.post },
          { label: texts.promised, numeric: true },
          { label: texts.inspected, numeric: true },
          { label: texts.roster, numeric: true },
          { label: texts.found, numeric: true },
        ]}
        rows={facts.staffing.map(({ post, promised, present }) => {
          const { roster = null, checks = null } = counted(post) ?? {};
          return {
            key: post,
            cells: [
              post,
              String(promised),
              present === null ? '—' : String(present),
              roster === null ? '—' : texts.mean(formatPoints(roster.mean), roster.days),
              checks === null ? '—' : texts.mean(formatPoints(checks.mean), checks.count),
            ],
          };
        })}
      />
    </Card>
  );
}

function Survey({ m, facts }: Part): JSX.Element | null {
  const texts = m.score;
  const { survey } = facts;
  if (survey === null) return null;
  const isCounted = survey.items.every(({ sum }) => sum !== undefined);
  const note =
    survey.score === null ? texts.surveyFew(facts.surveyAnswersMin) : isCounted ? texts.surveyNote(survey.answers) : texts.surveyTyped(survey.answers);
  return (
    <Card id="survey" title={texts.survey} note={note}>
      {survey.score !== null && (
        <DataTable
          caption={texts.survey}
          captionHidden
          short
          columns={[{ label: texts.question }, ...(isCounted ? [{ label: texts.sum, numeric: true }] : []), { label: texts.score, numeric: true }]}
          rows={[
            ...survey.items.map(({ name, score, sum }) => ({ key: name, cells: [name, ...(isCounted ? [String(sum)] : []), formatPoints(score)] })),
            { key: 'total', kind: 'total' as const, cells: [texts.mean, ...(isCounted ? [''] : []), formatPoints(survey.score)] },
          ]}
        />
      )}
    </Card>
  );
}

function Measures({ m, facts }: Part): JSX.Element | null {
  const texts = m.score;
  const measured = facts.measures.filter(({ score }) => score !== null);
  if (measured.length === 0) return null;
  return (
    <Card id="measures" title={texts.measures}>
      <DataTable
        caption={texts.measures}
        captionHidden
        columns={[{ label: texts.item }, { label: texts.score, numeric: true }, { label: texts.note }]}
        rows={measured.map(({ code, name, score, note }) => ({ key: code, cells: [name, formatPoints(score ?? '0'), note] }))}
      />
      {measured.map(({ code, log, beside }) => (
        <MeasureLog key={code} m={m} log={log} beside={beside} />
      ))}
    </Card>
  );
}

/** How a figure follows from the log of repairs, or that it does not. */
function MeasureLog({ m, log, beside }: { readonly m: Messages } & Pick<AssessmentFacts['measures'][number], 'log' | 'beside'>): JSX.Element | null {
  const texts = m.service.repairs;
  if (beside !== null) return <p class="note">{texts.beside(beside.inTime, beside.requests, formatPoints(beside.score))}</p>;
  if (log === null) return null;
  return (
    <>
      <p class="formula">{texts.counted(log.inTime, log.requests, log.hours.URGENT, log.hours.NORMAL)}</p>
      {lateNotes(m, log).map((note) => (
        <p key={note} class="note">
          {note}
        </p>
      ))}
    </>
  );
}

/** What happened, each on its day; the centre has the papers. */
function Events({ m, facts }: Part): JSX.Element | null {
  if (facts.safetyEvents.length === 0) return null;
  return (
    <Card id="safety" title={m.workbench.assessments.safety} note={m.service.safety.note}>
      <ul>
        {facts.safetyEvents.map((event) => {
          const { id, on, what, documents } = event;
          const notes = [m.service.safety.documents(documents.length), ...eventStanding(m, event)];
          return <li key={id}>{`${m.date(on)}${m.colon('')}${[what, ...notes].join(' · ')}`}</li>;
        })}
      </ul>
    </Card>
  );
}

function Weighing({ m, facts }: Part): JSX.Element | null {
  const texts = m.score;
  const { score } = facts;
  if (score === null) return null;
  const parts = score.components.map(({ code, name, weight, score: own, points }) => ({
    key: code,
    cells: [name, formatPercent(weight), own === null ? texts.notCounted : formatPoints(own), points],
  }));
  const added = facts.adjustments.map(({ name, score: points, note }) => ({
    key: name,
    cells: [note === '' ? name : `${name} · ${note}`, '', '', formatPoints(points)],
  }));
  return (
    <Card id="weighing" title={texts.weighing} note={texts.weighingNote}>
      <DataTable
        caption={texts.weighing}
        captionHidden
        columns={[{ label: texts.part }, { label: texts.weight, numeric: true }, { label: texts.score, numeric: true }, { label: texts.points, numeric: true }]}
        rows={[...parts, ...added, { key: 'total', kind: 'total' as const, cells: [texts.published, '', '', formatPoints(score.published)] }]}
      />
      {facts.inspectionAlone && <p class="note">{texts.alone}</p>}
    </Card>
  );
}

function Appeal({ m, facts }: Part): JSX.Element | null {
  const texts = m.score;
  const { appeal, hearing, review } = facts;
  if (appeal === null) return null;
  return (
    <Card id="appeal" title={texts.appeal}>
      <p>{`${texts.appealed(m.date(appeal.on))}${m.colon('')}${appeal.reason}`}</p>
      {hearing !== null && <p>{`${texts.heard(m.date(hearing.on))}${m.colon('')}${hearing.heard} · ${hearing.minutes}`}</p>}
      {review !== null && <p>{`${texts.reviewed[review.decision]}, ${texts.before(formatPoints(review.scoreBefore))}${m.colon('')}${review.reason}`}</p>}
    </Card>
  );
}

function Money({ m, facts }: Part): JSX.Element | null {
  const texts = m.score;
  const words = m.workbench.assessments;
  const { money } = facts;
  if (money === null) return null;
  const percent = formatPercent(money.ratio);
  return (
    <Card id="money" title={texts.money}>
      <p>{texts.share(formatPercent(facts.shareAtRisk), formatMoney(money.withheld))}</p>
      <p>{money.band === null ? texts.linear(percent) : texts.band(money.band.lo, money.band.hi, percent)}</p>
      {money.lowered && <p>{texts.safety}</p>}
      <p class="formula">{m.statement.service.released(formatMoney(money.withheld), percent, formatMoney(money.released))}</p>
      <MoneyLines
        lines={[
          { label: words.earned, amount: money.earned },
          { label: words.base, amount: money.base, kind: 'sub' },
          { label: words.withheld, amount: money.withheld },
          { label: words.released, amount: money.released, kind: 'sub' },
          { label: words.deducted, amount: money.deducted, kind: 'sub' },
        ]}
      />
    </Card>
  );
}
