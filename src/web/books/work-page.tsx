import type { JSX } from 'preact';
import type { LongWorkView } from '../../platform/jobs/index.js';
import { Banner, Card, EmptyState, Facts, StatusTag, type TagTone } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { formatMoney } from '../format.js';
import { refusalsOf } from './bill-refusals.js';
import type { Messages } from '../messages/index.js';

/** A piece of work as its page shows it; `why` is the refusal in words. */
export interface WorkRowView extends LongWorkView {
  readonly why: string | null;
  /** Where the rows that were refused are shown or downloaded: of an import while its file is kept, of a bill run the units without a bill. */
  readonly rejectedHref: string | null;
}

export interface WorkView {
  readonly frame: DeskFrame;
  readonly work: WorkRowView;
}

const tones: Readonly<Record<LongWorkView['state'], TagTone>> = { RUNNING: 'info', DONE: 'done', REFUSED: 'bad', BROKEN: 'bad', LOST: 'bad' };
const titleOf = (m: Messages, { kind, label }: LongWorkView): string => m.work.of(m.work.kind[kind], label);

/** One piece of work: how far it is, or what came of it. */
export function WorkPage({ m, view }: { readonly m: Messages; readonly view: WorkView }): JSX.Element {
  const { frame, work } = view;
  const texts = m.work;
  const base = `/b/${frame.community.slug}`;
  return (
    <DeskLayout
      m={m}
      frame={frame}
      head={{
        title: titleOf(m, work),
        lead: texts.lead,
        back: { href: `${base}/work`, label: texts.title },
        tag: <StatusTag tone={tones[work.state]}>{texts.state[work.state]}</StatusTag>,
      }}
      notice={<Ending m={m} work={work} base={base} />}
    >
      <Card id="progress" title={texts.title} {...(work.state === 'RUNNING' && { note: texts.refresh })}>
        <p class="figure">{rowsOf(m, work)}</p>
        {work.state === 'RUNNING' && (
          <progress aria-label={titleOf(m, work)} {...(work.total !== null && { max: Math.max(work.total, 1), value: work.done })} />
        )}
        <Facts
          facts={[
            [texts.kind[work.kind], work.label],
            [texts.state[work.state], work.endedAt === null ? texts.started(m.moment(work.startedAt)) : texts.ended(m.moment(work.endedAt))],
          ]}
        />
        {work.state === 'RUNNING' && (
          <p class="actions">
            <a class="button" href={`${base}/work/${work.id}`}>
              {texts.now}
            </a>
          </p>
        )}
      </Card>
    </DeskLayout>
  );
}

const rowsOf = (m: Messages, { done, total }: LongWorkView): string =>
  total === null ? m.work.reading : m.work.rows(formatMoney(String(done)), formatMoney(String(total)));

function Ending({ m, work, base }: { readonly m: Messages; readonly work: WorkRowView; readonly base: string }): JSX.Element | null {
  const texts = m.work;
  const isImport = work.kind === 'BANK_IMPORT';
  if (work.state === 'RUNNING') return null;
  if (work.state === 'DONE') {
    return (
      <Banner tone="ok" title={titleOf(m, work)}>
        <p>{resultOf(m, work)}</p>
        <p class="actions">
          {work.rejectedHref !== null && (
            <a class="button small" href={work.rejectedHref}>
              {m.billRefusals.download}
            </a>
          )}
          <a class="button small" href={isImport ? `${base}/bank?state=NEW` : `${base}/bills`}>
            {isImport ? texts.toBank : texts.toBills}
          </a>
        </p>
      </Banner>
    );
  }
  return (
    <Banner tone="bad" title={work.state === 'REFUSED' ? texts.nothing : texts.state[work.state]}>
      <p>{{ REFUSED: work.why ?? '', BROKEN: texts.brokenNote, LOST: texts.lostNote }[work.state]}</p>
      <p class="actions">
        {work.rejectedHref !== null && (
          <a class="button small" href={work.rejectedHref}>
            {isImport ? texts.rejected : m.billRefusals.download}
          </a>
        )}
        <a class="button small" href={isImport ? `${base}/bank/import` : `${base}/bills`}>
          {isImport ? texts.again : texts.againBills}
        </a>
      </p>
    </Banner>
  );
}

function resultOf(m: Messages, { kind, result }: LongWorkView): string {
  const found = (result ?? {}) as Readonly<Record<string, unknown>>;
  const count = (name: string): number => (typeof found[name] === 'number' ? found[name] : 0);
  if (kind === 'BANK_IMPORT') return m.work.imported(count('newLineCount'), count('knownLineCount'));
  const billed = m.work.billed(count('bills'), formatMoney(typeof found['total'] === 'string' ? found['total'] : '0.00'));
  const refusals = refusalsOf(result);
  return refusals ? `${billed} ${m.billRefusals.some(refusals.withoutRate.length + refusals.withoutReading.length)}` : billed;
}

export interface WorkListView {
  readonly frame: DeskFrame;
  readonly works: readonly LongWorkView[];
}

/** The latest work, to come back to. */
export function WorkListPage({ m, view }: { readonly m: Messages; readonly view: WorkListView }): JSX.Element {
  const texts = m.work;
  return (
    <DeskLayout m={m} frame={view.frame} head={{ title: texts.title, lead: texts.lead }}>
      <Card id="works" title={texts.list}>
        {view.works.length === 0 && <EmptyState title={texts.none} />}
        <ul class="list">
          {view.works.map((work) => (
            <li key={work.id}>
              <span class="grow">
                {titleOf(m, work)} <StatusTag tone={tones[work.state]}>{texts.state[work.state]}</StatusTag>
                <small>{`${texts.started(m.moment(work.startedAt))} · ${rowsOf(m, work)}`}</small>
              </span>
              <a class="button small" href={`/b/${view.frame.community.slug}/work/${work.id}`}>
                {texts.see}
                <span class="sr">{` ${titleOf(m, work)}`}</span>
              </a>
            </li>
          ))}
        </ul>
      </Card>
    </DeskLayout>
  );
}
