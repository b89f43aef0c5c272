import { randomUUID } from 'node:crypto';
import type { ComponentChildren, JSX } from 'preact';
import { ErrorSummary, Hidden } from '../components/index.js';
import type { Messages } from '../messages/index.js';

/** What a form is given when its page is made: the session's token, and a key that makes a second sending of it the same act. */
export interface FormSeal {
  readonly formToken: string;
  readonly idempotencyKey: string;
}

export function formSeal(formToken: string): FormSeal {
  return { formToken, idempotencyKey: randomUUID() };
}

/** Why what was sent was not done: sentences, each with the field that it is about, and what was typed. */
export interface Refusal {
  readonly errors: readonly { readonly name: string | null; readonly message: string }[];
  readonly typed: Readonly<Record<string, string>>;
}

interface DeskFormProps {
  readonly action: string;
  readonly seal: FormSeal;
  readonly values?: Readonly<Record<string, string>>;
  readonly class?: string;
  readonly multipart?: boolean;
  readonly label?: string;
  readonly children: ComponentChildren;
}

/** A form that changes something. */
export function DeskForm({ action, seal, values, class: kind = 'form', multipart = false, label, children }: DeskFormProps): JSX.Element {
  return (
    <form class={kind} method="post" action={action} enctype={multipart ? 'multipart/form-data' : undefined} aria-label={label}>
      <Hidden values={{ ...seal, ...values }} />
      {children}
    </form>
  );
}

/** What went wrong, on top of the page. */
export function RefusalNotice({ m, refusal }: { readonly m: Messages; readonly refusal: Refusal | null }): JSX.Element | null {
  return refusal && <ErrorSummary m={m} title={m.workbench.forms.refusedTitle} errors={refusal.errors} />;
}

/** What stands in a field: what was typed before the refusal, else what the page proposes. */
export function typedOr(refusal: Refusal | null, name: string, proposed = ''): string {
  return refusal?.typed[name] ?? proposed;
}

/** The sentence about one field, if the refusal names it. */
export function errorOf(refusal: Refusal | null, name: string): string | undefined {
  return refusal?.errors.find((error) => error.name === name)?.message;
}

/** What the fields of one of several forms of a page are given: name, label, what was typed, what is wrong. @see attemptIn */
export function fieldsOf<Name extends string>(refusal: Refusal | null, form: string, labels: Readonly<Record<Name, string>>) {
  return (own: Name, proposed = '') => {
    const name = `${form}_${own}`;
    return { name, label: labels[own], value: typedOr(refusal, name, proposed), error: errorOf(refusal, name) };
  };
}
