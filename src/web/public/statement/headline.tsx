import type { JSX } from 'preact';
import type { StatementSnapshot } from '../../../modules/statements/index.js';
import { Amount, Banner, PageHead } from '../../components/index.js';
import { formatMoney } from '../../format.js';
import type { Messages } from '../../messages/index.js';

type Props = { readonly m: Messages; readonly snapshot: StatementSnapshot };

/** The first screen: one sentence, the equation that adds up, who approved the payments, and whether the bank agrees. */
export function Headline({ m, snapshot }: Props): JSX.Element {
  const { cover, payouts, reconciliation } = snapshot.sections;
  const account = cover.account === null ? '' : ` · ${m.statement.bank(cover.account.bankName, cover.account.last4)}`;
  return (
    <>
      <PageHead
        title={m.statement.title(m.span(snapshot.period))}
        lead={m.statement.sentence(formatMoney(cover.received), formatMoney(cover.paid), formatMoney(cover.closing))}
        note={m.asOf(m.date(cover.to)) + account}
      />
      <section class="card" aria-label={m.statement.equation.label}>
        <Equation m={m} snapshot={snapshot} />
        <a class="go" href="#payouts">
          {m.statement.payoutsLink(payouts.length)}
        </a>
        {reconciliation.suspense.count > 0 && (
          <a class="go" href="#suspense">
            {m.statement.suspenseLink(reconciliation.suspense.count, formatMoney(reconciliation.suspense.amount))}
          </a>
        )}
      </section>
      <Banner tone="ok" title={m.statement.reconciled.title}>
        {m.statement.reconciled.body(formatMoney(reconciliation.books))}
      </Banner>
      {(cover.formerAccounts ?? []).map(({ bankName, last4, lastDay }) => (
        <Banner key={last4} tone="info" title={m.statement.accountChanged(m.date(lastDay))}>
          {m.statement.bank(bankName, last4)}
        </Banner>
      ))}
      {snapshot.kind === 'SUPPLEMENT' && <Banner tone="info" title={m.statement.supplementNotice(snapshot.version)} />}
      {snapshot.kind === 'CORRECTION' && <Banner tone="info" title={m.statement.correctionNotice(snapshot.version)} />}
      <Contents m={m} snapshot={snapshot} />
    </>
  );
}

function Equation({ m, snapshot }: Props): JSX.Element {
  const { total } = snapshot.sections.money;
  const terms = [
    ['', m.statement.equation.opening, total.opening.month],
    [m.statement.equation.plus, m.statement.equation.received, total.received.month],
    [m.statement.equation.minus, m.statement.equation.paid, total.paid.month],
    [m.statement.equation.equals, m.statement.equation.closing, total.closing.month],
  ] as const;
  return (
    <dl class="equation">
      {terms.map(([sign, label, amount], position) => (
        <div key={label} class={position === 3 ? 'result' : undefined}>
          <dt>
            <span class={sign === '' ? 'none' : undefined}>{sign}</span>
            {label}
          </dt>
          <dd>
            <Amount yuan={amount} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Contents({ m, snapshot }: Props): JSX.Element {
  const { nav } = m.statement;
  const entries = [
    ['in', nav.in],
    ['out', nav.out],
    ['payouts', nav.payouts],
    ['left', nav.left],
    ['fees', nav.fees],
    ['common', nav.common],
    ...(snapshot.sections.maintenance === undefined ? [] : [['maintenance', nav.maintenance] as const]),
    ...(snapshot.sections.service === null && snapshot.sections.quarters === undefined ? [] : [['service', nav.service] as const]),
    ['check', nav.check],
  ] as const;
  return (
    <nav class="no-print" aria-label={m.statement.contents}>
      <ul class="chips">
        {entries.map(([id, label]) => (
          <li key={id}>
            <a href={`#${id}`}>{label}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
