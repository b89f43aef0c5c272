import type { JSX } from 'preact';
import type { CommonIncomeLine, CommonIncomeSection } from '../../../modules/statements/index.js';
import { Card, MoneyTable, type MoneyRow } from '../../components/index.js';
import { formatMoney } from '../../format.js';
import type { Messages } from '../../messages/index.js';

/** What each common asset earned, from which organisation, and what is outstanding. */
export function CommonIncomeCard({ m, income, during }: { readonly m: Messages; readonly income: CommonIncomeSection; readonly during: string }): JSX.Element {
  const texts = m.statement.common;
  return (
    <Card id="common" title={texts.title} note={texts.note}>
      {income.lines.length === 0 ? (
        <p>{texts.empty}</p>
      ) : (
        <MoneyTable m={m} caption={during} rows={income.lines.map((line) => row(m, line))} total={{ label: texts.total, amount: income.received.month }} />
      )}
      <p class="note">{texts.year(formatMoney(income.received.yearToDate))}</p>
    </Card>
  );
}

function row(m: Messages, line: CommonIncomeLine): MoneyRow {
  const texts = m.statement.common;
  const owing = line.outstanding === '0.00' ? '' : texts.outstanding(formatMoney(line.outstanding));
  return {
    label: line.asset,
    note: (
      <>
        {line.counterparty ?? texts.people}
        <br />
        {m.shortTerm(line.from, line.to)}
        {owing !== '' && (
          <>
            <br />
            {owing}
          </>
        )}
      </>
    ),
    amount: line.received,
  };
}
