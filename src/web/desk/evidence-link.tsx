import type { JSX } from 'preact';
import { DomainError, type ErrorCode } from '../../kernel/index.js';
import type { EvidenceStored, StoreEvidence, StoreEvidenceFiles } from '../../modules/evidence/index.js';
import type { CommandContext } from '../../platform/database/index.js';
import { ArrivedFile, UploadedFile } from '../../platform/http/index.js';
import { EvidenceThumb } from '../components/index.js';
import type { Posted } from './visit.js';

/** A file that was handed in, to download. */
export function EvidenceLink({ slug, sha256, name }: { readonly slug: string; readonly sha256: string; readonly name: string }): JSX.Element {
  const href = `/api/v1/communities/${slug}/evidence/${sha256}`;
  return (
    <a class="tap" href={href}>
      <EvidenceThumb href={href} name={name} />
      {name}
    </a>
  );
}

/** Takes in the file of a form, under a key that follows from the form's own: sending the form twice stores it once. @throws REQUEST_INVALID without a file */
export async function storePosted(store: StoreEvidence, context: CommandContext, posted: Posted, name: string): Promise<EvidenceStored> {
  const file = posted[name];
  if (!(file instanceof UploadedFile) || file.bytes.length === 0) throw new DomainError('REQUEST_INVALID', {}, [{ path: name, message: 'missing' }]);
  const idempotencyKey = context.idempotencyKey === null ? null : `${context.idempotencyKey}/${name}`;
  return (await store.execute({ ...context, idempotencyKey }, { fileName: file.name, bytes: file.bytes, sender: file.sender })).value;
}

const fileRefusals = [
  'EVIDENCE_EMPTY',
  'EVIDENCE_TOO_LARGE',
  'EVIDENCE_TYPE_REFUSED',
  'EVIDENCE_UNREADABLE',
  'EVIDENCE_PIXELS',
  'EVIDENCE_FILM',
  'EVIDENCE_FILM_PARTS',
  'EVIDENCE_FILES_REFUSED',
  'EVIDENCE_SPACE',
  'EVIDENCE_SPACE_OF_BODY',
] as const satisfies readonly ErrorCode[];

/** The field in which files were chosen, for each refusal of files. */
export const refusedFiles = (field: string): Partial<Record<ErrorCode, string>> => Object.fromEntries(fileRefusals.map((code) => [code, field]));

/** Takes in all files of a field of a form, or none of them; a field in which nothing was chosen has none. @returns their SHA-256 */
export async function storeAllPosted(store: StoreEvidenceFiles, context: CommandContext, posted: Posted, name: string): Promise<string[]> {
  const given = posted[name];
  const files = Array.isArray(given) ? given.filter((file): file is ArrivedFile => file instanceof ArrivedFile) : [];
  if (files.length === 0) return [];
  const idempotencyKey = context.idempotencyKey === null ? null : `${context.idempotencyKey}/${name}`;
  const { value } = await store.execute(
    { ...context, idempotencyKey },
    { files: files.map(({ name: fileName, file, sender }) => ({ fileName, file, sender })) },
  );
  return [...new Set(value.items.map(({ sha256 }) => sha256))];
}
