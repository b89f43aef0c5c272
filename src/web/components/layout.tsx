import type { ComponentChildren, JSX } from 'preact';
import type { Messages } from '../messages/index.js';
import { stylesheet } from '../styles/index.js';

export interface LayoutProps {
  readonly m: Messages;
  readonly title: string;
  readonly description?: string;
  /** Name at the top, and where it leads: the compound on its own pages, else the product. */
  readonly mark?: { readonly name: string; readonly tagline: string; readonly href: string };
  /** Beside the mark: navigation and account of signed-in pages. */
  readonly header?: ComponentChildren;
  readonly footer?: ComponentChildren;
  /** The clock of the demo, said on every page of it. */
  readonly demoTime?: string | null;
  /** 16 px instead of 18: pages people work in all day. */
  readonly dense?: boolean;
  /** Path of the page without the prefix of its language, where it exists in the other one too. */
  readonly path?: string;
  readonly children: ComponentChildren;
}

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='7' fill='%230b5fa5'/%3E%3Cpath d='M8 9h7v14H8zm0 7h7M19 9h6v11q0 4-4 3M19 14h6m-6 4h6' fill='none' stroke='%23fff' stroke-width='2.4'/%3E%3C/svg%3E";

export interface DocumentProps {
  readonly m: Messages;
  readonly title: string;
  readonly description?: string | undefined;
  /** The whole stylesheet, inlined: one request a page. */
  readonly css: string;
  readonly class?: string | undefined;
  readonly children: ComponentChildren;
}

/** What every page stands in: its head, a skip link to `#main`, the fills of its drawings. */
export function Document({ m, title, description, css, class: kind, children }: DocumentProps): JSX.Element {
  return (
    <html lang={m.lang} class={kind}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <title>{title}</title>
        {description !== undefined && <meta name="description" content={description} />}
        <link rel="icon" href={icon} />
        <style dangerouslySetInnerHTML={{ __html: css }} />
      </head>
      <body>
        <a class="skip" href="#main">
          {m.frame.skip}
        </a>
        {children}
        <Patterns />
      </body>
    </html>
  );
}

/** The frame of public pages: mark, text size (CSS alone, so that stored pages have it too), main, foot. */
export function Layout({ m, title, description, mark, header, footer, demoTime, dense = false, path, children }: LayoutProps): JSX.Element {
  const { name, tagline, href } = mark ?? { name: m.brand.name, tagline: m.brand.tagline, href: m.base || '/' };
  return (
    <Document m={m} title={title} description={description} css={stylesheet} class={dense ? 'dense' : undefined}>
      <header class="top">
        <div class="wrap">
          <a class="mark" href={href}>
            <span class="seal" aria-hidden="true">
              {m.brand.seal}
            </span>
            <span>
              {name}
              <small>{tagline}</small>
            </span>
          </a>
          {header}
          <TextSizes m={m} />
        </div>
      </header>
      <main id="main" class="wrap">
        {children}
      </main>
      <footer class="foot">
        <div class="wrap">
          {footer}
          <p>
            <a href={m.base || '/'}>{`${m.brand.name} · ${m.brand.tagline}`}</a>
          </p>
          {path !== undefined && (
            <p class="no-print">
              <a href={m.other.base + path || '/'} lang={m.other.lang} hrefLang={m.other.lang}>
                {m.other.label}
              </a>
            </p>
          )}
          {demoTime !== undefined && demoTime !== null && <p>{m.frame.demoTime(demoTime)}</p>}
        </div>
      </footer>
    </Document>
  );
}

function TextSizes({ m }: { readonly m: Messages }): JSX.Element {
  const sizes = [
    ['normal', m.frame.normal],
    ['large', m.frame.large],
    ['huge', m.frame.huge],
  ] as const;
  return (
    <fieldset class="sizes no-print">
      <legend class="sr">{m.frame.textSize}</legend>
      {sizes.map(([size, label]) => (
        <label key={size}>
          <input type="radio" name="text-size" id={`size-${size}`} checked={size === 'normal'} />
          {label}
        </label>
      ))}
    </fieldset>
  );
}

/** Fills of money going out and money set aside: told apart by hatching, not by colour alone. */
function Patterns(): JSX.Element {
  const hatch = (id: string, line: string, size: number): JSX.Element => (
    <pattern id={id} width={size} height={size} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect class="hatch-ground" width={size} height={size} />
      <path class={line} d={`M${size / 2} 0V${size}`} />
    </pattern>
  );
  return (
    <svg class="defs" width="0" height="0" aria-hidden="true">
      <defs>
        {hatch('hatch', 'hatch-line', 6)}
        {hatch('hatch-hold', 'hatch-hold', 5)}
      </defs>
    </svg>
  );
}
