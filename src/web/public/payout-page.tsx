import type { JSX } from 'preact';
import { Money, moneyInWords } from '../../kernel/index.js';
import type { PublicPayout, PublicPayoutEvent, PublicPayoutReason } from '../../modules/statements/index.js';
import { Amount, Card, DataTable, Facts, Fingerprint, Icon, Layout, MoneyLines, PageHead, StatusTag, Steps, type Row, type Step } from '../components/index.js';
import { formatMoney, formatPercent } from '../format.js';
import type { Messages } from '../messages/index.js';

export interface PayoutView extends PublicPayout {
  readonly demoTime: string | null;
}

type Props = { readonly m: Messages; readonly view: PayoutView };

/** One payment from the request to the line of the bank: who, when, why this amount, and the same figure at every step. */
export function PayoutPage({ m, view }: Props): JSX.Element {
  const texts = m.public.payout;
  const path = `/p/${view.slug}${view.period === null ? '' : `/${view.period}`}/payouts/${view.number}`;
  const back =
    view.period === null
      ? { href: `${m.base}/p/${view.slug}`, label: texts.backToCompound }
      : { href: `${m.base}/p/${view.slug}/${view.period}`, label: texts.backToStatement(m.month(view.period)) };
  return (
    <Layout
      m={m}
      path={path}
      title={`${view.purpose} · ${view.communityName}`}
      mark={{ name: view.communityName, tagline: m.brand.tagline, href: `${m.base}/p/${view.slug}` }}
      demoTime={view.demoTime}
    >
      <PageHead title={view.purpose} lead={texts.lead} back={back} />
      <div class="pair">
        <section class="card" aria-label={texts.amount}>
          <p class="figure">
            <Amount yuan={view.amount} />
            <StatusTag tone={view.paid ? 'done' : 'due'}>{view.paid ? m.status.paid : m.status.open}</StatusTag>
          </p>
          <p class="words">{moneyInWords(Money.parse(view.amount))}</p>
          <Facts
            facts={[
              [texts.payee, payee(m, view)],
              [texts.fund, m.funds[view.fund]],
              [texts.number, view.number],
            ]}
          />
        </section>
        <Card id="steps" title={texts.process}>
          <Steps m={m} steps={view.events.map((event) => step(m, event, view.bank))} />
        </Card>
      </div>
      <div class="pair">
        {view.reason !== null && <Reason m={m} reason={view.reason} />}
        <Same m={m} view={view} />
      </div>
      {view.gates.length > 0 && <Gates m={m} gates={view.gates} />}
      {view.entries.length > 0 && <Entries m={m} view={view} />}
    </Layout>
  );
}

function payee(m: Messages, view: PayoutView): JSX.Element {
  return (
    <>
      {view.payee ?? m.public.payout.person} {view.payeeLast4 !== '' && <span class="nowrap muted">{m.tail(view.payeeLast4)}</span>}
    </>
  );
}

const stopped: readonly PublicPayoutEvent['action'][] = [
  'GATES_FAILED',
  'RETURN',
  'DEFER',
  'REJECT',
  'WITHDRAW',
  'FAIL',
  'CANCEL',
  'BANK_RETURN',
  'CLOSE_UNPAID',
];

/** The bank's debit is told by the day on which the bank booked it; the books learn it when its statement comes. */
function step(m: Messages, { action, slot, organisation, at }: PublicPayoutEvent, bank: PublicPayout['bank']): Step {
  const texts = m.public.payout;
  const booked = action === 'SETTLE' && at !== null ? bank : null;
  return {
    state: at === null ? 'wait' : stopped.includes(action) ? 'failed' : 'done',
    title: slot === null ? texts.steps[action] : texts.slotStep(m.slots[slot], texts.steps[action]),
    at: at === null ? undefined : booked === null ? m.moment(at) : m.date(booked.bookedOn),
    details: [...(organisation === null ? [] : [organisation]), ...(at === null ? [texts.pending] : booked === null ? [] : [texts.entered(m.moment(at))])],
  };
}

