import type { JSX } from 'preact';
import type { BusinessDate } from '../../kernel/index.js';
import { Banner, Card, DataTable } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';
import { MonthSteps, type MonthStep } from './month-page.js';

type FundName = keyof Messages['funds'];

export interface YearView {
  readonly frame: DeskFrame;
  readonly year: string;
  readonly state: 'WAITS' | 'OPEN' | 'DONE';
  /** Of December, when it is the month to close. */
  readonly steps: readonly MonthStep[];
  readonly ready: boolean;
  readonly vouchers: readonly string[];
  readonly funds: readonly {
    readonly fund: FundName;
    readonly income: string;
    readonly cost: string;
    readonly result: string;
    readonly balance: string;
    readonly carried: string;
  }[];
  readonly openings: readonly { readonly account: string; readonly fund: FundName; readonly amount: string }[];
  readonly statementDueOn: BusinessDate;
}

type Props = { readonly m: Messages; readonly view: YearView };

/** What blocks the end of the year, what it books, and what the next year opens with. */
export function YearPage({ m, view }: Props): JSX.Element {
  const texts = m.year;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.title(view.year), lead: texts.lead, back: { href: `/b/${view.frame.community.slug}/close`, label: texts.back } }}
    >
      {view.state === 'WAITS' && (
        <Banner tone="info" title={texts.waits}>
          <p>{texts.waitsNote}</p>
        </Banner>
      )}
      {view.state === 'OPEN' && (view.ready ? <Banner tone="ok" title={texts.ready} /> : <MonthSteps m={m} steps={view.steps} />)}
      {view.state === 'DONE' && (
        <Banner tone="ok" title={texts.done}>
          <p>{view.vouchers.length === 0 ? texts.none : texts.vouchers(m.list(view.vouchers))}</p>
        </Banner>
      )}
      <Card id="result" title={texts.result} note={texts.resultNote}>
        <DataTable
          caption={texts.result}
          captionHidden
          columns={[
            { label: texts.fund },
            ...[texts.income, texts.cost, texts.net, texts.balance, texts.carried].map((label) => ({ label: m.inYuan(label), numeric: true })),
          ]}
          rows={view.funds.map(({ fund, income, cost, result, balance, carried }) => ({
            key: fund,
            cells: [m.funds[fund], ...[income, cost, result, balance, carried].map((amount) => formatMoney(amount))],
          }))}
        />
      </Card>
      <Card id="openings" title={texts.openings} note={texts.openingsNote}>
        <DataTable
          caption={texts.openings}
          captionHidden
          columns={[{ label: m.reconcile.account }, { label: texts.fund }, { label: m.money.unit, numeric: true }]}
          rows={view.openings.map(({ account, fund, amount }) => ({
            key: `${account} ${fund}`,
            cells: [(m.accounts as Readonly<Record<string, string>>)[account] ?? account, m.funds[fund], formatMoney(amount)],
          }))}
        />
      </Card>
      <Card id="due" title={texts.due}>
        <p>{texts.dueNote(m.date(view.statementDueOn))}</p>
      </Card>
    </DeskLayout>
  );
}
