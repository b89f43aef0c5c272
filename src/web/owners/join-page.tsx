import type { JSX } from 'preact';
import { Card, ErrorSummary, Field, Hidden, Layout, PageHead } from '../components/index.js';
import { fieldsOf, type Refusal } from '../desk/form-parts.js';
import type { Messages } from '../messages/index.js';

export interface JoinView {
  readonly community: { readonly slug: string; readonly name: string };
  readonly person: { readonly name: string; readonly formToken: string } | null;
  readonly refusal: Refusal | null;
  readonly demoTime: string | null;
}

/** Where an owner comes to with the letter of their unit. */
export function JoinPage({ m, view }: { readonly m: Messages; readonly view: JoinView }): JSX.Element {
  const texts = m.owners.join;
  const { person, refusal, community } = view;
  const path = `/join/${community.slug}`;
  const field = fieldsOf(refusal, 'join', texts.fields);
  const code = <Field {...field('code')} hint={texts.codeHint} autocomplete="off" required />;
  return (
    <Layout m={m} title={`${texts.title} · ${m.brand.name}`} demoTime={view.demoTime}>
      {refusal !== null && <ErrorSummary m={m} title={m.workbench.forms.refusedTitle} errors={refusal.errors} />}
      <PageHead title={texts.title} lead={texts.lead(community.name)} />
      {person === null ? (
        <>
          <p>
            <a class="button" href={`/sign-in?next=${encodeURIComponent(path)}`}>
              {texts.known}
            </a>
          </p>
          <Card id="join" title={texts.create} note={texts.createNote}>
            <form class="form" method="post" action={path}>
              {code}
              <Field {...field('name')} autocomplete="off" required />
              <Field {...field('login')} autocomplete="username" required />
              <Field {...field('password')} value="" type="password" autocomplete="new-password" required />
              <Field {...field('again')} value="" type="password" autocomplete="new-password" required />
              <button class="button main" type="submit">
                {texts.createSubmit}
              </button>
            </form>
          </Card>
        </>
      ) : (
        <section class="card" aria-label={texts.title}>
          <form class="form" method="post" action={path}>
            <Hidden values={{ formToken: person.formToken }} />
            <p>{texts.signedIn(person.name)}</p>
            {code}
            <button class="button main" type="submit">
              {texts.submit}
            </button>
          </form>
        </section>
      )}
    </Layout>
  );
}
