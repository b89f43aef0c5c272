import type { JSX } from 'preact';
import type { AccountingPeriod, Instant } from '../../kernel/index.js';
import { Banner, Card, Field } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, errorOf, RefusalNotice, typedOr, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { ReconciliationSheet, type ReconciliationSheetView } from '../desk/reconciliation/index.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';
import { MonthSteps, type MonthStep } from './month-page.js';

export interface CloseView {
  readonly frame: DeskFrame;
  readonly month: AccountingPeriod;
  readonly steps: readonly MonthStep[];
  readonly sheet: ReconciliationSheetView;
  /** Null while something else blocks the close, or it is prepared. */
  readonly prepare: FormSeal | null;
  /** Of one that is pending. */
  readonly withdraw: { readonly id: number; readonly seal: FormSeal } | null;
  /** Null while something blocks the close. */
  readonly confirm: FormSeal | null;
  readonly closed: { readonly month: AccountingPeriod; readonly earned: string; readonly base: string; readonly withheld: string } | null;
  readonly history: readonly { readonly month: AccountingPeriod; readonly bankBalance: string; readonly lines: number; readonly signedAt: Instant }[];
  readonly done: 'prepared' | 'withdrawn' | null;
  readonly refusal: Refusal | null;
}

type Props = { readonly m: Messages; readonly view: CloseView };

/** What blocks the close, the three legs side by side, and the signature. */
export function ClosePage({ m, view }: Props): JSX.Element {
  const texts = m.books.close;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.title(m.month(view.month)), lead: texts.lead }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {view.done !== null && <Banner tone="ok" title={view.done === 'prepared' ? m.reconcile.donePrepared : m.reconcile.doneWithdrawn} />}
          {view.closed !== null && <Closed m={m} closed={view.closed} slug={view.frame.community.slug} />}
        </>
      }
    >
      <div class="two">
        <div class="first">
          <MonthSteps m={m} steps={view.steps.filter(({ name }) => name !== 'MONTH' && name !== 'LEGS' && name !== 'SIGNED')} />
          <ReconciliationSheet m={m} view={view.sheet} />
          <Prepare m={m} view={view} />
          <Confirm m={m} view={view} />
          <Withdraw m={m} view={view} />
        </div>
        <div class="beside">
          <History m={m} view={view} />
        </div>
      </div>
    </DeskLayout>
  );
}

function Closed({ m, closed, slug }: { readonly m: Messages; readonly closed: NonNullable<CloseView['closed']>; readonly slug: string }): JSX.Element {
  const texts = m.books.close;
  const { month, earned, base, withheld } = closed;
  return (
    <Banner tone="ok" title={texts.done(m.month(month))}>
      <p>{texts.doneNote({ earned: formatMoney(earned), base: formatMoney(base), withheld: formatMoney(withheld) })}</p>
      <p class="actions">
        <a class="button small" href={`/b/${slug}/statements`}>
          {texts.next}
        </a>
      </p>
    </Banner>
  );
}

/** The first signature. */
function Prepare({ m, view }: Props): JSX.Element | null {
  const texts = m.reconcile;
  if (view.prepare === null) return null;
  return (
    <Card id="prepare" title={texts.prepare} note={texts.prepareNote(view.frame.person)}>
      <DeskForm action={`/b/${view.frame.community.slug}/reconciliation`} seal={view.prepare} values={{ month: view.month }}>
        <div class="actions">
          <button class="button main" type="submit">
            {texts.prepare}
          </button>
        </div>
      </DeskForm>
    </Card>
  );
}

function Withdraw({ m, view }: Props): JSX.Element | null {
  const texts = m.reconcile;
  if (view.withdraw === null) return null;
  const { id, seal } = view.withdraw;
  return (
    <Card id="withdraw" title={texts.withdraw} note={texts.withdrawNote}>
      <DeskForm action={`/b/${view.frame.community.slug}/reconciliation/withdraw`} seal={seal} values={{ id: String(id) }}>
        <Field name="reason" label={texts.reason} value={typedOr(view.refusal, 'reason')} error={errorOf(view.refusal, 'reason')} required />
        <div class="actions">
          <button class="button" type="submit">
            {texts.withdraw}
          </button>
        </div>
      </DeskForm>
    </Card>
  );
}

function Confirm({ m, view }: Props): JSX.Element {
  const texts = m.books.close;
  if (view.confirm === null) {
    const step = view.steps.find(({ state }) => state === 'now');
    return (
      <Banner tone="info" title={texts.notYet}>
        {step !== undefined && <p>{step.note}</p>}
      </Banner>
    );
  }
  return (
    <Card id="confirm" title={texts.confirm} note={texts.confirmNote(view.frame.person)}>
      <DeskForm action={`/b/${view.frame.community.slug}/close`} seal={view.confirm} values={{ period: view.month }}>
        <div class="actions">
          <button class="button main" type="submit">
            {texts.confirm}
          </button>
        </div>
      </DeskForm>
    </Card>
  );
}

function History({ m, view }: Props): JSX.Element | null {
  const texts = m.books.close;
  if (view.history.length === 0) return null;
  return (
    <Card id="history" title={texts.history}>
      <a class="go" href={`/b/${view.frame.community.slug}/reopening`}>
        {m.reopen.title}
      </a>
      <a class="go" href={`/b/${view.frame.community.slug}/year/${view.month.slice(0, 4)}`}>
        {m.year.title(view.month.slice(0, 4))}
      </a>
      <ul class="list log">
        {view.history.map(({ month, bankBalance, lines, signedAt }) => (
          <li key={`${month} ${signedAt}`} class="said">
            <span class="claim">
              <a href={`/b/${view.frame.community.slug}/month/${month}`}>{m.month(month)}</a>
              <span class="money">{formatMoney(bankBalance)}</span>
            </span>
            <span class="who">{`${texts.lines(lines)} · ${texts.signed(m.shortMoment(signedAt))}`}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
