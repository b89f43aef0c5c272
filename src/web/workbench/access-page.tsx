import type { JSX } from 'preact';
import { errorKinds, type BusinessDate, type ErrorKind } from '../../kernel/index.js';
import type { OwnerRevealed } from '../../modules/communities/index.js';
import type { AccessLogLine } from '../../modules/identity/index.js';
import { accessKinds, MORE_REFUSALS, type AccessKind } from '../../platform/http/index.js';
import { Banner, Card, DataTable, EmptyState, Field, FilterBar, Pager } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, fieldsOf, RefusalNotice, type FormSeal, type Refusal } from '../desk/form-parts.js';
import type { Messages } from '../messages/index.js';

export interface AccessPageView {
  readonly frame: DeskFrame;
  readonly lines: readonly AccessLogLine[];
  readonly kind: AccessKind | null;
  readonly from: BusinessDate | null;
  readonly to: BusinessDate | null;
  readonly firstHref: string | null;
  readonly nextHref: string | null;
  /** Null for who may read the log and see no name. */
  readonly seal: FormSeal | null;
  /** The whole name that was asked for just now. */
  readonly revealed: OwnerRevealed | null;
  readonly refusal: Refusal | null;
}

/** Who was refused, who saw whole names or originals, and why: for those who watch over the others. */
export function AccessPage({ m, view }: { readonly m: Messages; readonly view: AccessPageView }): JSX.Element {
  const texts = m.access;
  const base = `/w/${view.frame.community.slug}/access`;
  const narrowed = view.kind !== null || view.from !== null || view.to !== null;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.title, lead: texts.lead }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {view.revealed !== null && <Banner tone="info" title={texts.revealed(view.revealed.unit, view.revealed.ownerName)} />}
        </>
      }
    >
      <Card id="lines" title={texts.list}>
        <FilterBar m={m} action={base} {...(narrowed && { clearHref: base })}>
          <Field
            name="kind"
            label={texts.kind}
            value={view.kind ?? ''}
            options={[{ value: '', label: texts.all }, ...accessKinds.map((kind) => ({ value: kind, label: texts.kinds[kind] }))]}
          />
          <Field name="from" label={texts.from} type="date" value={view.from ?? ''} />
          <Field name="to" label={texts.to} type="date" value={view.to ?? ''} />
        </FilterBar>
        {view.lines.length === 0 ? <EmptyState title={texts.empty}>{texts.emptyHint}</EmptyState> : <Lines m={m} lines={view.lines} />}
        <Pager m={m} shown={view.lines.length} firstHref={view.firstHref} nextHref={view.nextHref} />
      </Card>
      {view.seal !== null && <Reveal m={m} view={view} seal={view.seal} />}
    </DeskLayout>
  );
}

/** One whole name of an owner, for a reason that is kept. */
function Reveal({ m, view, seal }: { readonly m: Messages; readonly view: AccessPageView; readonly seal: FormSeal }): JSX.Element {
  const texts = m.access;
  const of = fieldsOf(view.refusal, 'see', texts.revealFields);
  return (
    <Card id="owner" title={texts.reveal} note={texts.revealNote}>
      <DeskForm action={`/w/${view.frame.community.slug}/access/owner-name`} seal={seal} label={texts.reveal}>
        <Field {...of('unit')} autocomplete="off" required />
        <Field {...of('reason')} hint={texts.revealHint} required />
        <div class="actions">
          <button class="button" type="submit">
            {texts.reveal}
          </button>
        </div>
      </DeskForm>
    </Card>
  );
}

function Lines({ m, lines }: { readonly m: Messages; readonly lines: readonly AccessLogLine[] }): JSX.Element {
  const texts = m.access;
  const { columns } = texts;
  return (
    <DataTable
      caption={texts.list}
      captionHidden
      columns={[{ label: columns.at }, { label: columns.who }, { label: columns.kind }, { label: columns.what }, { label: columns.why }]}
      rows={lines.map((line) => ({
        key: line.id,
        cells: [
          m.moment(line.at),
          <>
            {line.person ?? texts.stranger(line.personId)}
            <small> {line.roles.length === 0 ? texts.noPart : m.list([line.organisation ?? '', ...line.roles.map((role) => m.workbench.roles[role])])}</small>
          </>,
          texts.kinds[line.kind],
          <>
            {(texts.action as Readonly<Record<string, string>>)[line.method] ?? line.method}
            {line.subject !== null && ` ${texts.about(line.subject)}`}
            <small class="code"> {line.route}</small>
          </>,
          line.code === null ? (
            (line.reason ?? '')
          ) : (
            <>
              {whyOf(m, line.code)}
              <small> {texts.code(line.code)}</small>
            </>
          ),
        ],
      }))}
    />
  );
}

function whyOf(m: Messages, code: string): string {
  const { why, more } = m.access;
  if (code === MORE_REFUSALS) return more;
  const kind = (errorKinds as Readonly<Record<string, ErrorKind>>)[code];
  return kind === 'forbidden' || kind === 'not-found' || kind === 'state' || kind === 'rule' ? why[kind] : why.other;
}
