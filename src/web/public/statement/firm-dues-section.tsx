import type { JSX } from 'preact';
import type { AccountingPeriod, BusinessDate, Quarter } from '../../../kernel/index.js';
import type { FirmDueGivenUp, FirmDuesSection } from '../../../modules/statements/index.js';
import { Card, MoneyLines, MoneyTable } from '../../components/index.js';
import type { Messages } from '../../messages/index.js';

const steps = ['due', 'paid', 'setOff', 'writtenOff'] as const;

/** Whether the firm owed anything in the period: else there is nothing to tell. */
export function tellsFirmDues(dues: FirmDuesSection | undefined): dues is FirmDuesSection {
  return dues !== undefined && [dues.opening, ...steps.map((step) => dues[step]), dues.closing].some((columns) => columns.month !== '0.00');
}

/** What the firm owes the account, how it made it good, and what the owners gave up of it, each by its resolution. */
export function FirmDuesCard({ m, dues, during }: { readonly m: Messages; readonly dues: FirmDuesSection; readonly during: string }): JSX.Element {
  const texts = m.firmDues;
  const moved = steps.filter((step) => dues[step].month !== '0.00');
  return (
    <Card id="firm-dues" title={texts.title} note={texts.note}>
      <MoneyLines
        lines={[
          { label: texts.opening, amount: dues.opening.month },
          ...moved.map((step) => ({ label: texts[step], amount: dues[step].month })),
          { label: texts.closing, amount: dues.closing.month, kind: 'total' as const },
        ]}
      />
      {dues.givenUp.length > 0 && (
        <>
          <h3>{texts.givenUp}</h3>
          <MoneyTable m={m} caption={during} rows={dues.givenUp.map((due) => row(m, due))} total={{ label: texts.writtenOff, amount: dues.writtenOff.month }} />
          <p class="note">{texts.givenUpNote}</p>
        </>
      )}
    </Card>
  );
}

function row(m: Messages, due: FirmDueGivenUp): { label: string; note: string; amount: string } {
  const texts = m.firmDues;
  return { label: texts.kinds[due.kind](spoken(m, due)), note: texts.by(due.firm, m.date(due.on), due.resolution), amount: due.amount };
}

/** The month, quarter or day that a due is for, in words. */
function spoken(m: Messages, { kind, label }: FirmDueGivenUp): string {
  if (kind === 'MONTH') return m.month(label as AccountingPeriod);
  return kind === 'PENALTY' ? m.quarter(label as Quarter) : m.date(label as BusinessDate);
}
