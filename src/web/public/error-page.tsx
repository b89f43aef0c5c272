import type { JSX } from 'preact';
import { Layout, PageHead } from '../components/index.js';
import type { Messages } from '../messages/index.js';

export interface ErrorView {
  readonly kind: 'NOT_FOUND' | 'FORBIDDEN' | 'SERVER' | 'REQUEST';
  /** What the product says about the refusal; null for the plain words of the kind. */
  readonly message: string | null;
  readonly requestId: string | null;
}

/** What went wrong, in words, and the way back. It never repeats what the visitor sent. */
export function ErrorPage({ m, view }: { readonly m: Messages; readonly view: ErrorView }): JSX.Element {
  const texts = m.public.errors[view.kind];
  return (
    <Layout m={m} title={`${texts.title} · ${m.brand.name}`}>
      <PageHead title={texts.title} lead={view.message ?? texts.body} note={view.requestId === null ? undefined : m.public.errors.request(view.requestId)} />
      <p class="actions">
        <a class="button main" href="/">
          {m.public.errors.home}
        </a>
      </p>
    </Layout>
  );
}
