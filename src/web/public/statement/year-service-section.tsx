import type { JSX } from 'preact';
import { Money } from '../../../kernel/index.js';
import type { AssessmentResult, ServiceSection } from '../../../modules/statements/index.js';
import { Card, DataTable, MoneyLines, type Row } from '../../components/index.js';
import { formatMoney, formatPercent } from '../../format.js';
import type { Messages } from '../../messages/index.js';

type Props = { readonly m: Messages; readonly quarters: readonly ServiceSection[] };

/** The year's quarters with their scores, and what each made of the money that was withheld. */
export function YearServiceCard({ m, quarters }: Props): JSX.Element {
  const texts = m.parts.year;
  const [earned, base] = (['entitlement', 'base'] as const).map((member) => total(quarters.map((quarter) => quarter.quarterToDate[member])));
  return (
    <Card id="service" title={texts.service} note={texts.serviceNote}>
      <MoneyLines
        lines={[
          { label: texts.feesLine, amount: earned ?? '0.00' },
          { label: texts.baseLine, amount: base ?? '0.00' },
        ]}
      />
      <DataTable
        caption={texts.service}
        captionHidden
        columns={[
          { label: texts.quarter },
          ...[texts.score, texts.withheld, texts.share, texts.released, texts.deducted, texts.net].map((label) => ({ label, numeric: true })),
        ]}
        rows={[...quarters.map((quarter) => quarterRow(m, quarter)), totals(m, quarters)]}
      />
    </Card>
  );
}

function quarterRow(m: Messages, { quarter, quarterToDate, result }: ServiceSection): Row {
  const none = m.statement.detail.none;
  const money = (of: (scored: AssessmentResult) => string): string => (result === null ? none : formatMoney(of(result)));
  return {
    key: quarter,
    cells: [
      m.quarter(quarter),
      result === null ? m.parts.year.underWay : result.score,
      formatMoney(quarterToDate.withheld),
      result === null ? none : formatPercent(result.share),
      money((scored) => scored.released),
      money((scored) => scored.deducted),
      money((scored) => scored.net),
    ],
  };
}

function totals(m: Messages, quarters: readonly ServiceSection[]): Row {
  const of = (member: 'released' | 'deducted' | 'net'): string =>
    formatMoney(total(quarters.flatMap(({ result }) => (result === null ? [] : [result[member]]))));
  const withheld = formatMoney(total(quarters.map((quarter) => quarter.quarterToDate.withheld)));
  return { key: 'total', cells: [m.parts.year.total, '', withheld, '', of('released'), of('deducted'), of('net')], kind: 'total' };
}

const total = (amounts: readonly string[]): string => Money.sum(amounts.map((amount) => Money.parse(amount))).toString();
