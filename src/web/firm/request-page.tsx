import type { JSX } from 'preact';
import { Money, moneyInWords, type Instant } from '../../kernel/index.js';
import type { Slot } from '../../modules/contracts/index.js';
import { Amount, Banner, Card, EmptyState, Facts, Field, MoneyLines } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, errorOf, RefusalNotice, typedOr, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { purposeText } from '../desk/payout/index.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';
import { claimFormula, claimKey, type ClaimFact } from './claim-facts.js';

/** Where the money goes: the contract's account as it stands now. */
export interface PayeeFact {
  readonly bankName: string;
  readonly accountName: string;
  readonly last4: string;
  readonly registeredAt: Instant;
}

interface RequestFrame {
  readonly frame: DeskFrame;
  readonly refusal: Refusal | null;
}

/** What to ask for: only what can be asked for now; nothing chosen yet. */
export interface ChooseClaimView extends RequestFrame {
  readonly claims: readonly ClaimFact[];
}

/** How much of the claim, at most what its rule leaves. */
export interface AmountView extends RequestFrame {
  readonly claim: ClaimFact;
  readonly amount: string;
  readonly payee: PayeeFact | null;
  readonly contract: string;
}

/** Everything once more before it is submitted. */
export interface CheckView extends RequestFrame {
  readonly claim: ClaimFact;
  readonly amount: string;
  readonly payee: PayeeFact | null;
  readonly contract: string;
  readonly slots: readonly Slot[];
  readonly enough: number | null;
  /** The contract pays the firm against its invoice alone. */
  readonly invoice: boolean;
  /** Of the service fund now. */
  readonly available: string;
  readonly seal: FormSeal;
}

type StepName = keyof Messages['firm']['request']['stepNames'];

function RequestLayout({
  m,
  view,
  step,
  children,
}: {
  m: Messages;
  view: RequestFrame;
  step: StepName;
  children: JSX.Element | readonly JSX.Element[];
}): JSX.Element {
  const texts = m.firm.request;
  const names = Object.keys(texts.stepNames) as StepName[];
  const here = names.indexOf(step);
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{
        title: texts.title,
        lead: texts.step(here + 1, names.length, texts.stepNames[step]),
        back: { href: `/f/${view.frame.community.slug}`, label: m.firm.home.title },
      }}
      notice={<RefusalNotice m={m} refusal={view.refusal} />}
    >
      <>{children}</>
    </DeskLayout>
  );
}

export function ChooseClaimPage({ m, view }: { readonly m: Messages; readonly view: ChooseClaimView }): JSX.Element {
  const texts = m.firm.request;
  return (
    <RequestLayout m={m} view={view} step="what">
      <section class="card" aria-label={texts.what}>
        {view.claims.length === 0 ? (
          <EmptyState title={texts.none}>{texts.noneHint}</EmptyState>
        ) : (
          <form class="form wide" method="get" action={`/f/${view.frame.community.slug}/payouts/new`}>
            <fieldset class="choices boxed">
              <legend>{texts.what}</legend>
              {view.claims.map((claim, position) => (
                <label key={claimKey(claim.purpose)} class="choice">
                  <input type="radio" name="source" value={claimKey(claim.purpose)} checked={position === 0} />
                  <span>{purposeText(m, claim.purpose)}</span>
                  <span class="side-money">{formatMoney(claim.payable)}</span>
                </label>
              ))}
            </fieldset>
            <div class="actions">
              <button class="button main" type="submit">
                {texts.next}
              </button>
            </div>
          </form>
        )}
      </section>
    </RequestLayout>
  );
}

export function AmountPage({ m, view }: { readonly m: Messages; readonly view: AmountView }): JSX.Element {
  const texts = m.firm.request;
  return (
    <RequestLayout m={m} view={view} step="amount">
      <Card id="amount" title={purposeText(m, view.claim.purpose)}>
        <Formula m={m} claim={view.claim} />
        <form class="form" method="get" action={`/f/${view.frame.community.slug}/payouts/new/check`}>
          <input type="hidden" name="source" value={claimKey(view.claim.purpose)} />
          <Field
            name="amount"
            label={texts.amount}
            hint={texts.amountHint(formatMoney(view.claim.payable))}
            inputMode="decimal"
            autocomplete="off"
            required
            value={typedOr(view.refusal, 'amount', view.amount)}
            error={errorOf(view.refusal, 'amount')}
          />
          <div class="actions">
            <button class="button main" type="submit">
              {texts.next}
            </button>
          </div>
        </form>
      </Card>
      <Payee m={m} payee={view.payee} contract={view.contract} />
    </RequestLayout>
  );
}

