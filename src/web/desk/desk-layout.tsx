import type { ComponentChildren, JSX } from 'preact';
import type { Instant } from '../../kernel/index.js';
import { Document, Hidden, type PageHeadProps } from '../components/index.js';
import type { Messages } from '../messages/index.js';
import { deskStylesheet } from './desk-styles.js';

export const textSizes = ['normal', 'large', 'huge'] as const;
export type TextSize = (typeof textSizes)[number];

export type NavKey = keyof Messages['workbench']['nav'];

export interface NavLink {
  readonly key: NavKey;
  readonly href: string;
  /** How much waits there; null where nothing is counted. */
  readonly count: number | null;
}

/** What stands around every page of a signed-in person: who they are here, where they can go, how large they read. */
export interface DeskFrame {
  readonly community: { readonly slug: string; readonly name: string };
  readonly person: string;
  /** Short name of the organisation for which the person acts here. */
  readonly organisation: string;
  readonly nav: readonly NavLink[];
  readonly current: NavKey | null;
  readonly formToken: string;
  /** Of this page, where a change of the type size leads back to. */
  readonly path: string;
  readonly size: TextSize;
  /** When the figures of the page were read. */
  readonly asOf: Instant;
  readonly demoTime: string | null;
}

export interface DeskLayoutProps {
  readonly m: Messages;
  readonly frame: DeskFrame;
  readonly head: Omit<PageHeadProps, 'note'> & {
    /** Beside the title: the state of what the page is about. */
    readonly tag?: ComponentChildren;
  };
  /** Above everything: what went wrong, or what was just done. */
  readonly notice?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** The frame of a page of work. On a phone the navigation is a row on top, on a desk a column beside. */
export function DeskLayout({ m, frame, head, notice, children }: DeskLayoutProps): JSX.Element {
  const { community } = frame;
  return (
    <Document
      m={m}
      title={`${head.title} · ${community.name} · ${m.brand.name}`}
      css={deskStylesheet}
      class={frame.size === 'normal' ? 'dense' : `dense ${frame.size}`}
    >
      <div class="desk">
        <header class="rail no-print">
          <div>
            <a class="mark" href="/work">
              <span class="seal" aria-hidden="true">
                {m.brand.seal}
              </span>
              <span>
                {community.name}
                <small>{m.workbench.frame.who(frame.organisation, frame.person)}</small>
              </span>
            </a>
            <Navigation m={m} frame={frame} />
          </div>
        </header>
        <main id="main">
          {notice}
          <DeskHead m={m} frame={frame} head={head} />
          {children}
        </main>
        <DeskFoot m={m} frame={frame} />
      </div>
    </Document>
  );
}

function DeskHead({ m, frame, head }: Pick<DeskLayoutProps, 'm' | 'frame' | 'head'>): JSX.Element {
  return (
    <div class="page-head">
      {head.back !== undefined && (
        <a class="back no-print" href={head.back.href}>
          ‹ {head.back.label}
        </a>
      )}
      <div class="line">
        <h1>{head.title}</h1>
        {head.tag}
      </div>
      {head.lead !== undefined && <p class="lead">{head.lead}</p>}
      <p class="note">{m.asOf(m.moment(frame.asOf))}</p>
    </div>
  );
}

/** So many places stand open on a phone, where there are more than a few; the rest is behind one word. On a desk all of them stand in the column. */
const EVERYDAY = 6;
const FEW = 8;

function Navigation({ m, frame }: { readonly m: Messages; readonly frame: DeskFrame }): JSX.Element {
  const { nav } = frame;
  const everyday = nav.length > FEW ? nav.slice(0, EVERYDAY) : nav;
  const rest = nav.slice(everyday.length);
  return (
    <nav aria-label={m.workbench.frame.nav}>
      <ul class="tabs">
        {everyday.map((link) => (
          <Tab key={link.key} m={m} frame={frame} link={link} />
        ))}
        {rest.length > 0 && (
          <li class="more">
            <details open={rest.some(({ key }) => key === frame.current)}>
              <summary>{m.workbench.frame.more}</summary>
              <ul class="tabs">
                {rest.map((link) => (
                  <Tab key={link.key} m={m} frame={frame} link={link} />
                ))}
              </ul>
            </details>
          </li>
        )}
      </ul>
    </nav>
  );
}

function Tab({ m, frame, link: { key, href, count } }: { readonly m: Messages; readonly frame: DeskFrame; readonly link: NavLink }): JSX.Element {
  return (
    <li>
      <a href={href} aria-current={key === frame.current ? (href === frame.path ? 'page' : 'true') : undefined}>
        {m.workbench.nav[key]}
        {count !== null && count > 0 && (
          <span class="count">
            {count}
            <span class="sr"> {m.workbench.frame.waiting}</span>
          </span>
        )}
      </a>
    </li>
  );
}

function DeskFoot({ m, frame }: { readonly m: Messages; readonly frame: DeskFrame }): JSX.Element {
  const names = { normal: m.frame.normal, large: m.frame.large, huge: m.frame.huge };
  return (
    <footer class="desk-foot no-print">
      {frame.demoTime !== null && <p>{m.frame.demoTime(frame.demoTime)}</p>}
      <form method="post" action="/text-size">
        <Hidden values={{ formToken: frame.formToken, next: frame.path }} />
        <fieldset class="sizing">
          <legend class="sr">{m.frame.textSize}</legend>
          {textSizes.map((size) => (
            <button key={size} type="submit" name="size" value={size} aria-pressed={frame.size === size ? 'true' : 'false'}>
              {names[size]}
            </button>
          ))}
        </fieldset>
      </form>
      <div class="actions">
        <a class="button small" href={`/p/${frame.community.slug}`}>
          {m.workbench.frame.publicBook}
        </a>
        <a class="button small" href="/work">
          {m.workbench.frame.others}
        </a>
        <a class="button small" href="/account/security">
          {m.account.title}
        </a>
        <form method="post" action="/sign-out">
          <Hidden values={{ formToken: frame.formToken }} />
          <button class="button small" type="submit">
            {m.workbench.frame.signOut}
          </button>
        </form>
      </div>
    </footer>
  );
}
