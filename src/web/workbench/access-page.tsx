import type { JSX } from 'preact';
import { errorKinds, type BusinessDate, type ErrorKind } from '../../kernel/index.js';
import type { AccessLogLine } from '../../modules/identity/index.js';
import { accessKinds, MORE_REFUSALS, type AccessKind } from '../../platform/http/index.js';
import { Card, DataTable, EmptyState, Field, FilterBar, Pager } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import type { Messages } from '../messages/index.js';

export interface AccessPageView {
  readonly frame: DeskFrame;
  readonly lines: readonly AccessLogLine[];
  readonly kind: AccessKind | null;
  readonly from: BusinessDate | null;
  readonly to: BusinessDate | null;
  readonly firstHref: string | null;
  readonly nextHref: string | null;
}

/** Who was refused, who saw whole names or originals, and why: for those who watch over the others. */
export function AccessPage({ m, view }: { readonly m: Messages; readonly view: AccessPageView }): JSX.Element {
  const texts = m.access;
  const base = `/w/${view.frame.community.slug}/access`;
  const narrowed = view.kind !== null || view.from !== null || view.to !== null;
  return (
    <DeskLayout m={m} frame={view.frame} head={{ title: texts.title, lead: texts.lead }}>
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
    </DeskLayout>
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
