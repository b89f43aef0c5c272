import type { ComponentChildren, JSX } from 'preact';
import type { DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, type FormSeal } from '../desk/form-parts.js';

/** One form of the page; its fields are prefixed by its name. */
export function Act({
  view,
  path,
  label,
  multipart = false,
  children,
}: {
  readonly view: { readonly frame: DeskFrame; readonly seal: () => FormSeal };
  readonly path: string;
  readonly label: string;
  readonly multipart?: boolean;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <DeskForm action={`/w/${view.frame.community.slug}/decisions/${path}`} seal={view.seal()} label={label} multipart={multipart}>
      {children}
      <div class="actions">
        <button class="button main" type="submit">
          {label}
        </button>
      </div>
    </DeskForm>
  );
}
