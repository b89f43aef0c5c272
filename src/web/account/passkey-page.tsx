import type { JSX } from 'preact';
import { Banner, ErrorSummary, Field, Hidden, Layout, PageHead } from '../components/index.js';
import type { Messages } from '../messages/index.js';
import { passkeyScript } from './passkey-script.js';
import { SECURITY_PATH } from './security-page.js';

export interface PasskeyView {
  readonly challenge: string;
  readonly rpId: string;
  readonly refusal: string | null;
  /** Who registers one; null of somebody who signs in with one. */
  readonly person: { readonly handle: string; readonly name: string; readonly formToken: string } | null;
  /** Where to go after signing in. */
  readonly next: string | null;
  readonly demoTime: string | null;
}

/** The page on which a device makes or shows a passkey. What it needs of script is one form's filling. */
export function PasskeyPage({ m, view }: { readonly m: Messages; readonly view: PasskeyView }): JSX.Element {
  const { person, challenge, rpId } = view;
  const texts = person === null ? m.account.passkey.signIn : m.account.passkey.register;
  const told = m.account.passkey.told;
  const filled = person === null ? ['credentialId', 'authenticatorData', 'clientDataJSON', 'signature'] : ['authenticatorData', 'clientDataJSON', 'transports'];
  const hidden = {
    ...Object.fromEntries(filled.map((name) => [name, ''])),
    ...(person && { formToken: person.formToken }),
    ...(view.next !== null && { next: view.next }),
  };
  const data = {
    'data-passkey': person === null ? 'get' : 'create',
    'data-challenge': challenge,
    'data-rp': rpId,
    ...(person && { 'data-rp-name': m.brand.name, 'data-user': person.handle, 'data-user-name': person.name }),
  };
  return (
    <Layout m={m} title={`${texts.title} · ${m.brand.name}`} demoTime={view.demoTime}>
      {view.refusal !== null && <ErrorSummary m={m} title={m.workbench.forms.refusedTitle} errors={[{ name: person && 'label', message: view.refusal }]} />}
      <PageHead
        title={texts.title}
        lead={texts.lead}
        back={person === null ? { href: '/sign-in', label: m.account.passkey.back } : { href: SECURITY_PATH, label: m.account.title }}
      />
      <section class="card" aria-label={texts.title}>
        <div data-told="script">
          <Banner tone="warn" title={told.script} />
        </div>
        <div data-told="unable" hidden>
          <Banner tone="warn" title={told.unable} />
        </div>
        <div data-told="failed" hidden>
          <Banner tone="warn" title={told.failed} />
        </div>
        <form class="form" method="post" action={person === null ? '/sign-in/passkey' : `${SECURITY_PATH}/passkey`} {...data}>
          <Hidden values={hidden} />
          {person !== null && <Field name="label" label={m.account.keys.label} hint={m.account.passkey.labelHint} autocomplete="off" required />}
          <button class="button main" type="submit">
            {texts.submit}
          </button>
        </form>
      </section>
      <p class="note">{texts.note}</p>
      <script dangerouslySetInnerHTML={{ __html: passkeyScript }} />
    </Layout>
  );
}
