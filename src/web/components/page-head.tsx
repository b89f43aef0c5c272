import type { ComponentChildren, JSX } from 'preact';

export interface PageHeadProps {
  readonly title: string;
  readonly lead?: ComponentChildren;
  readonly note?: ComponentChildren;
  readonly back?: { readonly href: string; readonly label: string };
}

/** What the page is, in one line, and a sentence for those who read no further. */
export function PageHead({ title, lead, note, back }: PageHeadProps): JSX.Element {
  return (
    <div class="page-head">
      {back !== undefined && (
        <a class="back no-print" href={back.href}>
          ‹ {back.label}
        </a>
      )}
      <h1>{title}</h1>
      {lead !== undefined && <p class="lead">{lead}</p>}
      {note !== undefined && <p class="note">{note}</p>}
    </div>
  );
}

export interface CardProps {
  readonly id: string;
  readonly title: string;
  readonly note?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A section with its heading; `id` is where links of the page lead. */
export function Card({ id, title, note, children }: CardProps): JSX.Element {
  return (
    <section class="card" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {note !== undefined && <p class="note">{note}</p>}
      {children}
    </section>
  );
}

/** Numbers behind a drawing, details behind a total: closed on the screen, open on paper. */
export function More({ label, children }: { readonly label: string; readonly children: ComponentChildren }): JSX.Element {
  return (
    <details>
      <summary>
        <span>{label}</span>
      </summary>
      {children}
    </details>
  );
}
