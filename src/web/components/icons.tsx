import type { JSX } from 'preact';

type IconName = 'done' | 'wait' | 'now' | 'failed' | 'warn' | 'info';

/** Shapes that differ without colour: tick, empty circle, half circle, cross, triangle, letter i. */
const shapes: Readonly<Record<IconName, JSX.Element>> = {
  done: (
    <>
      <circle cx="10" cy="10" r="10" fill="currentColor" />
      <path d="M5.6 10.3l3 3 5.8-6.3" fill="none" stroke="var(--card)" stroke-width="2.2" />
    </>
  ),
  wait: <circle cx="10" cy="10" r="8" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="3 2.6" />,
  now: (
    <>
      <circle cx="10" cy="10" r="8.5" fill="none" stroke="currentColor" stroke-width="2.4" />
      <path d="M10 5v5.4l3.4 2" fill="none" stroke="currentColor" stroke-width="2.2" />
    </>
  ),
  failed: (
    <>
      <circle cx="10" cy="10" r="10" fill="currentColor" />
      <path d="M6.4 6.4l7.2 7.2m0-7.2l-7.2 7.2" stroke="var(--card)" stroke-width="2.2" />
    </>
  ),
  warn: (
    <>
      <path d="M10 1.8L19 18H1z" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round" />
      <path d="M10 7.6v5M10 14.2v1.8" stroke="currentColor" stroke-width="2" />
    </>
  ),
  info: (
    <>
      <circle cx="10" cy="10" r="8.8" fill="none" stroke="currentColor" stroke-width="2" />
      <path d="M10 8.8v5.6M10 5.4v2" stroke="currentColor" stroke-width="2.2" />
    </>
  ),
};

/** A picture beside a word, never in its place: hidden from screen readers. */
export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  return (
    <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      {shapes[name]}
    </svg>
  );
}
