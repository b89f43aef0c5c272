import type { JSX } from 'preact';
import { Money, moneyInWords } from '../../kernel/index.js';
import type { Slot } from '../../modules/contracts/index.js';
import type { ClaimObstacle, DocumentKind } from '../../modules/disbursements/index.js';
import type { Fund } from '../../modules/ledger/index.js';
import { Amount, Banner, Card, EmptyState, Facts, Field, MoneyLines } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, errorOf, RefusalNotice, typedOr, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { PayoutRows, purposeText, type PayoutRow } from '../desk/payout/index.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';

/** A document and what it still gives. Amounts in yuan as text. */
export interface RequestFact {
  readonly kind: DocumentKind;
  readonly number: string;
  readonly words: string;
  readonly fund: Fund;
  readonly entitled: string;
  readonly pending: string;
  readonly paid: string;
  readonly payable: string;
  readonly resolutionNo: string | null;
  readonly invoiceNo: string | null;
  readonly documents: number;
  readonly obstacle: ClaimObstacle | null;
  /** The money goes back to whoever sent it. */
  readonly personal: boolean;
  readonly payee: { readonly name: string; readonly bankName: string; readonly last4: string } | null;
}

export interface RequestListView {
  readonly frame: DeskFrame;
  readonly open: readonly RequestFact[];
  readonly blocked: readonly RequestFact[];
  readonly asked: readonly PayoutRow[];
}

export interface RequestAmountView {
  readonly frame: DeskFrame;
  readonly claim: RequestFact;
  readonly amount: string;
  readonly bankName: string;
  readonly refusal: Refusal | null;
}

export interface RequestCheckView extends RequestAmountView {
  readonly slots: readonly Slot[];
  readonly enough: number | null;
  readonly seal: FormSeal;
}

const nameOf = (m: Messages, { kind, number, words }: RequestFact): string =>
  purposeText(m, { kind, period: null, quarter: null, document: { number, words } });
const addressOf = (base: string, { kind, number }: RequestFact): string => `${base}/new?kind=${kind}&claim=${encodeURIComponent(number)}`;

/** What may be asked for, and what was asked for. */
export function RequestListPage({ m, view }: { readonly m: Messages; readonly view: RequestListView }): JSX.Element {
  const texts = m.payouts.request;
  const base = `/b/${view.frame.community.slug}/requests`;
  return (
    <DeskLayout m={m} frame={view.frame} head={{ title: texts.title, lead: texts.lead }}>
      <Card id="open" title={texts.open}>
        {view.open.length === 0 && <EmptyState title={texts.none}>{texts.noneHint}</EmptyState>}
        <ul class="list">
          {view.open.map((claim) => (
            <li key={`${claim.kind}${claim.number}`}>
              <a class="row" href={addressOf(base, claim)}>
                <span>
                  <b>{nameOf(m, claim)}</b>
                  <small>{m.funds[claim.fund]}</small>
                </span>
                <span class="side money">{formatMoney(claim.payable)}</span>
              </a>
            </li>
          ))}
        </ul>
      </Card>
      {view.blocked.length > 0 && (
        <Card id="blocked" title={texts.blocked}>
          <ul class="list">
            {view.blocked.map((claim) => (
              <li key={`${claim.kind}${claim.number}`}>
                <b>{nameOf(m, claim)}</b>
                <br />
                {claim.obstacle !== null && texts.obstacle[claim.obstacle]}
              </li>
            ))}
          </ul>
        </Card>
      )}
      {view.asked.length > 0 && (
        <Card id="asked" title={texts.mine}>
          <PayoutRows m={m} rows={view.asked} base={base} />
        </Card>
      )}
    </DeskLayout>
  );
}

export function RequestAmountPage({ m, view }: { readonly m: Messages; readonly view: RequestAmountView }): JSX.Element {
  const texts = m.payouts.request;
  const { claim, refusal } = view;
  const base = `/b/${view.frame.community.slug}/requests`;
  return (
    <RequestStep m={m} view={view} step={1}>
      <Card id="amount" title={nameOf(m, claim)}>
        <Cap m={m} claim={claim} />
        <form class="form" method="get" action={`${base}/new/check`}>
          <input type="hidden" name="kind" value={claim.kind} />
          <input type="hidden" name="claim" value={claim.number} />
          <Field
            name="amount"
            label={texts.amount}
            hint={texts.amountHint(formatMoney(claim.payable))}
            inputMode="decimal"
            autocomplete="off"
            required
            value={typedOr(refusal, 'amount', view.amount)}
            error={errorOf(refusal, 'amount')}
          />
          {claim.personal && (
            <Field
              name="bankName"
              label={texts.bankName}
              hint={texts.bankNameHint}
              autocomplete="off"
              required
              value={typedOr(refusal, 'bankName', view.bankName)}
              error={errorOf(refusal, 'bankName')}
            />
          )}
          <div class="actions">
            <button class="button main" type="submit">
              {texts.next}
            </button>
          </div>
        </form>
      </Card>
      <Payee m={m} claim={claim} bankName={null} />
    </RequestStep>
  );
}

