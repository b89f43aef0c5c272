import type { JSX } from 'preact';
import { Money } from '../../../kernel/index.js';
import type { ReconciliationSection } from '../../../modules/statements/index.js';
import { Card, MoneyLines, StatusTag, type MoneyLine } from '../../components/index.js';
import { formatMoney } from '../../format.js';
import type { Messages } from '../../messages/index.js';

type Props = { readonly m: Messages; readonly reconciliation: ReconciliationSection };

/** Bank, books and funds side by side; what is outstanding; and the money nobody has claimed, by age. */
export function CheckSection({ m, reconciliation }: Props): JSX.Element {
  const texts = m.statement.check;
  const { bank, books, claims, outstanding } = reconciliation;
  const corrections: MoneyLine[] = (
    [
      [texts.deposits, bank.depositsInTransit],
      [texts.payments, Money.parse(bank.outstandingPayments).negated().toString()],
      [texts.errors, bank.bankErrors],
    ] as const
  )
    .filter(([, amount]) => amount !== '0.00')
    .map(([label, amount]) => ({ label, amount, kind: 'sub' }));
  const total = Money.sum(claims.map((claim) => Money.parse(claim.amount))).toString();
  return (
    <Card id="check" title={texts.title}>
      <div class="funds">
        <div>
          <MoneyLines
            lines={[
              ...(corrections.length === 0 ? [] : [{ label: texts.bank, amount: bank.statementBalance, kind: 'sub' as const }]),
              ...corrections,
              { label: texts.adjusted, amount: bank.adjusted },
              { label: texts.books, amount: books },
              {
                label: texts.claims,
                amount: total,
                note: m.list(claims.filter((claim) => claim.amount !== '0.00').map((claim) => `${m.funds[claim.fund]} ${formatMoney(claim.amount)}`)),
              },
            ]}
          />
          <p>
            <StatusTag tone="done">{texts.equal}</StatusTag>
          </p>
          {reconciliation.open !== undefined && <Open m={m} open={reconciliation.open} />}
          {outstanding.length > 0 && (
            <>
              <h3>{texts.outstanding}</h3>
              <MoneyLines lines={outstanding.map((item) => ({ label: item.what, note: m.date(item.on), amount: item.amount }))} />
            </>
          )}
        </div>
        <div>
          <h3 id="suspense">{texts.suspense}</h3>
          <Suspense m={m} reconciliation={reconciliation} />
        </div>
      </div>
    </Card>
  );
}

/** What books and bank agree on and somebody else has still to finish. */
function Open({ m, open }: { readonly m: Messages; readonly open: NonNullable<ReconciliationSection['open']> }): JSX.Element {
  const texts = m.parts.check;
  return (
    <>
      <h3>{texts.open}</h3>
      {open.length === 0 ? (
        <p>{texts.openNone}</p>
      ) : (
        <>
          <p class="note">{texts.openNote}</p>
          <MoneyLines
            lines={open.map((item) => ({
              label: texts.kinds[item.kind],
              note: m.list([
                ...(item.number === null ? [] : [item.number]),
                m.funds[item.fund],
                ...(item.since === null ? [] : [texts.since(m.date(item.since))]),
              ]),
              amount: item.amount,
            }))}
          />
        </>
      )}
    </>
  );
}

function Suspense({ m, reconciliation }: Props): JSX.Element {
  const texts = m.statement.check;
  const { suspense } = reconciliation;
  if (suspense.count === 0) return <p>{texts.suspenseNone}</p>;
  return (
    <MoneyLines
      lines={[
        ...suspense.ages
          .filter((age) => age.count > 0)
          .map((age) => ({ label: texts.ages(age.from, age.to), note: texts.count(age.count), amount: age.amount })),
        { label: `${m.money.total} · ${texts.count(suspense.count)}`, amount: suspense.amount, kind: 'total' },
      ]}
    />
  );
}
