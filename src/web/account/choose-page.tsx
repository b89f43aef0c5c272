import type { JSX } from 'preact';
import type { Role } from '../../kernel/index.js';
import { EmptyState, Hidden, Layout, PageHead } from '../components/index.js';
import type { Messages } from '../messages/index.js';

export interface ChooseView {
  readonly person: string;
  readonly formToken: string;
  readonly communities: readonly { readonly name: string; readonly where: string; readonly roles: readonly Role[]; readonly href: string }[];
  readonly demoTime: string | null;
}

/** The compounds in which a person has a part, and how to leave. */
export function ChoosePage({ m, view }: { readonly m: Messages; readonly view: ChooseView }): JSX.Element {
  const texts = m.workbench.account;
  return (
    <Layout m={m} title={`${texts.choose} · ${m.brand.name}`} demoTime={view.demoTime} dense>
      <PageHead title={texts.choose} lead={view.person} note={view.communities.length > 0 ? texts.chooseNote : undefined} />
      <section class="card" aria-label={texts.choose}>
        {view.communities.length === 0 && <EmptyState title={texts.none}>{texts.noneHint}</EmptyState>}
        <ul class="list">
          {view.communities.map(({ name, where, roles, href }) => (
            <li key={href}>
              <a class="row" href={href}>
                <span>
                  <b>{name}</b>
                  <small>{where}</small>
                </span>
                <span class="side">{m.list(roles.map((role) => m.workbench.roles[role]))}</span>
              </a>
            </li>
          ))}
        </ul>
      </section>
      <p>
        <a href="/account/security">{m.account.title}</a>
      </p>
      <form method="post" action="/sign-out">
        <Hidden values={{ formToken: view.formToken }} />
        <button class="button" type="submit">
          {m.workbench.frame.signOut}
        </button>
      </form>
    </Layout>
  );
}
