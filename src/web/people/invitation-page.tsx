import type { JSX } from 'preact';
import type { InvitationView } from '../../modules/identity/index.js';
import { Banner, Card, ErrorSummary, Facts, Field, Hidden, Layout, PageHead } from '../components/index.js';
import { fieldsOf, type Refusal } from '../desk/form-parts.js';
import type { Messages } from '../messages/index.js';

export interface InvitationPageView {
  readonly token: string;
  readonly invitation: InvitationView;
  /** WAITS: taken, until another body confirms it. */
  readonly state: 'OPEN' | 'WAITS' | 'ENDED';
  /** Who is signed in, with the token of their forms; null of somebody who is not. */
  readonly person: { readonly name: string; readonly formToken: string } | null;
  readonly refusal: Refusal | null;
  readonly demoTime: string | null;
}

/** What the link of an invitation opens: which part, and how to take it. */
export function InvitationPage({ m, view }: { readonly m: Messages; readonly view: InvitationPageView }): JSX.Element {
  const texts = m.people.accept;
  const { invitation, person, refusal } = view;
  const path = `/invitation/${view.token}`;
  return (
    <Layout m={m} title={`${texts.title} · ${m.brand.name}`} demoTime={view.demoTime}>
      {refusal !== null && <ErrorSummary m={m} title={m.workbench.forms.refusedTitle} errors={refusal.errors} />}
      <PageHead title={texts.title} lead={texts.lead(invitation.communityName)} />
      {view.state === 'WAITS' && (
        <Banner tone="ok" title={texts.waits}>
          <p>{texts.waitsNote}</p>
        </Banner>
      )}
      {view.state === 'ENDED' && (
        <Banner tone="bad" title={texts.ended}>
          <p>{texts.endedNote}</p>
        </Banner>
      )}
      <Card id="part" title={m.workbench.roles[invitation.role]}>
        <Facts
          facts={[
            [texts.facts.role, m.workbench.roles[invitation.role]],
            [texts.facts.organisation, invitation.organisation],
            [texts.facts.days, invitation.to === null ? m.people.since(invitation.from) : m.people.until(invitation.from, invitation.to)],
            [texts.facts.expires, m.moment(invitation.expiresAt)],
          ]}
        />
        {view.state === 'OPEN' && person !== null && (
          <form class="form" method="post" action={path}>
            <Hidden values={{ formToken: person.formToken }} />
            <p>{texts.signedIn(person.name)}</p>
            <p class="note">{texts.notYou}</p>
            <button class="button main" type="submit">
              {texts.submit}
            </button>
          </form>
        )}
      </Card>
      {view.state === 'OPEN' && person === null && <NewPersonCard m={m} path={path} refusal={refusal} />}
    </Layout>
  );
}

function NewPersonCard({ m, path, refusal }: { readonly m: Messages; readonly path: string; readonly refusal: Refusal | null }): JSX.Element {
  const texts = m.people.accept;
  const field = fieldsOf(refusal, 'new', texts.fields);
  return (
    <>
      <p>
        <a class="button" href={`/sign-in?next=${encodeURIComponent(path)}`}>
          {texts.known}
        </a>
      </p>
      <Card id="new" title={texts.create} note={texts.createNote}>
        <form class="form" method="post" action={`${path}/person`}>
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
  );
}
