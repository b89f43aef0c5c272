import { AnswerRecord, RecordResolution, type RecordResolutionRequest } from '../../src/modules/resolutions/index.js';
import type { CommandContext } from '../../src/platform/database/index.js';
import type { WebClient } from './web-client.js';

interface Offers {
  readonly get: <T>(token: abstract new (...of: never[]) => T) => T;
}

/** What the owners resolved by paper: the owner side records it, and another organisation confirms it. @returns its number */
export async function resolved(
  app: Offers,
  { owners, other }: { readonly owners: CommandContext; readonly other: CommandContext },
  request: RecordResolutionRequest,
): Promise<string> {
  const { number } = (await app.get(RecordResolution).execute(owners, request)).value;
  await app.get(AnswerRecord).resolution(other, { number, decision: 'CONFIRM', reason: null });
  return number;
}

/** The same on its page; `paper` is the file of the resolution. @returns its number */
export async function resolvedOnPage(
  { owners, other }: { readonly owners: WebClient; readonly other: WebClient },
  filled: Readonly<Record<string, string>>,
  paper: Uint8Array,
  slug = 'ryxc',
): Promise<string> {
  const own = `/w/${slug}/resolutions`;
  const sent = await owners.upload(await owners.get(own), own, { field: 'document', name: '决议.pdf', bytes: paper, filled });
  const number = /JY\d{4}-\d{3}/.exec(sent.location ?? '')?.[0];
  if (number === undefined) throw new Error(`the resolution was refused: ${sent.text}`);
  const confirmed = await other.submit(await other.get(own), `${own}/${number}/answer`, { decision: 'CONFIRM' });
  if (confirmed.status !== 303) throw new Error(`${number} was not confirmed: ${confirmed.text}`);
  return number;
}
