import { Injectable } from '@nestjs/common';
import type { Id, Instant, Role, SigningKey } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { Slot } from '../../contracts/index.js';
import { SIGNING_MINUTES } from '../domain/approval-text.js';
import type { DecisionKind } from '../domain/decisions.js';
import { signatureFault, type SignatureColumns } from './approval-signatures.js';

/** A decision with what was signed and by which key; `isSigned` false: it rests on a session, and has neither. */
export interface SignedDecision extends Omit<SignatureColumns, 'challengeId' | 'keyId'> {
  readonly id: Id<'approval'>;
  readonly number: string;
  readonly payloadSha256: string;
  /** What was decided about, in the bytes that were hashed. */
  readonly payload: string;
  readonly decision: DecisionKind;
  readonly slot: Slot;
  readonly role: Role;
  readonly reason: string | null;
  readonly organisation: string;
  readonly at: Instant;
  /** The contract wants decisions signed. */
  readonly wantsSignature: boolean;
  readonly text: string | null;
  readonly key: (SigningKey & { readonly keyHash: string }) | null;
  /** What is wrong with it, found by checking it again; null for nothing. */
  readonly fault: string | null;
}

interface Row extends Omit<SignedDecision, 'key' | 'fault'> {
  readonly publicKey: Buffer | null;
  readonly keySuite: SigningKey['suite'] | null;
  readonly keyHash: string | null;
  readonly saysIt: boolean;
  readonly isLate: boolean;
  readonly isRevoked: boolean;
  readonly wasAdmitted: boolean;
}

/**
 * SQL: whether two other organisations had confirmed the key of admission `x` before an id, one of them the owners' or the regulator's, and had not taken it back by
 * then, as `isWordOfTwo` and `standing` say of now. Ids of a book run in the order of its commands.
 */
export const admittedBefore = (id: string): string => `(
  select count(distinct y.organisation_id) >= 2 and bool_or(y.role in ('COMMITTEE', 'COMMUNITY', 'CENTRE')) from mingbai.key_confirmation y
  where y.community_id = $1 and y.admission_id = x.id and y.id < ${id} and y.organisation_id <> x.organisation_id and y.person_id <> x.person_id
    and not exists (select from mingbai.key_refusal z where z.community_id = $1 and z.admission_id = x.id and z.id < ${id}
      and (z.organisation_id = y.organisation_id or z.person_id = y.person_id)))`;

/**
 * `saysIt`: the text speaks of this very decision. `wasAdmitted`: others had confirmed the key before (`admittedBefore`). A later revocation takes nothing back; a minute is left to those that wait for each other, as each reads the clock before it has the lock.
 */
const DECISIONS = `
  select a.id, d.number, a.payload_sha256 as "payloadSha256", p.text as payload, a.decision, a.slot, a.role, a.reason, o.name as organisation, a.at, a.suite, a.signature,
    a.authenticator_data as "authenticatorData", a.client_data as "clientData", a.origin, a.rp_id as "rpId", c.text,
    coalesce(v.terms -> 'approvalPolicy' ->> 'signature' = 'SIGNED', false) as "wantsSignature",
    k.public_key as "publicKey", k.suite as "keySuite", encode(k.key_hash, 'hex') as "keyHash",
    coalesce((c.disbursement_id, c.payload_sha256, c.decision, c.slot, c.role, c.person_id, c.organisation_id, c.key_id)
      = (a.disbursement_id, a.payload_sha256, a.decision, a.slot, a.role, a.person_id, a.organisation_id, a.key_id)
      and (c.text::jsonb ->> 'doc', c.text::jsonb ->> 'decision', c.text::jsonb ->> 'slot', c.text::jsonb ->> 'role', c.text::jsonb ->> 'number', c.text::jsonb ->> 'key',
        c.text::jsonb ->> 'compound', c.text::jsonb ->> 'reason')
      is not distinct from (a.payload_sha256, a.decision, a.slot, a.role, d.number, encode(k.key_hash, 'hex'), m.slug, encode(sha256(convert_to(a.reason, 'UTF8')), 'hex'))
      and c.text::jsonb ->> 'at' = to_char(c.issued_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), false) as "saysIt",
    coalesce(a.at not between c.issued_at and c.issued_at + make_interval(mins => ${SIGNING_MINUTES}), false) as "isLate",
    coalesce(a.at > k.revoked_at + interval '1 minute', false) as "isRevoked",
    exists (select from mingbai.key_admission x where x.community_id = $1 and x.key_id = a.key_id and x.person_id = a.person_id and x.organisation_id = a.organisation_id
      and ${admittedBefore('a.id')}) as "wasAdmitted"
  from mingbai.approval a join mingbai.disbursement d on d.community_id = $1 and d.id = a.disbursement_id
  join mingbai.disbursement_payload p on p.community_id = $1 and p.disbursement_id = d.id and p.sha256 = a.payload_sha256
  join mingbai.community m on m.id = $1 join mingbai.organisation o on o.id = a.organisation_id
  join mingbai.contract_version v on v.community_id = $1 and v.id = d.contract_version_id
  left join mingbai.approval_challenge c on c.community_id = $1 and c.id = a.challenge_id
  left join mingbai.person_key k on k.id = a.key_id and k.key_hash = sha256(k.public_key)
  where a.community_id = $1 and ($2 = 0 or a.disbursement_id = $2) order by a.id`;

/** Reads decisions with their signatures and checks each again, from the bytes alone. */
@Injectable()
export class SignedDecisions {
  /** Of one payout, or (0) of all, in the order in which they were given. */
  async of(tx: Tx, disbursementId: number): Promise<SignedDecision[]> {
    return (await tx.query<Row>(DECISIONS, [tx.communityId, disbursementId])).map(checked);
  }
}

function checked({ publicKey, keySuite, keyHash, saysIt, wasAdmitted, isLate, isRevoked, ...row }: Row): SignedDecision {
  const key = publicKey && keySuite && keyHash !== null ? { publicKey, suite: keySuite, keyHash } : null;
  const whole = { ...row, key };
  if (row.signature === null) return { ...whole, fault: row.wantsSignature ? 'UNSIGNED' : null };
  if (key === null || row.text === null) return { ...whole, fault: 'KEY' };
  if (!saysIt) return { ...whole, fault: 'TEXT' };
  if (!wasAdmitted) return { ...whole, fault: 'NOT_ADMITTED' };
  if (isLate) return { ...whole, fault: 'LATE' };
  if (isRevoked) return { ...whole, fault: 'REVOKED' };
  return { ...whole, fault: signatureFault(key, row.text, row) };
}
