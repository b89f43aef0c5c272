import type { JSX } from 'preact';
import { Money } from '../../../kernel/index.js';
import type { CommonIncomeLine, CommonIncomeSection, IncomeUse, MaintenanceSection } from '../../../modules/statements/index.js';
import { Card, MoneyLines, MoneyTable, type MoneyLine, type MoneyRow } from '../../components/index.js';
import { formatMoney } from '../../format.js';
import type { Messages } from '../../messages/index.js';

interface Props {
  readonly m: Messages;
  readonly income: CommonIncomeSection;
  readonly during: string;
}

/** What each common asset earned, from which organisation, what it cost, what is outstanding; and what is left of it all. */
export function CommonIncomeCard({ m, income, during }: Props): JSX.Element {
  const texts = m.statement.common;
  const found = income.found?.month ?? '0.00';
  return (
    <Card id="common" title={texts.title} note={texts.note}>
      {income.lines.length === 0 ? (
        <p>{texts.empty}</p>
      ) : (
        <MoneyTable m={m} caption={during} rows={income.lines.map((line) => row(m, line))} total={{ label: texts.total, amount: income.received.month }} />
      )}
      {found !== '0.00' && <MoneyLines lines={[{ label: m.parts.common.foundTotal, amount: found }]} />}
      <p class="note">{texts.year(formatMoney(income.received.yearToDate))}</p>
      <Reckoning m={m} income={income} />
    </Card>
  );
}

function row(m: Messages, line: CommonIncomeLine): MoneyRow {
  const texts = m.statement.common;
  const more = [
    line.cost === undefined || line.cost === '0.00' || line.net === undefined ? '' : earned(m, line, line.cost, line.net),
    line.found === undefined || line.found === '0.00' ? '' : m.parts.common.found(formatMoney(line.found)),
    line.outstanding === '0.00' ? '' : texts.outstanding(formatMoney(line.outstanding)),
  ].filter((text) => text !== '');
  return {
    label: line.asset,
    note: (
      <>
        {line.counterparty ?? texts.people}
        <br />
        {m.shortTerm(line.from, line.to)}
        {more.map((text) => (
          <>
            <br />
            {text}
          </>
        ))}
      </>
    ),
    amount: line.received,
  };
}

function earned(m: Messages, line: CommonIncomeLine, cost: string, net: string): string {
  const texts = m.parts.common;
  return m.list([texts.due(formatMoney(line.accrued)), texts.cost(formatMoney(cost)), texts.net(formatMoney(net))]);
}

/** Income due less cost, tax and what is lost: what is the owners' own. */
function Reckoning({ m, income }: Pick<Props, 'm' | 'income'>): JSX.Element | null {
  const texts = m.parts.common;
  const { result, accrued } = income;
  if (result === undefined) return null;
  const steps = (['other', 'cost', 'tax', 'writtenOff'] as const).filter((step) => result[step].month !== '0.00');
  const labels = { other: texts.other, cost: texts.costLine, tax: texts.tax, writtenOff: texts.writtenOff } as const;
  return (
    <>
      <h3>{texts.reckoning}</h3>
      <MoneyLines
        lines={[
          { label: texts.accrued, amount: accrued.month },
          ...steps.map((step): MoneyLine => ({ label: labels[step], amount: result[step].month })),
          { label: texts.netLine, amount: result.net.month, kind: 'total' },
        ]}
      />
      <p class="note no-print">{texts.netYear(formatMoney(result.net.yearToDate))}</p>
    </>
  );
}

/** Every use of the owners' money that was approved, and the resolution of the owners behind it. */
export function UsesCard({ m, uses }: { readonly m: Messages; readonly uses: readonly IncomeUse[] }): JSX.Element {
  const texts = m.parts.common;
  const total = Money.sum(uses.map((use) => Money.parse(use.amount))).toString();
  return (
    <Card id="uses" title={texts.uses}>
      {uses.length === 0 ? (
        <p>{texts.noUses}</p>
      ) : (
        <MoneyLines lines={[...uses.map((use) => useLine(m, use)), { label: texts.usesTotal, amount: total, kind: 'total' }]} />
      )}
    </Card>
  );
}

function useLine(m: Messages, use: IncomeUse): MoneyLine {
  const texts = m.parts.common;
  const decided = use.resolution === null ? texts.noResolution : texts.resolution(use.resolution.number, use.resolution.title);
  return {
    label: use.words === '' ? texts.kinds[use.kind] : use.words,
    note: (
      <>
        {m.list([texts.kinds[use.kind], texts.from(m.funds[use.fund]), ...(use.asset === null ? [] : [use.asset]), use.number])}
        <br />
        {decided}
      </>
    ),
    amount: use.amount,
  };
}

/** What the owners resolved to move into the maintenance fund, what was moved, and what is still to be moved. */
export function MaintenanceCard({ m, maintenance }: { readonly m: Messages; readonly maintenance: MaintenanceSection }): JSX.Element {
  const texts = m.parts.maintenance;
  const { opening, due, transferred, returned, closing } = maintenance;
  const moved = [opening, due, transferred, returned, closing].some((columns) => columns.month !== '0.00');
  return (
    <Card id="maintenance" title={texts.title} note={moved ? texts.note : undefined}>
      {moved ? (
        <MoneyLines
          lines={[
            { label: texts.opening, amount: opening.month },
            { label: texts.due, amount: due.month },
            { label: texts.transferred, amount: transferred.month },
            ...(returned.month === '0.00' ? [] : [{ label: texts.returned, amount: returned.month }]),
            { label: texts.closing, amount: closing.month, kind: 'total' },
          ]}
        />
      ) : (
        <p>{texts.none}</p>
      )}
      <p class="note no-print">{texts.year(formatMoney(due.yearToDate), formatMoney(transferred.yearToDate))}</p>
    </Card>
  );
}
