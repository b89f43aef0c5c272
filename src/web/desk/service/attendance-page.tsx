import type { JSX } from 'preact';
import type { Instant, Quarter } from '../../../kernel/index.js';
import type { PostAttendance, SpotCheckView } from '../../../modules/assessments/index.js';
import { Banner, Card, DataTable, EmptyState, Field, Hidden } from '../../components/index.js';
import { formatPoints } from '../../format.js';
import type { Messages } from '../../messages/index.js';
import { DeskLayout, type DeskFrame } from '../desk-layout.js';
import { DeskForm, errorOf, fieldsOf, RefusalNotice, typedOr, type FormSeal, type Refusal } from '../form-parts.js';

export type AttendanceDone = keyof Messages['service']['attendance']['done'];
export interface AttendancePageView {
  readonly frame: DeskFrame;
  /** "/w/ryxc/attendance" */
  readonly base: string;
  readonly quarter: Quarter;
  readonly quarters: readonly Quarter[];
  readonly posts: readonly PostAttendance[];
  readonly checks: readonly SpotCheckView[];
  readonly mayCheck: boolean;
  readonly mayImport: boolean;
  readonly seal: () => FormSeal;
  readonly today: string;
  readonly done: AttendanceDone | null;
  readonly brought: string | null;
  readonly refusal: Refusal | null;
}
type Props = { readonly m: Messages; readonly view: AttendancePageView };

/** Promised and present, and the forms of those who count. */
export function AttendancePage({ m, view }: Props): JSX.Element {
  const texts = m.service.attendance;
  const { checks, quarter } = view;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.title, lead: texts.lead, back: { href: view.base.replace(/attendance$/, 'repairs'), label: m.service.repairs.title } }}
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
      <Card id="posts" title={m.quarter(quarter)}>
        {view.posts.length === 0 ? <EmptyState title={texts.none} /> : <AttendanceTable m={m} posts={view.posts} />}
        <p class="actions">
          {view.quarters.map((known) => (
            <a key={known} class="button small" href={`${view.base}?quarter=${known}`} aria-current={known === quarter ? 'page' : undefined}>
              {m.quarter(known)}
            </a>
          ))}
        </p>
      </Card>
      {view.mayCheck && view.posts.length > 0 && <CheckForm m={m} view={view} />}
      {view.mayImport && <RosterForm m={m} view={view} />}
      <Card id="checks" title={texts.checks}>
        {checks.length === 0 ? (
          <EmptyState title={texts.noChecks} />
        ) : (
          <ul class="list log">
            {checks.map(({ checkedAt, organisation, posts }) => (
              <li key={`${checkedAt} ${organisation}`} class="said">
                <span class="who">{`${m.moment(checkedAt as Instant)} · ${organisation}`}</span>
                <span>{m.list(posts.map(({ post, promised, present }) => texts.line(post, promised, present)))}</span>
              </li>
            ))}
          </ul>
        )}
      </Card>
    </DeskLayout>
  );
}

/** Each promised post: what the firm's roster says, and what spot checks found. */
function AttendanceTable({ m, posts }: { readonly m: Messages; readonly posts: readonly PostAttendance[] }): JSX.Element {
  const texts = m.service.attendance;
  return (
    <DataTable
      caption={texts.title}
      captionHidden
      columns={[{ label: texts.post }, { label: texts.promised, numeric: true }, { label: texts.roster, numeric: true }, { label: texts.found, numeric: true }]}
      rows={posts.map(({ post, promised, roster, checks }) => ({
        key: post,
        cells: [
          post,
          String(promised),
          roster === null ? '—' : texts.mean(formatPoints(roster.mean), roster.days),
          checks === null ? '—' : texts.mean(formatPoints(checks.mean), checks.count),
        ],
      }))}
    />
  );
}

function CheckForm({ m, view }: Props): JSX.Element {
  const texts = m.service.attendance;
  const of = fieldsOf(view.refusal, 'check', { day: texts.day, time: texts.time });
  return (
    <Card id="check" title={texts.check} note={texts.checkNote}>
      <DeskForm action={`${view.base}/check`} seal={view.seal()} label={texts.check}>
        <div class="pair-fields">
          <Field {...of('day', view.today)} type="date" required />
          <Field {...of('time')} hint={m.service.repairs.timeHint} autocomplete="off" required />
        </div>
        <div class="pair-fields">
          {view.posts.map(({ post, promised }, at) => {
            const name = `check_posts[${at}].present`;
            return (
              <div key={post}>
                <Hidden values={{ [`check_posts[${at}].post`]: post }} />
                <Field
                  name={name}
                  label={m.workbench.assessments.form.present(post)}
                  hint={m.workbench.assessments.form.promised(promised)}
                  inputMode="numeric"
                  autocomplete="off"
                  value={typedOr(view.refusal, name)}
                  error={errorOf(view.refusal, name)}
                />
              </div>
            );
          })}
        </div>
        <div class="actions">
          <button class="button main" type="submit">
            {texts.check}
          </button>
        </div>
      </DeskForm>
    </Card>
  );
}

function RosterForm({ m, view }: Props): JSX.Element {
  const texts = m.service.attendance;
  const of = fieldsOf(view.refusal, 'roster', { file: texts.file });
  return (
    <Card id="roster" title={texts.import} note={texts.importNote}>
      <DeskForm action={`${view.base}/roster`} seal={view.seal()} multipart label={texts.import}>
        <Field {...of('file')} value="" type="file" hint={texts.columns} required />
        <div class="actions">
          <button class="button" type="submit" name="roster_dryRun" value="yes">
            {m.service.repairs.dryRun}
          </button>
          <button class="button main" type="submit">
            {texts.import}
          </button>
        </div>
      </DeskForm>
    </Card>
  );
}
