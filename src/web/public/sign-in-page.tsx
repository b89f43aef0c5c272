import type { JSX } from 'preact';
import { DemoPeople, type DemoPeopleView } from '../account/demo-people.js';
import { ErrorSummary, Field, Hidden, Layout, PageHead } from '../components/index.js';
import type { Messages } from '../messages/index.js';

export interface SignInView {
  readonly login: string;
  /** The refusal of the attempt before, in words; null at first. Never says which of the two was wrong. */
  readonly refusal: string | null;
  /** CSRF token and where to go afterwards. */
  readonly hidden: Readonly<Record<string, string>>;
  /** Where a passkey is shown instead; null where the site can have none. */
  readonly passkeyHref: string | null;
  readonly demoTime: string | null;
  /** Who may be tried while the demo is on. */
  readonly demo?: DemoPeopleView | null;
}

/** A plain form: it works without script, and the browser's password store can fill it. */
export function SignInPage({ m, view }: { readonly m: Messages; readonly view: SignInView }): JSX.Element {
  const texts = m.public.signIn;
  return (
    <Layout m={m} title={`${texts.title} · ${m.brand.name}`} demoTime={view.demoTime}>
      {view.refusal !== null && <ErrorSummary m={m} title={texts.refusedTitle} errors={[{ name: 'login', message: view.refusal }]} />}
      <PageHead title={texts.title} lead={texts.lead} />
      <section class="card" aria-label={texts.title}>
        <form class="form" method="post" action="/sign-in">
          <Hidden values={view.hidden} />
          <Field name="login" label={texts.login} value={view.login} autocomplete="username" required />
          <Field name="password" label={texts.password} type="password" autocomplete="current-password" required />
          <button class="button main" type="submit">
            {texts.submit}
          </button>
        </form>
        {view.passkeyHref !== null && (
          <p>
            <a href={view.passkeyHref}>{m.account.passkey.signIn.title}</a>
          </p>
        )}
      </section>
      {view.demo && <DemoPeople m={m} view={view.demo} />}
    </Layout>
  );
}
