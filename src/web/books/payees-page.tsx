import type { JSX } from 'preact';
import type { Instant } from '../../kernel/index.js';
import { payeeParties, registeredPayeeKinds, type PayeeAccountView, type PayeeView } from '../../modules/contracts/index.js';
import { Banner, Card, EmptyState, Field, StatusTag } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, errorOf, RefusalNotice, typedOr, type FormSeal, type Refusal } from '../desk/form-parts.js';
import type { Messages } from '../messages/index.js';

/** A payee, and from when its present account can be paid; null once it can. */
export interface PayeeRow extends PayeeView {
  readonly usableFrom: Instant | null;
}

export interface PayeesView {
  readonly frame: DeskFrame;
  readonly rows: readonly PayeeRow[];
  readonly seal: FormSeal;
  readonly registered: string | null;
  readonly refusal: Refusal | null;
}

/** Bank, number and name of an account, as they are typed. */
function AccountFields({ m, refusal }: { readonly m: Messages; readonly refusal: Refusal | null }): JSX.Element {
  const texts = m.payees;
  const field = (name: 'accountName' | 'bankName' | 'accountNo', hint?: string) => (
    <Field
      name={name}
      label={texts[name]}
      value={typedOr(refusal, name)}
      error={errorOf(refusal, name)}
      autocomplete="off"
      required
      {...(hint !== undefined && { hint })}
    />
  );
  return (
    <>
      {field('accountName', texts.accountNameHint)}
      {field('bankName')}
      {field('accountNo', texts.accountNoHint)}
    </>
  );
}

/** What a payee is, and whether it is a person. */
function kindOf(m: Messages, { kind, isPerson }: PayeeView): string {
  return isPerson ? m.payees.person(m.payees.kinds[kind]) : m.payees.kinds[kind];
}

/** Those to whom money may be paid, and a form for one more. */
export function PayeesPage({ m, view }: { readonly m: Messages; readonly view: PayeesView }): JSX.Element {
  const texts = m.payees;
  const base = `/b/${view.frame.community.slug}/payees`;
  const { refusal } = view;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.title, lead: texts.lead }}
      notice={
        <>
          <RefusalNotice m={m} refusal={refusal} />
          {view.registered !== null && <Banner tone="ok" title={texts.registered(view.registered)} />}
        </>
      }
    >
      <Card id="list" title={texts.list}>
        {view.rows.length === 0 && <EmptyState title={texts.empty}>{texts.emptyHint}</EmptyState>}
        <ul class="list">
          {view.rows.map((row) => (
            <li key={row.id}>
              <a class="row" href={`${base}/${row.number}`}>
                <span>
                  <b>{`${row.number} ${row.name}`}</b>
                  <small>{kindOf(m, row)}</small>
                  {row.account && <small>{texts.account(row.account.bankName, row.account.last4)}</small>}
                  <StatusTag tone={row.usableFrom === null ? 'done' : 'wait'}>
                    {row.usableFrom === null ? texts.usable : texts.usableFrom(m.shortMoment(row.usableFrom))}
                  </StatusTag>
                </span>
              </a>
            </li>
          ))}
        </ul>
      </Card>
      <Card id="register" title={texts.register} note={texts.registerNote}>
        <DeskForm action={base} seal={view.seal}>
          <Field
            name="kind"
            label={texts.kind}
            options={registeredPayeeKinds.map((kind) => ({ value: kind, label: texts.kinds[kind] }))}
            value={typedOr(refusal, 'kind', 'VENDOR')}
            error={errorOf(refusal, 'kind')}
          />
          <Field
            name="party"
            label={texts.party}
            hint={texts.partyHint}
            options={[{ value: '', label: texts.choose }, ...payeeParties.map((party) => ({ value: party, label: texts.parties[party] }))]}
            value={typedOr(refusal, 'party')}
            error={errorOf(refusal, 'party')}
            required
          />
          <Field name="name" label={texts.name} value={typedOr(refusal, 'name')} error={errorOf(refusal, 'name')} autocomplete="off" required />
          <AccountFields m={m} refusal={refusal} />
          <div class="actions">
            <button class="button main" type="submit">
              {texts.submit}
            </button>
          </div>
        </DeskForm>
      </Card>
    </DeskLayout>
  );
}

export interface PayeePageView {
  readonly frame: DeskFrame;
  readonly payee: PayeeView;
  readonly accounts: readonly PayeeAccountView[];
  readonly seal: FormSeal;
  readonly changed: boolean;
  readonly refusal: Refusal | null;
}

/** One payee, the accounts it has had, and a form for another one. */
export function PayeePage({ m, view }: { readonly m: Messages; readonly view: PayeePageView }): JSX.Element {
  const texts = m.payees;
  const { payee, refusal } = view;
  const base = `/b/${view.frame.community.slug}/payees`;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: `${payee.number} ${payee.name}`, back: { href: base, label: texts.back }, lead: kindOf(m, payee) }}
      notice={
        <>
          <RefusalNotice m={m} refusal={refusal} />
          {view.changed && <Banner tone="ok" title={texts.changed} />}
        </>
      }
    >
      <Card id="accounts" title={texts.history}>
        <ul class="list">
          {view.accounts.map((account) => (
            <li key={account.id}>
              <b>{account.accountName}</b>
              <br />
              {texts.account(account.bankName, account.last4)}
              <br />
              <small>{texts.version(account.version, m.moment(account.registeredAt))}</small>
            </li>
          ))}
        </ul>
      </Card>
      {payee.contractId !== null ? (
        <Banner tone="info" title={texts.byContract} />
      ) : (
        <Card id="change" title={texts.change(payee.name)} note={texts.changeNote}>
          <DeskForm action={`${base}/${payee.number}`} seal={view.seal}>
            <AccountFields m={m} refusal={refusal} />
            <div class="actions">
              <button class="button main" type="submit">
                {texts.changeSubmit}
              </button>
            </div>
          </DeskForm>
        </Card>
      )}
    </DeskLayout>
  );
}
