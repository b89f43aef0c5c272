import type { JSX } from 'preact';
import { Banner, Card, Layout, PageHead } from '../components/index.js';
import type { Messages } from '../messages/index.js';
import { SECURITY_PATH } from './security-page.js';

export interface CodesView {
  readonly codes: readonly string[];
  readonly demoTime: string | null;
}

/** The codes on paper, this once: the answer to the form itself, as nothing keeps them to show them again. */
export function CodesPage({ m, view }: { readonly m: Messages; readonly view: CodesView }): JSX.Element {
  const texts = m.account.codes;
  return (
    <Layout m={m} title={`${texts.title} · ${m.brand.name}`} demoTime={view.demoTime} dense>
      <PageHead title={texts.title} lead={texts.lead} />
      <Banner tone="warn" title={texts.once} />
      <Card id="codes" title={texts.list} note={texts.note}>
        <ul>
          {view.codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ul>
      </Card>
      <p class="no-print">
        <a class="button main" href={SECURITY_PATH}>
          {texts.done}
        </a>
      </p>
    </Layout>
  );
}
