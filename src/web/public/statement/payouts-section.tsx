import type { JSX } from 'preact';
import { Money, moneyInWords } from '../../../kernel/index.js';
import type { PayoutLine, ReturnedLine } from '../../../modules/statements/index.js';
import { Amount, Card, Facts, MoneyLines, StatusTag, Steps, type Step } from '../../components/index.js';
import type { Messages } from '../../messages/index.js';

interface Props {
  readonly m: Messages;
  readonly payouts: readonly PayoutLine[];
  readonly returned: readonly ReturnedLine[];
}

/** Every payment with its amount in figures and capital numerals, to whom, and who approved it when; below, what the bank gave back. */
export function PayoutsSection({ m, payouts, returned }: Props): JSX.Element {
  return (
    <Card id="payouts" title={m.statement.payouts.title} note={payouts.length > 0 ? m.statement.payouts.note(payouts.length) : undefined}>
      {payouts.length === 0 && <p>{m.statement.payouts.empty}</p>}
      {payouts.map((payout) => (
        <Payout key={`${payout.number} ${payout.attempt}`} m={m} payout={payout} />
      ))}
      {returned.length > 0 && <Returned m={m} returned={returned} />}
    </Card>
  );
}

function Returned({ m, returned }: Pick<Props, 'm' | 'returned'>): JSX.Element {
  const texts = m.parts.payouts;
  const total = Money.sum(returned.map((line) => Money.parse(line.amount))).toString();
  return (
    <>
      <h3>{texts.returnedTitle}</h3>
      <p class="note">{texts.returnedNote}</p>
      <MoneyLines
        lines={[
          ...returned.map((line) => ({
            label: <a href={m.base + line.path}>{texts.returnedLine(line.number, m.date(line.paidOn))}</a>,
            note: texts.returnedOn(m.date(line.returnedOn), line.bankReference),
            amount: line.amount,
          })),
          { label: texts.returnedTotal, amount: total, kind: 'total' },
        ]}
      />
    </>
  );
}

function Payout({ m, payout }: { readonly m: Messages; readonly payout: PayoutLine }): JSX.Element {
  const texts = m.statement.payouts;
  const again = payout.attempt !== undefined && payout.attempt > 1 ? payout.attempt : null;
  const cameBack = payout.returnedOn ?? null;
  return (
    <article class="payout" id={again === null ? payout.number : `${payout.number}-${again}`}>
      <div>
        <h3>{again === null ? payout.purpose : `${payout.purpose} · ${m.parts.payouts.again(again)}`}</h3>
        <p class="amount">
          <Amount yuan={payout.amount} />
          {cameBack === null ? <StatusTag tone="done">{m.status.paid}</StatusTag> : <StatusTag tone="bad">{m.parts.payouts.back}</StatusTag>}
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
      {payout.payee ?? m.statement.payouts.person} {payout.payeeLast4 !== '' && <span class="nowrap muted">{m.tail(payout.payeeLast4)}</span>}
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
    ...(payout.returnedOn ? [{ state: 'failed', title: m.parts.payouts.back, at: m.shortDate(payout.returnedOn) } as const] : []),
  ];
}
