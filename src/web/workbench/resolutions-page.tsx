import type { JSX } from 'preact';
import { resolutionKinds, type ResolutionView } from '../../modules/resolutions/index.js';
import { Banner, Card, DataTable, EmptyState, Field } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { EvidenceLink } from '../desk/evidence-link.js';
import { DeskForm, errorOf, RefusalNotice, typedOr, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';

export interface ResolutionsPageView {
  readonly frame: DeskFrame;
  readonly resolutions: readonly ResolutionView[];
  /** Null for who may read and not record. */
  readonly seal: FormSeal | null;
  readonly recorded: string | null;
  readonly refusal: Refusal | null;
}

/** What the owners decided: every resolution, and a form for the next one. */
export function ResolutionsPage({ m, view }: { readonly m: Messages; readonly view: ResolutionsPageView }): JSX.Element {
  const texts = m.resolutions;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.title, lead: texts.lead }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {view.recorded !== null && <Banner tone="ok" title={texts.done(view.recorded)} />}
        </>
      }
    >
      <Card id="list" title={texts.list}>
        {view.resolutions.length === 0 ? <EmptyState title={texts.empty}>{view.seal !== null && texts.emptyHint}</EmptyState> : <Rows m={m} view={view} />}
      </Card>
      <p class="actions">
        <a class="button" href={`/w/${view.frame.community.slug}/contract`}>
          {m.contract.link}
        </a>
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
      {view.seal !== null && (
        <Card id="record" title={texts.record} note={texts.recordNote}>
          <RecordForm m={m} view={view} seal={view.seal} />
        </Card>
      )}
    </DeskLayout>
  );
}

function Rows({ m, view }: { readonly m: Messages; readonly view: ResolutionsPageView }): JSX.Element {
  const { columns, ...texts } = m.resolutions;
  return (
    <DataTable
      caption={texts.list}
      captionHidden
      columns={[
        { label: columns.number },
        { label: columns.title },
        { label: columns.kind },
        { label: columns.decidedOn },
        { label: columns.days },
        { label: columns.limit, numeric: true },
        { label: columns.document },
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
          </>,
          texts.kind[resolution.kind],
          resolution.decidedOn,
          texts.days(resolution.from, resolution.to),
          resolution.limit === null ? texts.noLimit : formatMoney(resolution.limit.toString()),
          <EvidenceLink slug={view.frame.community.slug} sha256={resolution.documentSha256} name={resolution.documentName} />,
        ],
      }))}
    />
  );
}

function RecordForm({ m, view, seal }: { readonly m: Messages; readonly view: ResolutionsPageView; readonly seal: FormSeal }): JSX.Element {
  const { fields, hints, ...texts } = m.resolutions;
  const of = (name: keyof typeof fields) => ({ name, label: fields[name], value: typedOr(view.refusal, name), error: errorOf(view.refusal, name) });
  const open = view.resolutions.filter(({ replacedBy }) => replacedBy === null);
  return (
    <DeskForm action={`/w/${view.frame.community.slug}/resolutions`} seal={seal} multipart>
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
