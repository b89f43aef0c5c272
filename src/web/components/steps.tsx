import type { ComponentChildren, JSX } from 'preact';
import type { Messages } from '../messages/index.js';
import { Icon } from './icons.js';

export interface Step {
  readonly state: 'done' | 'now' | 'wait' | 'failed';
  readonly title: ComponentChildren;
  /** When, or the amount: at the right of the title. */
  readonly at?: string | undefined;
  readonly details?: readonly ComponentChildren[];
}

/** What happened, what happens now and what is still to come. `across`: side by side where there is room. */
export function Steps({ m, steps, across = false }: { readonly m: Messages; readonly steps: readonly Step[]; readonly across?: boolean }): JSX.Element {
  return (
    <ol class={across ? 'steps across' : 'steps'}>
      {steps.map((step, position) => (
        <li key={position} class={step.state} aria-current={step.state === 'now' ? 'step' : undefined}>
          <Icon name={step.state} />
          <span class="head">
            <b>
              {step.title}
              {step.state !== 'done' && <span class="sr"> {m.status[step.state]}</span>}
            </b>
            {step.at !== undefined && <span class="at">{step.at}</span>}
          </span>
          {(step.details ?? []).map((detail, line) => (
            <small key={line}>{detail}</small>
          ))}
        </li>
      ))}
    </ol>
  );
}

export interface Evidence {
  readonly name: string;
  readonly href: string | null;
  readonly note?: string;
}

/** A picture beside its name, small, without script; of a paper that is none there is nothing to show. */
export function EvidenceThumb({ href, name }: { readonly href: string; readonly name: string }): JSX.Element | null {
  if (!/\/evidence\/[0-9a-f]{64}$/.test(href) || !/\.(jpe?g|png|webp|heic|heif)$/i.test(name)) return null;
  return <img class="thumb" src={`${href}/thumb`} alt="" loading="lazy" />;
}

/** Documents that support a decision; one that may not be opened here is named all the same. */
export function EvidenceList({ items }: { readonly items: readonly Evidence[] }): JSX.Element {
  return (
    <ul class="docs">
      {items.map((item, position) => {
        const body = (
          <>
            {item.href !== null && <EvidenceThumb href={item.href} name={item.name} />}
            <span>{item.name}</span>
            {item.note !== undefined && <small>{item.note}</small>}
          </>
        );
        return <li key={position}>{item.href === null ? <span class="doc">{body}</span> : <a href={item.href}>{body}</a>}</li>;
      })}
    </ul>
  );
}
