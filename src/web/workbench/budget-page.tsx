import type { JSX } from 'preact';
import { Money, Rate, type OrganisationId } from '../../kernel/index.js';
import { budgetLines, type BudgetUse, type BudgetView, type ResolutionView } from '../../modules/resolutions/index.js';
import { Banner, Card, DataTable, EmptyState, Field } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, RefusalNotice, typedOr, errorOf, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { budgetLineName } from '../desk/payout/index.js';
import { formatMoney, formatPercent } from '../format.js';
import type { Messages } from '../messages/index.js';
import { AnswerForms, ConfirmationTag, confirmationWords, type AnswerDone, type AnswerRights } from './confirmation-parts.js';

export type BudgetDone = AnswerDone | 'adopted';

export interface BudgetPageView {
  readonly frame: DeskFrame;
  /** Of each year, the latest first: what waits or was refused, and the version that counts, with what is used. */
  readonly budgets: readonly { readonly budget: BudgetView; readonly use: readonly BudgetUse[]; readonly rights: AnswerRights }[];
  readonly names: ReadonlyMap<OrganisationId, string>;
  /** Those that have adopted none. */
  readonly resolutions: readonly ResolutionView[];
  readonly years: readonly number[];
  readonly mayAdopt: boolean;
  readonly seal: FormSeal;
  readonly done: BudgetDone | null;
  readonly refusal: Refusal | null;
}

type Props = { readonly m: Messages; readonly view: BudgetPageView };

/** The budget of each year beside what is used of it, and a form for the owner side. */
export function BudgetPage({ m, view }: Props): JSX.Element {
  const texts = m.budget;
  const { frame, budgets, mayAdopt, done } = view;
  const back = { href: `/w/${frame.community.slug}/resolutions`, label: m.resolutions.title };
  return (
    <DeskLayout
      m={m}
      frame={frame}
      head={{ title: texts.title, lead: texts.lead, back }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {done !== null && <Banner tone="ok" title={done === 'adopted' ? texts.done : m.confirmations.done[done]} />}
        </>
      }
    >
      {budgets.length === 0 && <EmptyState title={texts.none}>{mayAdopt && texts.noneHint}</EmptyState>}
      {budgets.map((version) => (
        <Version key={`${version.budget.year}-${version.budget.versionNo}`} m={m} view={view} version={version} />
      ))}
      {mayAdopt && (
        <Card id="adopt" title={texts.adopt} note={texts.adoptNote}>
          <AdoptForm m={m} view={view} />
        </Card>
      )}
    </DeskLayout>
  );
}

function Version({ m, view, version }: Props & { readonly version: BudgetPageView['budgets'][number] }): JSX.Element {
  const { budget, use, rights } = version;
  const { year, versionNo, state, adoptedFor, adoptedAt, answer } = budget;
  const name = `${year}-${versionNo}`;
  const words = confirmationWords(m, { state, recorded: { for: adoptedFor, at: adoptedAt }, answer }, view.names);
  return (
    <Card id={`year-${name}`} title={m.budget.of(year, versionNo, budget.resolution)} note={m.budget.usedNote}>
      <p>
        <ConfirmationTag m={m} state={state} /> <small>{words}</small>
      </p>
      {state !== 'REFUSED' && <Lines m={m} budget={budget} use={use} />}
      <AnswerForms m={m} action={`/w/${view.frame.community.slug}/budget/${name}/answer`} name={name} rights={rights} seal={view.seal} refusal={view.refusal} />
    </Card>
  );
}

function Lines({ m, budget, use }: { readonly m: Messages; readonly budget: BudgetView; readonly use: readonly BudgetUse[] }): JSX.Element {
  const { columns, total } = m.budget;
  const usedOf = (line: { readonly fund: string; readonly code: string }): Money =>
    use.find(({ fund, code }) => fund === line.fund && code === line.code)?.used ?? Money.zero;
  const cells = (name: string, amount: Money, used: Money) => [
    name,
    formatMoney(amount.toString()),
    formatMoney(used.toString()),
    formatMoney(amount.minus(used).toString()),
    amount.isZero ? '–' : formatPercent(Rate.parse(used.toString()).dividedBy(Rate.parse(amount.toString())).rounded(4).toString()),
  ];
  const together = Money.sum(budget.lines.map(({ amount }) => amount));
  return (
    <DataTable
      caption={m.budget.title}
      captionHidden
      columns={[
        { label: columns.line },
        { label: columns.budget, numeric: true },
        { label: columns.used, numeric: true },
        { label: columns.left, numeric: true },
        { label: columns.share, numeric: true },
      ]}
      rows={[
        ...budget.lines.map((line) => {
          const name = `${line.fund} ${line.code}`;
          return { key: name, cells: cells(budgetLineName(m, name), line.amount, usedOf(line)) };
        }),
        { key: 'total', kind: 'total' as const, cells: cells(total, together, Money.sum(budget.lines.map((line) => usedOf(line)))) },
      ]}
    />
  );
}

function AdoptForm({ m, view }: Props): JSX.Element {
  const { fields, submit } = m.budget;
  const present = view.budgets.find(({ budget }) => budget.year === view.years[0] && budget.state === 'CONFIRMED')?.budget.lines ?? [];
  const of = (name: string, label: string, proposed = '') => ({
    name,
    label,
    value: typedOr(view.refusal, name, proposed),
    error: errorOf(view.refusal, name),
  });
  return (
    <DeskForm action={`/w/${view.frame.community.slug}/budget`} seal={view.seal} label={submit}>
      <Field {...of('year', fields.year)} options={view.years.map((year) => ({ value: String(year), label: String(year) }))} />
      <Field {...of('resolution', fields.resolution)} options={view.resolutions.map(({ number, title }) => ({ value: number, label: `${number} ${title}` }))} />
      <div class="pair-fields">
        {budgetLines.map(({ fund, code }, place) => {
          const known = present.find((line) => line.fund === fund && line.code === code)?.amount.toString() ?? '';
          return <Field key={place} {...of(`line${place}`, budgetLineName(m, `${fund} ${code}`), known)} inputMode="decimal" />;
        })}
      </div>
      <div class="actions">
        <button class="button main" type="submit">
          {submit}
        </button>
      </div>
    </DeskForm>
  );
}
