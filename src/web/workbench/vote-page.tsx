import type { JSX } from 'preact';
import { isSpecial, testsOf, type VoteTest, type VoteView } from '../../modules/resolutions/index.js';
import { Banner, Card, DataTable, Facts, Field, More, StatusTag } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { EvidenceLink } from '../desk/evidence-link.js';
import { DeskForm, fieldsOf, RefusalNotice, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { VoteTag } from '../desk/vote-tag.js';
import { formatArea, formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';

export type VoteDone = keyof Messages['votes']['done'];

export interface VotePageView {
  readonly frame: DeskFrame;
  readonly vote: VoteView;
  readonly sharedOwners: readonly (readonly string[])[];
  readonly names: { readonly countedBy: string | null; readonly endedBy: string | null };
  readonly seal: FormSeal;
  /** What the person may do now. `count`: its last day is over. */
  readonly may: { readonly hold: boolean; readonly count: boolean; readonly confirm: boolean; readonly cancel: boolean; readonly readBallots: boolean };
  readonly done: VoteDone | null;
  readonly refusal: Refusal | null;
}

type Props = { readonly m: Messages; readonly view: VotePageView };

/** One vote: its question, who votes, what it came to, and the next step for whom it is. */
export function VotePage({ m, view }: Props): JSX.Element {
  const texts = m.votes;
  const { frame, vote, may, done } = view;
  const own = `/w/${frame.community.slug}/votes`;
  return (
    <DeskLayout
      m={m}
      frame={frame}
      head={{
        title: vote.title,
        lead: vote.number,
        back: { href: own, label: texts.title },
        tag: <VoteTag m={m} vote={{ state: vote.state, passed: vote.count?.passed ?? null }} />,
      }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {done !== null && <Banner tone="ok" title={texts.done[done]} />}
        </>
      }
    >
      <Card id="figures" title={vote.count === null ? texts.figuresOpen : texts.figures}>
        <Figures m={m} vote={vote} />
        {may.readBallots && vote.figures.voting.heads > 0 && (
          <p>
            <a href={`${own}/${vote.number}/ballots.csv`}>{texts.ballotsList}</a>
          </p>
        )}
      </Card>
      <Card id="facts" title={texts.columns.title}>
        <VoteFacts m={m} view={view} />
      </Card>
      {may.confirm && <ConfirmCard m={m} view={view} action={`${own}/${vote.number}/confirm`} />}
      {may.hold && <HoldCards m={m} view={view} base={`${own}/${vote.number}`} />}
      {may.cancel && <CancelCard m={m} view={view} action={`${own}/${vote.number}/cancel`} />}
    </DeskLayout>
  );
}

function Figures({ m, vote }: { readonly m: Messages; readonly vote: VoteView }): JSX.Element {
  const texts = m.votes;
  const { figureColumns: columns } = texts;
  const shown = ({ measure }: VoteTest, value: number): string => (measure === 'AREA' ? texts.area(formatArea(value)) : texts.heads(value));
  const tests = testsOf(vote.figures, vote.matter).filter(({ test }) => vote.count !== null || test === 'TURNOUT');
  return (
    <>
      <DataTable
        caption={texts.figures}
        captionHidden
        columns={[{ label: columns.test }, { label: columns.has, numeric: true }, { label: columns.needs, numeric: true }, { label: texts.columns.state }]}
        rows={tests.map((test) => ({
          key: `${test.test} ${test.measure}`,
          cells: [
            texts.testName(texts.test[test.test], texts.measure[test.measure]),
            shown(test, test.has),
            shown(test, test.needs),
            <StatusTag tone={test.met ? 'done' : vote.count === null ? 'wait' : 'bad'}>
              {test.met ? texts.met : texts.notMet(shown(test, test.needs - test.has))}
            </StatusTag>,
          ],
        }))}
      />
      {vote.count !== null && <p class="note">{texts.against(formatArea(vote.figures.against.area), vote.figures.against.heads)}</p>}
    </>
  );
}

function VoteFacts({ m, view }: Props): JSX.Element {
  const { facts, ...texts } = m.votes;
  const { vote, sharedOwners, names, frame } = view;
  const { total } = vote.figures;
  const paper = ({ sha256, name }: VoteView['document']) => <EvidenceLink slug={frame.community.slug} sha256={sha256} name={name} />;
  const ended = vote.end?.kind === 'CANCELLED' ? facts.cancelledBy : facts.confirmedBy;
  return (
    <>
      <Facts
        facts={[
          [facts.matter, texts.matter[vote.matter]],
          [facts.rule, texts.rule(isSpecial(vote.matter))],
          [facts.kind, m.resolutions.kind[vote.kind]],
          [facts.days, texts.days(vote.openedOn, vote.closesOn)],
          [facts.inForce, m.resolutions.days(vote.from, vote.to)],
          [facts.limit, vote.limit === null ? m.resolutions.noLimit : formatMoney(vote.limit.toString())],
          [facts.electorate, texts.electorate(vote.units, formatArea(total.area), total.heads)],
          [facts.corrections, String(vote.corrections)],
          [facts.notice, paper(vote.document)],
          ...(vote.count === null ? [] : ([[facts.sheet, paper(vote.count.document)]] as const)),
          ...(names.countedBy === null ? [] : ([[facts.countedBy, `${names.countedBy} ${vote.count?.on ?? ''}`]] as const)),
          ...(names.endedBy === null || vote.end === null ? [] : ([[ended, `${names.endedBy} ${m.moment(vote.end.at)} ${vote.end.reason ?? ''}`]] as const)),
          ...(vote.resolution === null ? [] : ([[facts.resolution, vote.resolution]] as const)),
        ]}
      />
      {sharedOwners.length > 0 && (
        <More label={texts.shared(sharedOwners.length)}>
          <ul class="list log">
            {sharedOwners.map((units) => (
              <li key={units.join(' ')}>{units.join(' ')}</li>
            ))}
          </ul>
        </More>
      )}
    </>
  );
}

function HoldCards({ m, view, base }: Props & { readonly base: string }): JSX.Element {
  const { fields, hints, ...texts } = m.votes;
  const of = fieldsOf(view.refusal, 'list', fields);
  const sheet = fieldsOf(view.refusal, 'count', fields);
  return (
    <>
      <Card id="ballots" title={texts.ballots} note={texts.ballotsNote}>
        <DeskForm action={`${base}/ballots`} seal={view.seal} multipart label={texts.ballots}>
          <Field {...of('file')} value="" type="file" required />
          <Field {...of('paper')} value="" type="file" hint={hints.document} required />
          <div class="actions">
            <button class="button main" type="submit">
              {texts.submit.ballots}
            </button>
          </div>
        </DeskForm>
      </Card>
      <Card id="count" title={texts.count} note={view.may.count ? texts.countNote : texts.countWait(view.vote.closesOn)}>
        {view.may.count && (
          <DeskForm action={`${base}/count`} seal={view.seal} multipart label={texts.count}>
            <Field {...sheet('sheet')} value="" type="file" hint={hints.document} required />
            <div class="actions">
              <button class="button main" type="submit">
                {texts.submit.count}
              </button>
            </div>
          </DeskForm>
        )}
      </Card>
    </>
  );
}

function ConfirmCard({ m, view, action }: Props & { readonly action: string }): JSX.Element {
  const texts = m.votes;
  return (
    <Card id="confirm" title={texts.confirm} note={texts.confirmNote}>
      <DeskForm action={action} seal={view.seal} label={texts.confirm}>
        <div class="actions">
          <button class="button main" type="submit">
            {texts.submit.confirm}
          </button>
        </div>
      </DeskForm>
    </Card>
  );
}

function CancelCard({ m, view, action }: Props & { readonly action: string }): JSX.Element {
  const { fields, hints, ...texts } = m.votes;
  const of = fieldsOf(view.refusal, 'cancel', fields);
  return (
    <Card id="cancel" title={texts.cancel} note={texts.cancelNote}>
      <DeskForm action={action} seal={view.seal} label={texts.cancel}>
        <Field {...of('reason')} hint={hints.reason} required />
        <div class="actions">
          <button class="button" type="submit">
            {texts.submit.cancel}
          </button>
        </div>
      </DeskForm>
    </Card>
  );
}
