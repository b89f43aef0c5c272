import type { ComponentChildren, JSX } from 'preact';
import { Icon } from './icons.js';

export type Tone = 'ok' | 'warn' | 'bad' | 'info';
const icons = { ok: 'done', warn: 'warn', bad: 'failed', info: 'info' } as const;

/** One thing to know about the whole page, with shape, words and colour. */
export function Banner({ tone, title, children }: { readonly tone: Tone; readonly title: string; readonly children?: ComponentChildren }): JSX.Element {
  return (
    <div class={`banner ${tone}`} role={tone === 'bad' ? 'alert' : undefined}>
      <Icon name={icons[tone]} />
      <div>
        <b>{title}</b>
        {children}
      </div>
    </div>
  );
}

export type TagTone = 'done' | 'due' | 'bad' | 'info' | 'wait';
const tagIcons = { done: 'done', due: 'now', bad: 'failed', info: 'info', wait: 'wait' } as const;

/** A state: shape, word and colour. */
export function StatusTag({ tone, children }: { readonly tone: TagTone; readonly children: ComponentChildren }): JSX.Element {
  return (
    <span class={`tag ${tone}`}>
      <Icon name={tagIcons[tone]} />
      {children}
    </span>
  );
}

/** Nothing here yet, and what to do about it. */
export function EmptyState({ title, children }: { readonly title: string; readonly children?: ComponentChildren }): JSX.Element {
  return (
    <div class="empty">
      <b>{title}</b>
      {children}
    </div>
  );
}
