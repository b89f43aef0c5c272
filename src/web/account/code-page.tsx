import type { JSX } from 'preact';
import { ErrorSummary, Field, Hidden, Layout, PageHead } from '../components/index.js';
import type { Messages } from '../messages/index.js';

export interface CodeView {
  readonly refusal: string | null;
  /** Where to go afterwards. */
  readonly hidden: Readonly<Record<string, string>>;
  readonly demoTime: string | null;
}

/** The second step of signing in: the password fitted, now the code. */
export function CodePage({ m, view }: { readonly m: Messages; readonly view: CodeView }): JSX.Element {
  const texts = m.account.code;
  return (
    <Layout m={m} title={`${texts.title} · ${m.brand.name}`} demoTime={view.demoTime}>
      {view.refusal !== null && <ErrorSummary m={m} title={m.public.signIn.refusedTitle} errors={[{ name: 'code', message: view.refusal }]} />}
      <PageHead title={texts.title} lead={texts.lead} back={{ href: '/sign-in', label: texts.back }} />
      <section class="card" aria-label={texts.title}>
        <form class="form" method="post" action="/sign-in/code">
          <Hidden values={view.hidden} />
          <Field name="code" label={texts.code} hint={texts.hint} autocomplete="one-time-code" required />
          <button class="button main" type="submit">
            {m.public.signIn.submit}
          </button>
        </form>
      </section>
      <p class="note">{texts.lost}</p>
    </Layout>
  );
}