function Reason({ m, reason }: { readonly m: Messages; readonly reason: PublicPayoutReason }): JSX.Element {
  const texts = m.public.payout;
  return (
    <Card id="why" title={texts.why}>
      {reason.kind === 'OPENED' ? (
        <p>{m.opening.openedFormula(m.month(reason.period), formatMoney(reason.amount))}</p>
      ) : reason.kind === 'BASE' ? (
        <MoneyLines
          lines={[
            { label: texts.baseEntitlement(m.month(reason.period)), amount: reason.entitlement },
            { label: texts.baseWithheld, amount: Money.parse(reason.withheld).negated().toString() },
            { label: texts.basePayable, amount: reason.base, kind: 'total' },
          ]}
        />
      ) : (
        <>
          <p>{texts.performance(m.quarter(reason.quarter), reason.score, formatPercent(reason.share))}</p>
          <p>{m.statement.service.released(formatMoney(reason.withheld), formatPercent(reason.share), formatMoney(reason.released))}</p>
          {reason.givenLater !== null && <p>{texts.givenLater(formatMoney(reason.givenLater))}</p>}
        </>
      )}
    </Card>
  );
}

/** The amount at each step; the tick is given only where all that were reached are equal. */
function Same({ m, view }: Props): JSX.Element {
  const texts = m.public.payout;
  const { requested, approved, instructed, settled } = view.amounts;
  const reached = (
    [
      [texts.requested, requested],
      [texts.approved, approved],
      [texts.instructed, instructed],
      [texts.settled, settled],
    ] as const
  ).flatMap(([label, amount]) => (amount === null ? [] : [{ label, amount }]));
  const same = reached.every((line) => line.amount === requested);
  return (
    <Card id="same" title={texts.amounts}>
      <MoneyLines lines={reached} />
      {reached.length === 4 && (
        <p>
          <StatusTag tone={same ? 'done' : 'bad'}>{same ? texts.sameAmount : texts.otherAmount}</StatusTag>
        </p>
      )}
      {view.bank !== null && (
        <Facts
          facts={[
            [texts.bookedOn, m.date(view.bank.bookedOn)],
            [texts.reference, <span class="hash">{view.bank.reference}</span>],
          ]}
        />
      )}
      {view.fileSha256 !== null && (
        <>
          <p class="note">{texts.file}</p>
          <Fingerprint sha256={view.fileSha256} />
        </>
      )}
    </Card>
  );
}

const gateIcons = { PASSED: 'done', FAILED: 'failed', NOT_IN_USE: 'wait', NOT_NEEDED: 'wait' } as const;

function Gates({ m, gates }: { readonly m: Messages; readonly gates: PayoutView['gates'] }): JSX.Element {
  const texts = m.public.payout;
  return (
    <Card id="gates" title={texts.gates}>
      <ul class="list checks">
        {gates.map((gate) => (
          <li key={gate.gate} class={gate.outcome.toLowerCase()}>
            <Icon name={gateIcons[gate.outcome]} />
            <span>
              {texts.gateNames[gate.gate]}
              <small>
                {gate.outcome === 'NOT_IN_USE' || gate.outcome === 'NOT_NEEDED'
                  ? texts.outcomes[gate.outcome]
                  : `${texts.outcomes[gate.outcome]} · ${m.moment(gate.at)}`}
              </small>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Entries({ m, view }: Props): JSX.Element {
  const texts = m.public.payout;
  return (
    <Card id="entries" title={texts.entries} note={texts.entriesNote}>
      <DataTable
        caption={texts.entries}
        captionHidden
        columns={[{ label: texts.voucher }, { label: texts.entryOn }, { label: texts.entryWhat }, { label: texts.entryAmount, numeric: true }]}
        rows={view.entries.map((entry): Row => ({
          key: entry.voucher,
          cells: [
            <span class="nowrap">{entry.voucher}</span>,
            <span class="nowrap">{m.shortDate(entry.on)}</span>,
            texts.rules[entry.rule as keyof typeof texts.rules] ?? texts.otherRule(entry.rule),
            formatMoney(entry.amount),
          ],
        }))}
      />
    </Card>
  );
}