export function RequestCheckPage({ m, view }: { readonly m: Messages; readonly view: RequestCheckView }): JSX.Element {
  const texts = m.payouts.request;
  const { claim, amount, bankName } = view;
  const base = `/b/${view.frame.community.slug}/requests`;
  const back = `${addressOf(base, claim)}&amount=${amount}${claim.personal ? `&bankName=${encodeURIComponent(bankName)}` : ''}`;
  return (
    <RequestStep m={m} view={view} step={2}>
      <Card id="check" title={nameOf(m, claim)}>
        <p class="figure">
          <Amount yuan={amount} />
        </p>
        <p class="words">{moneyInWords(Money.parse(amount))}</p>
        <Cap m={m} claim={claim} />
        <Facts
          facts={[
            [texts.fund, m.funds[claim.fund]],
            [texts.approvers, [m.list(view.slots.map((slot) => m.slots[slot])), ...(view.enough === null ? [] : [m.payouts.enough(view.enough)])].join(' · ')],
            ...(claim.resolutionNo === null ? [] : [[texts.resolution, claim.resolutionNo] as const]),
            ...(claim.invoiceNo === null ? [] : [[texts.invoice, claim.invoiceNo] as const]),
          ]}
        />
        {claim.documents > 0 && <p class="note">{texts.documents(claim.documents)}</p>}
      </Card>
      <Payee m={m} claim={claim} bankName={bankName} />
      <section class="card" aria-label={texts.submit}>
        <p class="note">{texts.submitNote}</p>
        <DeskForm action={base} seal={view.seal} values={{ kind: claim.kind, claim: claim.number, amount, ...(claim.personal && { bankName }) }}>
          <div class="actions">
            <button class="button main" type="submit">
              {texts.submit}
            </button>
            <a class="button" href={back}>
              {texts.back}
            </a>
          </div>
        </DeskForm>
      </section>
    </RequestStep>
  );
}

interface StepProps {
  readonly m: Messages;
  readonly view: RequestAmountView;
  readonly step: 1 | 2;
  readonly children: JSX.Element | readonly JSX.Element[];
}

function RequestStep({ m, view, step, children }: StepProps): JSX.Element {
  const texts = m.payouts.request;
  const { steps } = texts;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{
        title: texts.title,
        lead: texts.step(step + 1, steps.length, steps[step]),
        back: { href: `/b/${view.frame.community.slug}/requests`, label: texts.title },
      }}
      notice={<RefusalNotice m={m} refusal={view.refusal} />}
    >
      <>{children}</>
    </DeskLayout>
  );
}

/** The cap with its formula: what the document gives, what was asked for, what is left. */
function Cap({ m, claim }: { readonly m: Messages; readonly claim: RequestFact }): JSX.Element {
  const texts = m.payouts.request;
  const asked = Money.parse(claim.pending).plus(Money.parse(claim.paid));
  return (
    <MoneyLines
      lines={[
        { label: texts.entitled, amount: claim.entitled },
        ...(asked.isZero ? [] : [{ label: texts.asked, amount: asked.negated().toString() }]),
        { label: texts.left, amount: claim.payable, kind: 'total' as const },
      ]}
    />
  );
}

/** The register's account, or the one that the money came from; never one that is typed here. */
function Payee({ m, claim, bankName }: { readonly m: Messages; readonly claim: RequestFact; readonly bankName: string | null }): JSX.Element {
  const texts = m.payouts.request;
  const { payee, personal } = claim;
  return (
    <Card id="payee" title={texts.payee} note={personal ? texts.origin : texts.register}>
      {payee === null ? (
        <Banner tone="bad" title={personal ? texts.obstacle.NO_ORIGIN : texts.noAccount} />
      ) : (
        <p>
          {payee.name}
          <br />
          {personal ? (bankName ?? '') : payee.bankName} <span class="nowrap">{m.tail(payee.last4)}</span>
        </p>
      )}
    </Card>
  );
}
