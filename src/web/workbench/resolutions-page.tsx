import type { JSX } from 'preact';
import type { OrganisationId } from '../../kernel/index.js';
import { resolutionKinds, type ResolutionView } from '../../modules/resolutions/index.js';
import { Banner, Card, DataTable, EmptyState, Field } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { EvidenceLink } from '../desk/evidence-link.js';
import { DeskForm, errorOf, RefusalNotice, typedOr, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';
import { AnswerForms, ConfirmationTag, confirmationWords, type AnswerDone, type AnswerRights } from './confirmation-parts.js';

export interface ResolutionsPageView {
  readonly frame: DeskFrame;
  readonly resolutions: readonly (ResolutionView & { readonly rights: AnswerRights })[];
  readonly names: ReadonlyMap<OrganisationId, string>;
  readonly mayRecord: boolean;
  readonly seal: FormSeal;
  readonly recorded: string | null;
  readonly answered: AnswerDone | null;
  readonly refusal: Refusal | null;
}

/** What the owners decided: what waits for another organisation, every resolution, and a form for the next one. */
export function ResolutionsPage({ m, view }: { readonly m: Messages; readonly view: ResolutionsPageView }): JSX.Element {
  const texts = m.resolutions;
  const waiting = view.resolutions.filter(({ state }) => state === 'WAITING');
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.title, lead: texts.lead }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {view.recorded !== null && <Banner tone="ok" title={texts.done(view.recorded)} />}
          {view.answered !== null && <Banner tone="ok" title={m.confirmations.done[view.answered]} />}
        </>
      }
    >
      {waiting.length > 0 && (
        <Card id="waiting" title={m.confirmations.waiting} note={m.confirmations.waitingNote}>
          <Waiting m={m} view={view} resolutions={waiting} />
        </Card>
      )}
      <Card id="list" title={texts.list}>
        {view.resolutions.length === 0 ? <EmptyState title={texts.empty}>{view.mayRecord && texts.emptyHint}</EmptyState> : <Rows m={m} view={view} />}
      </Card>
      <p class="actions">
        <a class="button" href={`/w/${view.frame.community.slug}/votes`}>
          {m.votes.link}
        </a>
        <a class="button" href={`/w/${view.frame.community.slug}/budget`}>
          {m.budget.link}
        </a>
        <a class="button" href={`/w/${view.frame.community.slug}/disputes`}>
          {m.disputes.link}
        </a>
        <a class="button" href={`/w/${view.frame.community.slug}/accounts`}>
          {m.bankAccounts.link}
        </a>
      </p>
      {view.mayRecord && (
        <Card id="record" title={texts.record} note={texts.recordNote}>
          <RecordForm m={m} view={view} />
        </Card>
      )}
    </DeskLayout>
  );
}

function Waiting({
  m,
  view,
  resolutions,
}: {
  readonly m: Messages;
  readonly view: ResolutionsPageView;
  readonly resolutions: ResolutionsPageView['resolutions'];
}): JSX.Element {
  const { slug } = view.frame.community;
  const texts = m.resolutions;
  return (
    <ul class="list">
      {resolutions.map((resolution) => {
        const { number, title, kind, from, to, limit, documentSha256, documentName, rights } = resolution;
        const allowed = limit === null ? texts.noLimit : formatMoney(limit.toString());
        return (
          <li key={number} id={number}>
            <b>{`${number} ${title}`}</b>
            <p class="note">
              {`${texts.kind[kind]} · ${texts.days(from, to)} · ${texts.columns.limit} ${allowed} · `}
              <EvidenceLink slug={slug} sha256={documentSha256} name={documentName} />
            </p>
            <p class="note">{confirmationWords(m, recordOf(resolution), view.names)}</p>
            <AnswerForms m={m} action={`/w/${slug}/resolutions/${number}/answer`} name={number} rights={rights} seal={view.seal} refusal={view.refusal} />
          </li>
        );
      })}
    </ul>
  );
}

const recordOf = ({ state, recordedFor, recordedAt, answer }: ResolutionView) => ({ state, recorded: { for: recordedFor, at: recordedAt }, answer });

function Rows({ m, view }: { readonly m: Messages; readonly view: ResolutionsPageView }): JSX.Element {
  const { columns, ...texts } = m.resolutions;
  return (
    <DataTable
      caption={texts.list}
      captionHidden
      columns={[
        { label: columns.number },
        { label: columns.title },
        { label: columns.decidedOn },
        { label: columns.days },
        { label: columns.limit, numeric: true },
        { label: columns.document },
        { label: columns.state },
      ]}
      rows={view.resolutions.map((resolution) => ({
        key: resolution.number,
        cells: [
          resolution.number,
          <>
            {resolution.title}
            {resolution.vote !== null && (
              <small>
                {' '}
                <a href={`/w/${view.frame.community.slug}/votes/${resolution.vote}`}>{resolution.vote}</a>
              </small>
            )}
            {resolution.replaces !== null && <small> {texts.replaces(resolution.replaces)}</small>}
            {resolution.replacedBy !== null && <small> {texts.replacedBy(resolution.replacedBy)}</small>}
            <small> {texts.kind[resolution.kind]}</small>
          </>,
          resolution.decidedOn,
          texts.days(resolution.from, resolution.to),
          resolution.limit === null ? texts.noLimit : formatMoney(resolution.limit.toString()),
          <EvidenceLink slug={view.frame.community.slug} sha256={resolution.documentSha256} name={resolution.documentName} />,
          <>
            <ConfirmationTag m={m} state={resolution.state} />{' '}
            <small>{resolution.vote === null ? confirmationWords(m, recordOf(resolution), view.names) : resolution.vote}</small>
          </>,
        ],
      }))}
    />
  );
}

function RecordForm({ m, view }: { readonly m: Messages; readonly view: ResolutionsPageView }): JSX.Element {
  const { fields, hints, ...texts } = m.resolutions;
  const of = (name: keyof typeof fields) => ({ name, label: fields[name], value: typedOr(view.refusal, name), error: errorOf(view.refusal, name) });
  const open = view.resolutions.filter(({ state, replacedBy }) => state !== 'REFUSED' && replacedBy === null);
  return (
    <DeskForm action={`/w/${view.frame.community.slug}/resolutions`} seal={view.seal} multipart>
      <Field {...of('title')} hint={hints.title} required />
      <Field {...of('kind')} options={resolutionKinds.map((kind) => ({ value: kind, label: texts.kind[kind] }))} />
      <Field {...of('decidedOn')} type="date" required />
      <Field {...of('from')} type="date" required />
      <Field {...of('to')} type="date" hint={hints.to} />
      <Field {...of('limit')} inputMode="decimal" hint={hints.limit} />
      <Field
        {...of('replaces')}
        hint={hints.replaces}
        options={[{ value: '', label: m.workbench.forms.none }, ...open.map(({ number, title }) => ({ value: number, label: `${number} ${title}` }))]}
      />
      <Field {...of('document')} value="" type="file" hint={hints.document} required />
      <div class="actions">
        <button class="button main" type="submit">
          {texts.submit}
        </button>
      </div>
    </DeskForm>
  );
}
