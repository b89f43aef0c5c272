import type { ComponentChildren, JSX } from 'preact';
import type { Messages } from '../messages/index.js';
import { Icon } from './icons.js';

export interface FieldProps {
  readonly name: string;
  /** Tells fields of one name apart where a page has several forms; the one that was refused has none, so that the summary leads to it. */
  readonly scope?: string | undefined;
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly value?: string;
  readonly type?: 'text' | 'password' | 'search' | 'number' | 'date' | 'month' | 'file';
  readonly autocomplete?: 'username' | 'current-password' | 'new-password' | 'one-time-code' | 'off';
  readonly inputMode?: 'text' | 'numeric' | 'decimal';
  readonly required?: boolean;
  /** Which files a phone or a desk offers to choose from, e.g. "image/*". */
  readonly accept?: string;
  /** Several files. */
  readonly multiple?: boolean;
  /** Several lines of text. */
  readonly rows?: number;
  /** One of these instead of free text. */
  readonly options?: readonly { readonly value: string; readonly label: string }[];
}

/** A control with its label, what is expected, and what is wrong with it. Its id is `f-<name>`, where the error summary leads, or `f-<scope>-<name>`. */
export function Field({
  name,
  scope,
  label,
  hint,
  error,
  value,
  type = 'text',
  autocomplete,
  inputMode,
  required,
  accept,
  multiple,
  rows,
  options,
}: FieldProps): JSX.Element {
  const id = scope === undefined ? `f-${name}` : `f-${scope}-${name}`;
  const described = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`].filter(Boolean).join(' ') || undefined;
  const shared = { id, name, required, 'aria-describedby': described, 'aria-invalid': error !== undefined ? ('true' as const) : undefined };
  const input = { ...shared, type, value, autocomplete, inputMode, accept, multiple }; // the types of preact fix each type of input to attributes of its own
  return (
    <div class={error === undefined ? 'field' : 'field bad'}>
      <label for={id}>{label}</label>
      {hint !== undefined && (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {error !== undefined && (
        <span class="error" id={`${id}-error`}>
          <Icon name="failed" />
          {error}
        </span>
      )}
      {options !== undefined ? (
        <select {...shared}>
          {options.map((option) => (
            <option key={option.value} value={option.value} selected={option.value === value}>
              {option.label}
            </option>
          ))}
        </select>
      ) : rows !== undefined ? (
        <textarea {...shared} rows={rows}>
          {value}
        </textarea>
      ) : (
        <input {...(input as JSX.IntrinsicElements['input'])} />
      )}
    </div>
  );
}

export interface ErrorSummaryProps {
  readonly m: Messages;
  readonly title?: string;
  readonly errors: readonly { readonly name: string | null; readonly message: string }[];
}

/** All that is wrong with a form, on top of the page and focused when it opens; each line leads to its field. */
export function ErrorSummary({ m, errors, title }: ErrorSummaryProps): JSX.Element | null {
  if (errors.length === 0) return null;
  return (
    <div class="summary" role="alert" tabIndex={-1} autofocus>
      <h2>{title ?? m.form.problem}</h2>
      <ul>
        {errors.map((error, position) => (
          <li key={position}>{error.name === null ? error.message : <a href={`#f-${error.name}`}>{error.message}</a>}</li>
        ))}
      </ul>
    </div>
  );
}

/** Values that go with a form unseen: the CSRF token, the idempotency key, the version that was looked at. */
export function Hidden({ values }: { readonly values: Readonly<Record<string, string>> }): JSX.Element {
  return (
    <>
      {Object.entries(values).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
    </>
  );
}

/** Narrows a list; the choice lives in the address, so that it can be sent and kept. */
export function FilterBar({
  m,
  action,
  children,
  clearHref,
}: {
  readonly m: Messages;
  readonly action: string;
  readonly children: ComponentChildren;
  readonly clearHref?: string;
}): JSX.Element {
  return (
    <form class="filters no-print" method="get" action={action} aria-label={m.filter.label}>
      {children}
      <button class="button small" type="submit">
        {m.filter.apply}
      </button>
      {clearHref !== undefined && (
        <a class="button small" href={clearHref}>
          {m.filter.clear}
        </a>
      )}
    </form>
  );
}

/** A list by pages: how many are shown, and the next ones. */
export function Pager({
  m,
  shown,
  firstHref,
  nextHref,
}: {
  readonly m: Messages;
  readonly shown: number;
  readonly firstHref: string | null;
  readonly nextHref: string | null;
}): JSX.Element {
  return (
    <nav class="pager no-print" aria-label={m.pager.label}>
      {firstHref === null ? <span /> : <a href={firstHref}>‹ {m.pager.first}</a>}
      <span class="note">{m.pager.shown(shown)}</span>
      {nextHref === null ? <span /> : <a href={nextHref}>{m.pager.next} ›</a>}
    </nav>
  );
}
