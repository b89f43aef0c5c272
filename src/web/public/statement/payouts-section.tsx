import type { JSX } from 'preact';
import { Money, moneyInWords } from '../../../kernel/index.js';
import type { PayoutLine } from '../../../modules/statements/index.js';
import { Amount, Card, Facts, StatusTag, Steps, type Step } from '../../components/index.js';
import type { Messages } from '../../messages/index.js';

/** Every payment with its amount in figures and capital numerals, to whom, and who approved it when. */
export function PayoutsSection({ m, payouts }: { readonly m: Messages; readonly payouts: readonly PayoutLine[] }): JSX.Element {
  return (
    <Card id="payouts" title={m.statement.payouts.title} note={payouts.length > 0 ? m.statement.payouts.note(payouts.length) : undefined}>
      {payouts.length === 0 && <p>{m.statement.payouts.empty}</p>}
      {payouts.map((payout) => (
        <Payout key={payout.number} m={m} payout={payout} />
      ))}
    </Card>
  );
}

function Payout({ m, payout }: { readonly m: Messages; readonly payout: PayoutLine }): JSX.Element {
  const texts = m.statement.payouts;
  return (
    <article class="payout" id={payout.number}>
      <div>
        <h3>{payout.purpose}</h3>
        <p class="amount">
          <Amount yuan={payout.amount} />
          <StatusTag tone="done">{m.status.paid}</StatusTag>
        </p>
        <p class="words">{moneyInWords(Money.parse(payout.amount))}</p>
      </div>
      <div>
        <Facts
          facts={[
            [texts.payee, payee(m, payout)],
            [texts.from, m.funds[payout.fund]],
            [texts.reference, <span class="hash">{payout.bankReference}</span>],
          ]}
        />
      </div>
      <div class="wide">
        <Steps m={m} steps={steps(m, payout)} across />
      </div>
      <a class="go wide" href={m.base + payout.path}>
        {texts.open}
      </a>
    </article>
  );
}

function payee(m: Messages, payout: PayoutLine): JSX.Element {
  return (
    <>
      {payout.payee ?? m.statement.payouts.person} <span class="nowrap muted">{m.tail(payout.payeeLast4)}</span>
    </>
  );
}

function steps(m: Messages, payout: PayoutLine): Step[] {
  const texts = m.statement.payouts;
  return [
    { state: 'done', title: texts.requested, at: m.shortMoment(payout.requestedAt) },
    ...payout.approvals.map((approval): Step => ({
      state: 'done',
      title: texts.agreed(m.slots[approval.slot]),
      at: m.shortMoment(approval.at),
      details: [approval.organisation],
    })),
    { state: 'done', title: texts.paid, at: m.shortDate(payout.paidOn) },
  ];
}