export function CheckPage({ m, view }: { readonly m: Messages; readonly view: CheckView }): JSX.Element {
  const texts = m.firm.request;
  const base = `/f/${view.frame.community.slug}/payouts`;
  const { kind, period, quarter } = view.claim.purpose;
  const short = Money.parse(view.available).lessThan(Money.parse(view.amount));
  return (
    <RequestLayout m={m} view={view} step="check">
      <Card id="check" title={texts.check}>
        <p>{purposeText(m, view.claim.purpose)}</p>
        <p class="figure">
          <Amount yuan={view.amount} />
        </p>
        <p class="words">{moneyInWords(Money.parse(view.amount))}</p>
        <Formula m={m} claim={view.claim} />
        <Facts
          facts={[
            [
              texts.approvers,
              view.enough === null
                ? texts.approversLine(m.list(view.slots.map((slot) => m.slots[slot])))
                : `${m.list(view.slots.map((slot) => m.slots[slot]))} · ${m.payouts.enough(view.enough)}`,
            ],
            [texts.funds, formatMoney(view.available)],
          ]}
        />
        {short && <Banner tone="warn" title={texts.short} />}
      </Card>
      <Payee m={m} payee={view.payee} contract={view.contract} />
      <section class="card" aria-label={texts.submit}>
        <p class="note">{texts.submitNote}</p>
        <DeskForm
          action={base}
          seal={view.seal}
          multipart
          values={{ kind, amount: view.amount, ...(period !== null && { period }), ...(quarter !== null && { quarter }) }}
        >
          <Field
            name="invoiceNo"
            label={texts.invoiceNo}
            hint={view.invoice ? texts.invoiceAsked : texts.invoiceFree}
            required={view.invoice}
            autocomplete="off"
          />
          <Field name="invoice" label={texts.invoice} hint={texts.invoiceHint} type="file" required={view.invoice} multiple />
          <div class="actions">
            <button class="button main" type="submit">
              {texts.submit}
            </button>
            <a class="button" href={`${base}/new?source=${claimKey(view.claim.purpose)}&amount=${view.amount}`}>
              {texts.back}
            </a>
          </div>
        </DeskForm>
      </section>
    </RequestLayout>
  );
}

/** The cap with its formula: what the rule gives, what was asked for, what is left. */
function Formula({ m, claim }: { readonly m: Messages; readonly claim: ClaimFact }): JSX.Element {
  const texts = m.firm.request;
  const formula = claimFormula(m, claim);
  const asked = Money.parse(claim.pending).plus(Money.parse(claim.paid));
  return (
    <>
      {formula !== null && (
        <Banner tone="info" title={texts.formula}>
          <p class="formula">{formula}</p>
        </Banner>
      )}
      <MoneyLines
        lines={[
          { label: m.firm.home.entitled, amount: claim.entitled },
          ...(asked.isZero ? [] : [{ label: `${m.firm.home.asked} + ${m.firm.home.paid}`, amount: asked.negated().toString() }]),
          ...(claim.takenOff === '0.00' ? [] : [{ label: m.firm.home.takenOff, amount: `-${claim.takenOff}` }]),
          { label: m.firm.home.left, amount: claim.payable, kind: 'total' as const },
        ]}
      />
    </>
  );
}

/** The contract's account and no other. */
function Payee({ m, payee, contract }: { readonly m: Messages; readonly payee: PayeeFact | null; readonly contract: string }): JSX.Element {
  const texts = m.firm.request;
  return (
    <Card id="payee" title={texts.payee} note={texts.payeeNote}>
      {payee === null ? (
        <Banner tone="bad" title={texts.noPayee} />
      ) : (
        <Facts
          facts={[
            [
              m.workbench.payout.payTo,
              <>
                {payee.accountName}
                <br />
                {payee.bankName} <span class="nowrap">{m.tail(payee.last4)}</span>
                <br />
                <span class="muted">{texts.usableFrom(m.shortMoment(payee.registeredAt))}</span>
              </>,
            ],
            [texts.contract, contract],
          ]}
        />
      )}
    </Card>
  );
}
