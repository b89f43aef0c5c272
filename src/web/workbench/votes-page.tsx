import type { JSX } from 'preact';
import { resolutionKinds, voteMatters, type ResolutionView, type VoteView } from '../../modules/resolutions/index.js';
import { Card, DataTable, EmptyState, Field } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, fieldsOf, RefusalNotice, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { VoteTag } from '../desk/vote-tag.js';
import type { Messages } from '../messages/index.js';

export interface VotesPageView {
  readonly frame: DeskFrame;
  readonly votes: readonly VoteView[];
  /** Those whose place a vote may take. */
  readonly resolutions: readonly ResolutionView[];
  /** Null for who may read and hold none. */
  readonly seal: FormSeal | null;
  readonly refusal: Refusal | null;
}

type Props = { readonly m: Messages; readonly view: VotesPageView };

/** The votes of the owners, and a form for the next one. */
export function VotesPage({ m, view }: Props): JSX.Element {
  const texts = m.votes;
  const { frame, votes, seal } = view;
  const back = { href: `/w/${frame.community.slug}/resolutions`, label: m.resolutions.title };
  return (
    <DeskLayout m={m} frame={frame} head={{ title: texts.title, lead: texts.lead, back }} notice={<RefusalNotice m={m} refusal={view.refusal} />}>
      <Card id="list" title={texts.list}>
        {votes.length === 0 ? <EmptyState title={texts.empty}>{seal !== null && texts.emptyHint}</EmptyState> : <Rows m={m} view={view} />}
      </Card>
      {seal !== null && (
        <Card id="open" title={texts.open} note={texts.openNote}>
          <OpenForm m={m} view={view} seal={seal} />
        </Card>
      )}
    </DeskLayout>
  );
}

function Rows({ m, view }: Props): JSX.Element {
  const { columns, list, days } = m.votes;
  return (
    <DataTable
      caption={list}
      captionHidden
      columns={[{ label: columns.number }, { label: columns.title }, { label: columns.days }, { label: columns.state }, { label: columns.resolution }]}
      rows={view.votes.map((vote) => ({
        key: vote.number,
        cells: [
          <a href={`/w/${view.frame.community.slug}/votes/${vote.number}`}>{vote.number}</a>,
          vote.title,
          days(vote.openedOn, vote.closesOn),
          <VoteTag m={m} vote={{ state: vote.state, passed: vote.count?.passed ?? null }} />,
          vote.resolution ?? '–',
        ],
      }))}
    />
  );
}

function OpenForm({ m, view, seal }: Props & { readonly seal: FormSeal }): JSX.Element {
  const { fields, hints, matter, submit } = m.votes;
  const of = fieldsOf(view.refusal, 'new', fields);
  const open = view.resolutions.filter(({ replacedBy }) => replacedBy === null);
  return (
    <DeskForm action={`/w/${view.frame.community.slug}/votes`} seal={seal} multipart label={submit.open}>
      <Field {...of('title')} hint={hints.title} required />
      <Field {...of('matter')} hint={hints.matter} options={voteMatters.map((value) => ({ value, label: matter[value] }))} />
      <Field {...of('kind')} options={resolutionKinds.map((kind) => ({ value: kind, label: m.resolutions.kind[kind] }))} />
      <Field {...of('closesOn')} type="date" required />
      <Field {...of('from')} type="date" hint={hints.from} required />
      <Field {...of('to')} type="date" hint={hints.to} />
      <Field {...of('limit')} inputMode="decimal" hint={hints.limit} />
      <Field
        {...of('replaces')}
        hint={hints.replaces}
        options={[{ value: '', label: m.workbench.forms.none }, ...open.map(({ number, title }) => ({ value: number, label: `${number} ${title}` }))]}
      />
      <Field {...of('owners')} hint={hints.owners} rows={3} />
      <Field {...of('document')} value="" type="file" hint={hints.document} required />
      <div class="actions">
        <button class="button main" type="submit">
          {submit.open}
        </button>
      </div>
    </DeskForm>
  );
}
