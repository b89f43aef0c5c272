import type { JSX } from 'preact';
import { Money, moneyInWords, type AccountingPeriod, type BusinessDate, type Instant } from '../../kernel/index.js';
import type { ApprovalSlot, SnapshotFund } from '../../modules/statements/index.js';
import { Amount, Card, DataTable, Facts, Fingerprint, Icon, Layout, MoneyLines, PageHead, StatusTag, Steps, type Row, type Step } from '../components/index.js';
import { formatMoney, formatPercent } from '../format.js';
import type { Messages } from '../messages/index.js';

export type PayoutEvent = 'SUBMITTED' | 'GATES' | 'APPROVED' | 'HELD' | 'INSTRUCTED' | 'SETTLED' | 'RETURNED' | 'REJECTED' | 'CANCELLED';
export type GateCode = 'G1' | 'G2' | 'G3' | 'G4' | 'G5' | 'G6' | 'G7' | 'G8';

/** How the amount follows from the contract, with the figures to recompute it; null where a claim or invoice gives it. */
export type PayoutReason =
  | { readonly kind: 'BASE'; readonly period: AccountingPeriod; readonly entitlement: string; readonly withheld: string; readonly base: string }
  | {
      readonly kind: 'PERFORMANCE';
      readonly quarter: string;
      readonly score: string;
      readonly withheld: string;
      readonly share: string;
      readonly released: string;
    };

export interface PayoutView {
  readonly slug: string;
  readonly communityName: string;
  /** The statement that lists it; null while it is under way. */
  readonly period: AccountingPeriod | null;
  readonly number: string;
  readonly fund: SnapshotFund;
  readonly purpose: string;
  readonly payee: string | null;
  readonly payeeLast4: string;
  readonly amount: string;
  readonly paid: boolean;
  readonly reason: PayoutReason | null;
  /** What happened, in order; a step not reached yet has no moment. */
  readonly events: readonly {
    readonly event: PayoutEvent;
    readonly slot: ApprovalSlot | null;
    readonly organisation: string | null;
    readonly at: Instant | null;
  }[];
  /** As evaluated last. */
  readonly gates: readonly { readonly gate: GateCode; readonly passed: boolean; readonly at: Instant }[];
  readonly amounts: { readonly requested: string; readonly approved: string | null; readonly instructed: string | null; readonly settled: string | null };
  readonly bank: { readonly bookedOn: BusinessDate; readonly reference: string } | null;
  readonly fileSha256: string | null;
  readonly entries: readonly { readonly voucher: string; readonly on: BusinessDate; readonly description: string; readonly amount: string }[];
  readonly demoTime: string | null;
}

type Props = { readonly m: Messages; readonly view: PayoutView };

/** One payment from the request to the line of the bank: who, when, why this amount, and the same figure at every step. */
export function PayoutPage({ m, view }: Props): JSX.Element {
  const texts = m.public.payout;
  const back =
    view.period === null
      ? { href: `/p/${view.slug}`, label: texts.backToCompound }
      : { href: `/p/${view.slug}/${view.period}`, label: texts.backToStatement(m.month(view.period)) };
  return (
    <Layout
      m={m}
      title={`${view.purpose} · ${view.communityName}`}
      mark={{ name: view.communityName, tagline: m.brand.tagline, href: `/p/${view.slug}` }}
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
          <Steps m={m} steps={view.events.map((event) => step(m, event))} />
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
      {view.payee ?? m.public.payout.person} <span class="nowrap muted">{m.tail(view.payeeLast4)}</span>
    </>
  );
}

function step(m: Messages, { event, slot, organisation, at }: PayoutView['events'][number]): Step {
  const texts = m.public.payout;
  const failed = event === 'RETURNED' || event === 'REJECTED' || event === 'CANCELLED';
  const title = slot === null ? texts.steps[event] : texts.slotStep(m.slots[slot], texts.steps[event]);
  return {
    state: at === null ? 'wait' : failed ? 'failed' : 'done',
    title,
    at: at === null ? undefined : m.moment(at),
    details: [...(organisation === null ? [] : [organisation]), ...(at === null ? [texts.pending] : [])],
  };
}

function Reason({ m, reason }: { readonly m: Messages; readonly reason: PayoutReason }): JSX.Element {
  const texts = m.public.payout;
  return (
    <Card id="why" title={texts.why}>
      {reason.kind === 'BASE' ? (
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

function Gates({ m, gates }: { readonly m: Messages; readonly gates: PayoutView['gates'] }): JSX.Element {
  const texts = m.public.payout;
  return (
    <Card id="gates" title={texts.gates}>
      <ul class="list checks">
        {gates.map((gate) => (
          <li key={gate.gate} class={gate.passed ? 'done' : 'failed'}>
            <Icon name={gate.passed ? 'done' : 'failed'} />
            <span>
              {texts.gateNames[gate.gate]}
              <small>{`${gate.passed ? texts.passed : texts.failed} · ${m.moment(gate.at)}`}</small>
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
            entry.description,
            formatMoney(entry.amount),
          ],
        }))}
      />
    </Card>
  );
}
