import type { JSX } from 'preact';
import type { BankAccountView } from '../../modules/communities/index.js';
import type { AccountChangeView, AccountEndView } from '../../modules/settlement/index.js';
import { Banner, Card, EmptyState, Facts, Field, StatusTag } from '../components/index.js';
import { AnswerForm, type Answerable } from '../desk/answer-form.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { EvidenceLink } from '../desk/evidence-link.js';
import { DeskForm, errorOf, RefusalNotice, typedOr, type FormSeal, type Refusal } from '../desk/form-parts.js';
import type { Messages } from '../messages/index.js';

export interface AccountChangeRow extends AccountChangeView {
  readonly asker: string;
  readonly answerer: string | null;
  /** What the visitor may answer; null where nothing. */
  readonly answer: Answerable | null;
  /** The number, whole only for those who compare it with the bank's paper. */
  readonly shownNo: string;
}

export interface AccountEndRow extends AccountEndView {
  readonly recorder: string;
  /** Who answered or withdrew it, and why. */
  readonly said: readonly (readonly [who: string, reason: string])[];
  readonly answer: Answerable | null;
}

export interface AccountRow extends BankAccountView {
  /** The newest first. */
  readonly ends: readonly AccountEndRow[];
  /** Whether an end may be recorded. */
  readonly mayEnd: boolean;
}

export interface AccountsView {
  readonly frame: DeskFrame;
  readonly accounts: readonly AccountRow[];
  /** For the end of accounts that were given up; null for whoever may not record it. */
  readonly end: FormSeal | null;
  readonly changes: readonly AccountChangeRow[];
  readonly ask: FormSeal | null;
  readonly done: 'asked' | 'answered' | 'ended' | null;
  /** The change or account that a refused form was about; null for the form of a new change. */
  readonly about: number | null;
  readonly refusal: Refusal | null;
}

type Props = { readonly m: Messages; readonly view: AccountsView };

/** The accounts of the compound, the changes that were asked for, and the forms that the visitor may use. */
export function AccountsPage({ m, view }: Props): JSX.Element {
  const texts = m.bankAccounts;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.title, lead: texts.lead }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {view.done !== null && <Banner tone="ok" title={texts.done[view.done]} />}
        </>
      }
    >
      <Card id="accounts" title={texts.list}>
        <ul class="list long">
          {view.accounts.toReversed().map((account) => (
            <Account key={account.id} m={m} view={view} account={account} />
          ))}
        </ul>
      </Card>
      <Card id="changes" title={texts.changes}>
        {view.changes.length === 0 && <EmptyState title={texts.none}>{texts.noneHint}</EmptyState>}
        <ul class="list long">
          {view.changes.map((change) => (
            <Change key={change.id} m={m} view={view} change={change} />
          ))}
        </ul>
      </Card>
      {view.ask !== null && <AskForm m={m} view={view} seal={view.ask} />}
    </DeskLayout>
  );
}

function Account({ m, view, account }: Props & { readonly account: AccountRow }): JSX.Element {
  const texts = m.bankAccounts;
  const { closedOn, endedOn } = account;
  const asked = account.ends.find(({ state }) => state === 'ASKED');
  const past = asked ? texts.endAsked(m.shortDate(asked.endedOn)) : texts.past(m.shortDate(closedOn ?? account.openedOn));
  const state = closedOn === null ? texts.present : endedOn === null ? past : texts.ended(m.shortDate(endedOn));
  return (
    <li>
      <div class="row">
        <span>
          <b>{texts.ends(account.last4)}</b>
          <small>{texts.named(account.bankName, account.accountName)}</small>
          <small>{texts.since(m.date(account.openedOn))}</small>
        </span>
        <span class="side">
          <StatusTag tone={closedOn === null ? 'done' : endedOn === null ? 'due' : 'wait'}>{state}</StatusTag>
        </span>
      </div>
      {account.ends.map((end) => (
        <End key={end.id} m={m} view={view} account={account} end={end} />
      ))}
      {view.end !== null && account.mayEnd && <EndForm m={m} view={view} account={account} seal={view.end} />}
    </li>
  );
}

