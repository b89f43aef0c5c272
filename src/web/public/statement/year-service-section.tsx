import type { JSX } from 'preact';
import { Money } from '../../../kernel/index.js';
import type { AssessmentResult, ServiceSection } from '../../../modules/statements/index.js';
import { Card, DataTable, MoneyLines, type MoneyLine, type Row } from '../../components/index.js';
import { formatMoney, formatPercent } from '../../format.js';
import type { Messages } from '../../messages/index.js';

type Props = { readonly m: Messages; readonly quarters: readonly ServiceSection[] };

/** What the firm was paid in the year, and the quarters whose scores decided on the part that was withheld. */
export function YearServiceCard({ m, quarters }: Props): JSX.Element {
  const texts = m.parts.year;
  return (
    <Card id="service" title={texts.service} note={texts.serviceNote}>
      <div class="funds">
        <MoneyLines lines={paidLines(m, quarters)} />
        <div>
          <DataTable
            caption={texts.service}
            captionHidden
            columns={[{ label: texts.quarter }, ...[texts.withheld, texts.released, texts.deducted].map((label) => ({ label, numeric: true }))]}
            rows={[...quarters.map((quarter) => quarterRow(m, quarter)), totals(m, quarters)]}
          />
        </div>
      </div>
    </Card>
  );
}

/** Base and released part less fines are what the firm got; of quarters under way only the base part is known. */
function paidLines(m: Messages, quarters: readonly ServiceSection[]): MoneyLine[] {
  const texts = m.parts.year;
  const [earned, base] = (['entitlement', 'base'] as const).map((member) => total(quarters.map((quarter) => quarter.quarterToDate[member]))) as [Money, Money];
  const [released, deducted] = [scored(quarters, 'released'), scored(quarters, 'deducted')];
  const net = total(quarters.map(({ quarterToDate, result }) => result?.net ?? quarterToDate.base));
  // of fines only what the quarter's money could bear is taken off; the rest the firm owes
  const fines = base.plus(released).minus(net);
  return [
    { label: texts.feesLine, amount: earned.toString() },
    { label: texts.baseLine, amount: base.toString() },
    { label: texts.releasedLine, amount: released.toString() },
    ...(fines.isZero ? [] : [{ label: texts.finesLine, amount: fines.negated().toString() }]),
    { label: texts.netLine, amount: net.toString(), kind: 'total' },
    { label: texts.deductedLine, amount: deducted.toString(), kind: 'sub' },
  ];
}

function quarterRow(m: Messages, { quarter, quarterToDate, result }: ServiceSection): Row {
  const money = (of: (found: AssessmentResult) => string): string => (result === null ? m.statement.detail.none : formatMoney(of(result)));
  const score = result === null ? m.parts.year.underWay : m.parts.year.scored(result.score, formatPercent(result.share));
  return {
    key: quarter,
    cells: [
      <>
        {m.quarterShort(quarter)}
        <small>{score}</small>
      </>,
      formatMoney(quarterToDate.withheld),
      money((found) => found.released),
      money((found) => found.deducted),
    ],
  };
}

function totals(m: Messages, quarters: readonly ServiceSection[]): Row {
  const withheld = total(quarters.map((quarter) => quarter.quarterToDate.withheld));
  const amounts = [withheld, scored(quarters, 'released'), scored(quarters, 'deducted')].map((amount) => formatMoney(amount.toString()));
  return { key: 'total', cells: [m.parts.year.total, ...amounts], kind: 'total' };
}

function scored(quarters: readonly ServiceSection[], member: 'released' | 'deducted'): Money {
  return total(quarters.flatMap(({ result }) => (result === null ? [] : [result[member]])));
}

const total = (amounts: readonly string[]): Money => Money.sum(amounts.map((amount) => Money.parse(amount)));
