import type { JSX } from 'preact';
import { Rate } from '../../kernel/index.js';
import type { PublicCommunity } from '../../modules/statements/index.js';
import { Amount, Banner, DataTable, EmptyState, Field, Layout, Meter, PageHead } from '../components/index.js';
import type { Messages } from '../messages/index.js';

export interface HomeView {
  readonly query: string;
  readonly communities: readonly PublicCommunity[];
  /** What a demonstration shows: months loaded of all while it loads, and who can sign in. Null in real use. */
  readonly demo: {
    readonly loading: { readonly done: number; readonly of: number; readonly failed: boolean } | null;
    readonly signIns: { readonly password: string; readonly people: readonly { readonly who: string; readonly login: string }[] } | null;
  } | null;
  readonly demoTime: string | null;
}

type Props = { readonly m: Messages; readonly view: HomeView };

/** Finds a compound; while the demo loads, says how far it is. */
export function HomePage({ m, view }: Props): JSX.Element {
  const texts = m.public.home;
  return (
    <Layout
      m={m}
      path=""
      title={`${m.brand.name} · ${m.brand.tagline}`}
      description={texts.lead}
      demoTime={view.demoTime}
      header={
        <a class="button small" href="/sign-in">
          {texts.signIn}
        </a>
      }
    >
      {view.demo !== null && view.demo.loading !== null && <Loading m={m} loading={view.demo.loading} />}
      <PageHead title={texts.title} lead={texts.lead} />
      <section class="card" aria-label={texts.title}>
        <search>
          <form class="search" method="get" action={m.base || '/'}>
            <Field name="q" label={texts.search} type="search" value={view.query} autocomplete="off" />
            <button class="button main" type="submit">
              {texts.find}
            </button>
          </form>
        </search>
        <Communities m={m} view={view} />
      </section>
      {view.demo !== null && view.demo.signIns !== null && <SignIns m={m} signIns={view.demo.signIns} />}
    </Layout>
  );
}

function Loading({ m, loading }: { readonly m: Messages; readonly loading: NonNullable<NonNullable<HomeView['demo']>['loading']> }): JSX.Element {
  const texts = m.public.home;
  if (loading.failed) return <Banner tone="bad" title={texts.loadingFailed(loading.done)} />;
  const title = texts.loading(loading.done, loading.of);
  return (
    <Banner tone="info" title={title}>
      <Meter
        label={texts.loadingHint}
        value={`${loading.done} / ${loading.of}`}
        share={Rate.ofInteger(loading.done)
          .dividedBy(Rate.ofInteger(Math.max(1, loading.of)))
          .rounded(4)
          .toString()}
        title={title}
      />
    </Banner>
  );
}

function Communities({ m, view }: Props): JSX.Element {
  const texts = m.public.home;
  const { query, communities } = view;
  if (communities.length === 0)
    return query === '' ? (
      <EmptyState title={texts.empty}>{texts.emptyHint}</EmptyState>
    ) : (
      <EmptyState title={texts.none}>
        <p>{texts.noneHint}</p>
        <p>
          <a class="button small" href={m.base || '/'}>
            {texts.all}
          </a>
        </p>
      </EmptyState>
    );
  return (
    <>
      <p class="note">{query === '' ? texts.results(communities.length) : texts.found(query, communities.length)}</p>
      <ul class="list">
        {communities.map((community) => (
          <li key={community.slug}>
            <a class="row" href={`${m.base}/p/${community.slug}`}>
              <span>
                <b>{community.name}</b>
                <small>{m.public.compound.where(community.countyName, community.streetName, community.communityName)}</small>
              </span>
              <span class="side">
                {community.latest === null ? (
                  <small>{texts.notYet}</small>
                ) : (
                  <>
                    <small>{texts.latest(m.month(community.latest.period))}</small>
                    {texts.closing} <Amount yuan={community.latest.closing} />
                  </>
                )}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

function SignIns({ m, signIns }: { readonly m: Messages; readonly signIns: NonNullable<NonNullable<HomeView['demo']>['signIns']> }): JSX.Element {
  const texts = m.public.home;
  return (
    <section class="card" aria-labelledby="demo">
      <h2 id="demo">{texts.demo}</h2>
      <p class="note">{texts.demoHint}</p>
      <p>
        {m.colon(texts.password)}
        <code>{signIns.password}</code>
      </p>
      <DataTable
        caption={texts.demo}
        captionHidden
        short
        columns={[{ label: texts.person }, { label: texts.login }]}
        rows={signIns.people.map(({ who, login }) => ({ key: login, cells: [who, <code>{login}</code>] }))}
      />
      <p>
        <a class="button main" href="/sign-in">
          {texts.signIn}
        </a>
      </p>
    </section>
  );
}
