import type { JSX } from 'preact';
import type { Messages } from '../../messages/index.js';
import { EvidenceLink } from '../evidence-link.js';
import type { FileFact } from './item-files.js';

type Props = { readonly m: Messages; readonly slug: string; readonly files: readonly FileFact[] };

/** The files of an item, small; of those that the reader may not open, how many. A file that serves elsewhere too says where. */
export function FileList({ m, slug, files }: Props): JSX.Element | null {
  const texts = m.service.item;
  if (files.length === 0) return null;
  const closed = files.filter(({ name }) => name === null).length;
  return (
    <ul class="docs">
      {files.map(({ sha256, name, elsewhere }) =>
        name === null ? null : (
          <li key={sha256}>
            <EvidenceLink slug={slug} sha256={sha256} name={name} />
            <Elsewhere m={m} elsewhere={elsewhere} />
          </li>
        ),
      )}
      {closed > 0 && <li>{texts.closed(closed)}</li>}
    </ul>
  );
}

export function Elsewhere({ m, elsewhere }: { readonly m: Messages } & Pick<FileFact, 'elsewhere'>): JSX.Element | null {
  if (elsewhere.length === 0) return null;
  return <small>{m.service.item.elsewhere(m.list(elsewhere.map(({ quarter, item }) => `${m.quarter(quarter)} ${item}`)))}</small>;
}
