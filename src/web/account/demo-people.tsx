import type { JSX } from 'preact';
import type { DemoSignIn } from '../../platform/jobs/index.js';
import { Hidden } from '../components/index.js';
import type { Messages } from '../messages/index.js';

export interface DemoPeopleView {
  readonly password: string;
  readonly people: readonly DemoSignIn[];
  /** Hidden fields of the sign-in form. */
  readonly hidden: Readonly<Record<string, string>>;
}

/** Everybody of the demo, each one tap away from being tried. */
export function DemoPeople({ m, view }: { readonly m: Messages; readonly view: DemoPeopleView }): JSX.Element {
  const texts = m.workbench.account;
  const roles: Readonly<Record<string, string>> = m.workbench.roles;
  return (
    <section class="card" aria-labelledby="demo">
      <h2 id="demo">{texts.demoTitle}</h2>
      <p class="note">{texts.demoNote(view.password)}</p>
      <ul class="list">
        {view.people.map(({ login, name, role, organisation }) => (
          <li key={login}>
            <form class="row" method="post" action="/sign-in">
              <Hidden values={{ ...view.hidden, login, password: view.password }} />
              <span>
                {`${roles[role] ?? role} · ${name}`}
                <small>{organisation}</small>
                <small>{texts.use(login)}</small>
              </span>
              <button class="button small" type="submit">
                {m.public.signIn.submit}
                <span class="sr">{` ${name}`}</span>
              </button>
            </form>
          </li>
        ))}
      </ul>
    </section>
  );
}
