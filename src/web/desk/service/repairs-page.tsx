import type { JSX } from 'preact';
import type { Quarter } from '../../../kernel/index.js';
import { answeredAt, isWrittenLate, lateCounts, type LogMeasure, type RepairView } from '../../../modules/assessments/index.js';
import { urgencies, type Urgency } from '../../../modules/contracts/index.js';
import { Banner, Card, DataTable, EmptyState, Field } from '../../components/index.js';
import { formatPoints } from '../../format.js';
import type { Messages } from '../../messages/index.js';
import { DeskLayout, type DeskFrame } from '../desk-layout.js';
import { lateNotes } from './late-notes.js';
import { DeskForm, fieldsOf, RefusalNotice, type FormSeal, type Refusal } from '../form-parts.js';

export type RepairsDone = keyof Messages['service']['repairs']['done'];
export interface RepairsPageView extends LogMeasure {
  readonly frame: DeskFrame;
  /** "/f/ryxc/repairs" */
  readonly base: string;
  readonly quarter: Quarter;
  readonly quarters: readonly Quarter[];
  readonly log: readonly RepairView[];
  readonly hours: Readonly<Record<Urgency, number>>;
  readonly mayRecord: boolean;
  readonly mayRespond: boolean;
  readonly seal: () => FormSeal;
  readonly today: string;
  readonly done: RepairsDone | null;
  /** What a list would bring, or brought. */
  readonly brought: string | null;
  readonly refusal: Refusal | null;
}
type Props = { readonly m: Messages; readonly view: RepairsPageView };

/** Rows on the page; the figures above them count all. */
const SHOWN_MAX = 300;

/** The log of repairs of a quarter: what it comes to, what waits for an answer, and the forms of those who keep it. */
export function RepairsPage({ m, view }: Props): JSX.Element {
  const texts = m.service.repairs;
  const { measure, countedAt, hours, log } = view;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.title, lead: texts.lead }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {view.done !== null && (
            <Banner tone="ok" title={texts.done[view.done]}>
              {view.brought !== null && <p>{view.brought}</p>}
            </Banner>
          )}
        </>
      }
    >
      <p class="actions">
        <a class="button small" href={view.base.replace(/repairs$/, 'attendance')}>
          {m.service.attendance.title}
        </a>
      </p>
      <Card id="figures" title={m.quarter(view.quarter)} note={texts.hours(hours.URGENT, hours.NORMAL)}>
        {measure === null ? (
          <p>{texts.nothing}</p>
        ) : (
          <p class="sum-line">{texts.figures(measure.inTime, measure.requests, formatPoints(measure.score.toFixed(2)))}</p>
        )}
        {countedAt !== null && <p class="note">{texts.countedAt(m.moment(countedAt))}</p>}
        {lateNotes(m, measure ?? lateCounts(log)).map((note) => (
          <p key={note} class="note">
            {note}
          </p>
        ))}
        <p class="actions">
          {view.quarters.map((quarter) => (
            <a key={quarter} class="button small" href={`${view.base}?quarter=${quarter}`} aria-current={quarter === view.quarter ? 'page' : undefined}>
              {m.quarter(quarter)}
            </a>
          ))}
        </p>
      </Card>
      {view.mayRespond && countedAt === null && log.some(({ respondedAt }) => respondedAt === null) && <RespondForm m={m} view={view} />}
      {view.mayRecord && <RecordForm m={m} view={view} />}
      {view.mayRespond && <ImportForm m={m} view={view} />}
      <Card id="log" title={texts.log} {...(log.length > SHOWN_MAX && { note: texts.shown(SHOWN_MAX, log.length) })}>
        {log.length === 0 ? (
          <EmptyState title={texts.empty} />
        ) : (
          <DataTable
            caption={texts.log}
            captionHidden
            columns={[{ label: texts.number }, { label: texts.what }, { label: texts.urgency }, { label: texts.received }, { label: texts.responded }]}
            rows={log
              .slice(-SHOWN_MAX)
              .toReversed()
              .map((repair) => ({ key: repair.number, cells: cellsOf(m, repair) }))}
          />
        )}
      </Card>
    </DeskLayout>
  );
}

/** What was written down late says so, with when that was. */
function cellsOf(m: Messages, repair: RepairView): string[] {
  const texts = m.service.repairs;
  const { number, what, urgency, receivedAt, recordedAt, respondedAt } = repair;
  const counted = answeredAt(repair);
  const received = isWrittenLate(repair) ? `${m.moment(receivedAt)} ${texts.writtenLate(m.moment(recordedAt))}` : m.moment(receivedAt);
  const answered = respondedAt === null ? texts.unanswered : m.moment(respondedAt);
  return [
    number,
    what,
    texts.urgencies[urgency],
    received,
    counted === respondedAt || counted === null ? answered : `${answered} ${texts.writtenLate(m.moment(counted))}`,
  ];
}

function RecordForm({ m, view }: Props): JSX.Element {
  const texts = m.service.repairs;
  const of = fieldsOf(view.refusal, 'record', texts.fields);
  return (
    <Card id="record" title={texts.record} note={texts.recordNote}>
      <DeskForm action={`${view.base}/record`} seal={view.seal()} label={texts.record}>
        <Field {...of('what')} hint={texts.whatHint} required />
        <Field {...of('urgency', 'NORMAL')} options={urgencies.map((value) => ({ value, label: texts.urgencies[value] }))} />
        <Moment of={of} today={view.today} hint={texts.timeHint} />
        <Submit label={texts.record} />
      </DeskForm>
    </Card>
  );
}

function RespondForm({ m, view }: Props): JSX.Element {
  const texts = m.service.repairs;
  const of = fieldsOf(view.refusal, 'respond', texts.fields);
  const open = view.log.filter(({ respondedAt }) => respondedAt === null);
  return (
    <Card id="respond" title={texts.respond}>
      <DeskForm action={`${view.base}/respond`} seal={view.seal()} label={texts.respond}>
        <Field {...of('number')} options={open.map(({ number, what }) => ({ value: number, label: `${number} ${what}` }))} />
        <Moment of={of} today={view.today} hint={texts.timeHint} />
        <Submit label={texts.respond} />
      </DeskForm>
    </Card>
  );
}

function ImportForm({ m, view }: Props): JSX.Element {
  const texts = m.service.repairs;
  const of = fieldsOf(view.refusal, 'import', texts.fields);
  return (
    <Card id="import" title={texts.import} note={texts.importNote}>
      <DeskForm action={`${view.base}/import`} seal={view.seal()} multipart label={texts.import}>
        <Field {...of('file')} value="" type="file" hint={texts.columns} required />
        <div class="actions">
          <button class="button" type="submit" name="import_dryRun" value="yes">
            {texts.dryRun}
          </button>
          <button class="button main" type="submit">
            {texts.import}
          </button>
        </div>
      </DeskForm>
    </Card>
  );
}

type FieldOf = (name: 'day' | 'time', proposed?: string) => { name: string; label: string; value: string; error: string | undefined };

function Moment({ of, today, hint }: { readonly of: FieldOf; readonly today: string; readonly hint: string }): JSX.Element {
  return (
    <div class="pair-fields">
      <Field {...of('day', today)} type="date" required />
      <Field {...of('time')} hint={hint} autocomplete="off" required />
    </div>
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
