import { assert, DomainError, required, sha256Hex, type AccountingPeriod } from '../kernel/index.js';
import { RevealOwner } from '../modules/communities/index.js';
import { DisbursementQueries, OpenApproval } from '../modules/disbursements/index.js';
import { AccessLogRows, IssueUnitCodes, JoinByCode } from '../modules/identity/index.js';
import type { CommandContext } from '../platform/database/index.js';
import type { AccessNote } from '../platform/http/index.js';
import { DEMO_PASSWORD } from './demo-cast.js';
import type { DemoOwner } from './demo-files.js';
import type { Stage } from './step.js';

/** Somebody of a unit joins by the code of its letter, which the 社区 has issued for it. */
export async function joins(stage: Stage, { unit, login, name }: DemoOwner, context: CommandContext): Promise<void> {
  if (await stage.cast.isKnown(login)) return;
  const { codes } = await stage.get(IssueUnitCodes).execute(context, { unit }, noteOf(stage, context, { kind: 'LETTER', permission: 'unit.issue-code', route: 'demo issue-code' }));
  const { code } = required(codes[0], `the code of ${unit}`);
  const by = { login, name, password: DEMO_PASSWORD };
  await stage.get(JoinByCode).execute({ slug: stage.files.community.slug, code, by, address: '127.0.0.1' });
}

/** The owner side asks for a whole name and says why; both stand in the access log. */
export async function reveals(stage: Stage, { unit, reason }: { readonly unit: string; readonly reason: string }, context: CommandContext): Promise<void> {
  const note = noteOf(stage, context, { kind: 'REVEAL', permission: 'unit.reveal-owner', route: 'demo reveal-owner' });
  if (!(await isNoted(stage, note))) await stage.get(RevealOwner).execute(note, { unit, reason });
}

/** A colleague of who has approved wants to approve too: refused, and written down as every refusal is. */
export async function approvesTwice(stage: Stage, period: AccountingPeriod, context: CommandContext): Promise<void> {
  const waiting = await stage.read((tx) => stage.get(DisbursementQueries).list(tx, { state: 'APPROVING', beforeId: 0, limit: 10 }));
  const payout = waiting.find((each) => each.kind === 'BASE' && each.period === period);
  if (!payout) return;
  const { id, number, version, payloadSha256 } = payout;
  const decided = { id, version, payloadSha256, decision: 'APPROVE', reason: null, key: null } as const;
  const refusal: unknown = await stage.get(OpenApproval).execute(context, decided).catch((error: unknown) => error);
  assert(refusal instanceof DomainError && refusal.code === 'DISBURSEMENT_ORGANISATION_DECIDED', `a second approval of ${number} by one organisation is refused`);
  const note = noteOf(stage, context, { kind: 'REFUSED', permission: 'disbursement.decide', route: 'demo approve', subject: number, code: refusal.code });
  if (!(await isNoted(stage, note))) await stage.get(AccessLogRows).write(note);
}

type Noted = Pick<AccessNote, 'kind' | 'permission' | 'route'> & Partial<Pick<AccessNote, 'subject' | 'code'>>;

function noteOf(stage: Stage, { actor, idempotencyKey }: CommandContext, what: Noted): AccessNote {
  const hash = sha256Hex(required(idempotencyKey, 'the key of a step'));
  const requestId = `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
  const none = { subject: null, code: null, reason: null };
  return { ...none, ...what, method: 'CLI', slug: stage.files.community.slug, personId: actor.personId, actor, requestId };
}

/** A load that goes on after a kill writes nothing down twice. */
async function isNoted(stage: Stage, { requestId }: AccessNote): Promise<boolean> {
  const lines = await stage.read((tx) => stage.get(AccessLogRows).lines(tx, { limit: 100 }));
  return lines.some((line) => line.requestId === requestId);
}