/** An end that was recorded, what was said to it, and the form of whoever may answer or withdraw it. */
function End({ m, view, account, end }: Props & { readonly account: AccountRow; readonly end: AccountEndRow }): JSX.Element {
  const texts = m.bankAccounts;
  const { slug } = view.frame.community;
  return (
    <>
      <p class="note">
        {texts.endOf(m.shortDate(end.endedOn), end.recorder, texts.endStates[end.state])}{' '}
        <EvidenceLink slug={slug} sha256={end.documentSha256} name={texts.endDocument} />
      </p>
      {end.said.map(([who, reason]) => (
        <p class="note">{texts.endSaid(who, reason)}</p>
      ))}
      {end.answer !== null && (
        <AnswerForm
          action={`/w/${slug}/accounts/${account.id}/end/answer`}
          label={texts.ends(account.last4)}
          id={account.id}
          refusal={view.about === account.id ? view.refusal : null}
          answer={end.answer}
          texts={{ ...texts, confirm: texts.endConfirm, withdraw: texts.endWithdraw }}
          note={end.answer.answers.includes('CONFIRM') ? texts.endCompare : texts.endWithdrawNote}
        />
      )}
    </>
  );
}

/** The bank has closed an account: until this is recorded its statements are asked for every month. */
function EndForm({ m, view, account, seal }: Props & { readonly account: AccountRow; readonly seal: FormSeal }): JSX.Element {
  const texts = m.bankAccounts;
  const isAbout = view.about === account.id;
  const refusal = isAbout ? view.refusal : null;
  const of = (name: 'endedOn' | 'endPaper') => ({
    name,
    scope: isAbout ? undefined : String(account.id),
    label: texts.fields[name],
    error: errorOf(refusal, name),
    required: true,
  });
  return (
    <DeskForm action={`/w/${view.frame.community.slug}/accounts/${account.id}/end`} seal={seal} multipart label={texts.end}>
      <p class="note">{texts.endNote}</p>
      <Field {...of('endedOn')} value={typedOr(refusal, 'endedOn')} type="date" />
      <Field {...of('endPaper')} value="" type="file" />
      <div class="actions">
        <button class="button" type="submit">
          {texts.end}
        </button>
      </div>
    </DeskForm>
  );
}

function Change({ m, view, change }: Props & { readonly change: AccountChangeRow }): JSX.Element {
  const texts = m.bankAccounts;
  const { fields } = texts;
  return (
    <li id={`change-${change.id}`}>
      <div class="row">
        <span>
          <b>{texts.ends(change.accountNo.slice(-4))}</b>
          <small>{texts.asked(change.asker, change.reason)}</small>
          {change.answerer !== null && <small>{texts.answered(change.answerer, change.answerReason)}</small>}
          <small>
            <EvidenceLink slug={view.frame.community.slug} sha256={change.documentSha256} name={texts.document} />
          </small>
        </span>
        <span class="side">
          <StatusTag tone={change.state === 'ASKED' ? 'due' : 'done'}>{texts.states[change.state]}</StatusTag>
        </span>
      </div>
      {change.state === 'ASKED' && (
        <Facts
          facts={[
            [fields.accountNo, <span class="hash">{change.shownNo}</span>],
            [fields.accountName, change.accountName],
            [fields.bankName, change.bankName],
            [fields.openedOn, m.date(change.openedOn)],
          ]}
        />
      )}
      {change.answer !== null && (
        <AnswerForm
          action={`/w/${view.frame.community.slug}/accounts/${change.id}/answer`}
          label={texts.ends(change.accountNo.slice(-4))}
          id={change.id}
          refusal={view.about === change.id ? view.refusal : null}
          answer={change.answer}
          texts={texts}
          {...(change.answer.answers.includes('CONFIRM') && { note: texts.compare })}
        />
      )}
    </li>
  );
}

function AskForm({ m, view, seal }: Props & { readonly seal: FormSeal }): JSX.Element {
  const texts = m.bankAccounts;
  const refusal = view.about === null ? view.refusal : null;
  const of = (name: keyof typeof texts.fields) => ({ name, label: texts.fields[name], error: errorOf(refusal, name), required: true });
  return (
    <Card id="ask" title={texts.ask} note={texts.askNote}>
      <DeskForm action={`/w/${view.frame.community.slug}/accounts`} seal={seal} multipart>
        <Field {...of('bankName')} value={typedOr(refusal, 'bankName')} autocomplete="off" />
        <Field {...of('accountName')} value={typedOr(refusal, 'accountName')} autocomplete="off" />
        <Field {...of('accountNo')} value={typedOr(refusal, 'accountNo')} inputMode="numeric" autocomplete="off" />
        <Field {...of('openedOn')} value={typedOr(refusal, 'openedOn')} type="date" />
        <Field {...of('reason')} value={typedOr(refusal, 'reason')} autocomplete="off" />
        <Field {...of('document')} value="" type="file" />
        <div class="actions">
          <button class="button main" type="submit">
            {texts.ask}
          </button>
        </div>
      </DeskForm>
    </Card>
  );
}
