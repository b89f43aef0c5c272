import type { ComponentChildren, JSX } from 'preact';
import { DeskForm } from '../desk/form-parts.js';
import type { DecisionsView } from './decisions-page.js';

/** One form of the page; its fields are prefixed by its name. */
export function Act({
  view,
  path,
  label,
  multipart = false,
  children,
}: {
  readonly view: Pick<DecisionsView, 'frame' | 'seal'>;
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
