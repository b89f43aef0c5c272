import type { JSX } from 'preact';
import { Money, Rate } from '../../kernel/index.js';
import { budgetLines, type BudgetUse, type BudgetView, type ResolutionView } from '../../modules/resolutions/index.js';
import { Banner, Card, DataTable, EmptyState, Field } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, RefusalNotice, typedOr, errorOf, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { budgetLineName } from '../desk/payout/index.js';
import { formatMoney, formatPercent } from '../format.js';
import type { Messages } from '../messages/index.js';

export interface BudgetPageView {
  readonly frame: DeskFrame;
  /** The version that counts of each year, the latest first, with what is used of it. */
  readonly budgets: readonly { readonly budget: BudgetView; readonly use: readonly BudgetUse[] }[];
  /** Those that may be named. */
  readonly resolutions: readonly ResolutionView[];
  readonly years: readonly number[];
  readonly seal: FormSeal | null;
  readonly done: boolean;
  readonly refusal: Refusal | null;
}

type Props = { readonly m: Messages; readonly view: BudgetPageView };

/** The budget of each year beside what is used of it, and a form for the owner side. */
export function BudgetPage({ m, view }: Props): JSX.Element {
  const texts = m.budget;
  const { frame, budgets, seal, done } = view;
  const back = { href: `/w/${frame.community.slug}/resolutions`, label: m.resolutions.title };
  return (
    <DeskLayout
      m={m}
      frame={frame}
      head={{ title: texts.title, lead: texts.lead, back }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {done && <Banner tone="ok" title={texts.done} />}
        </>
      }
    >
      {budgets.length === 0 && <EmptyState title={texts.none}>{seal !== null && texts.noneHint}</EmptyState>}
      {budgets.map(({ budget, use }) => (
        <Card key={budget.year} id={`year-${budget.year}`} title={texts.of(budget.year, budget.versionNo, budget.resolution)} note={texts.usedNote}>
          <Lines m={m} budget={budget} use={use} />
        </Card>
      ))}
      {seal !== null && (
        <Card id="adopt" title={texts.adopt} note={texts.adoptNote}>
          <AdoptForm m={m} view={view} seal={seal} />
        </Card>
      )}
    </DeskLayout>
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

function AdoptForm({ m, view, seal }: Props & { readonly seal: FormSeal }): JSX.Element {
  const { fields, submit } = m.budget;
  const present = view.budgets.find(({ budget }) => budget.year === view.years[0])?.budget.lines ?? [];
  const of = (name: string, label: string, proposed = '') => ({
    name,
    label,
    value: typedOr(view.refusal, name, proposed),
    error: errorOf(view.refusal, name),
  });
  return (
    <DeskForm action={`/w/${view.frame.community.slug}/budget`} seal={seal} label={submit}>
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
