import { Injectable } from '@nestjs/common';
import { createHash, randomBytes } from 'node:crypto';
import { required, type Instant, type PersonId } from '../../../kernel/index.js';
import type { SharedTx, Tx } from '../../../platform/database/index.js';

/** The password fitted; `step` is what goes on within five minutes. */
export interface SignInStep {
  readonly step: string;
  readonly expiresAt: Instant;
}

interface Waiting {
  readonly personId: PersonId;
  readonly personName: string;
  readonly login: string;
}

/** Sign-ins of which the password fitted and the second factor is waited for. */
@Injectable()
export class SignInSteps {
  async open(tx: SharedTx, personId: PersonId): Promise<SignInStep> {
    await tx.query('delete from mingbai.sign_in_step where expires_at < now()');
    const step = randomBytes(32).toString('base64url');
    const [row] = await tx.query<{ expiresAt: Instant }>(
      'insert into mingbai.sign_in_step (token_hash, person_id) values ($1, $2) returning expires_at as "expiresAt"',
      [hashOf(step), personId],
    );
    return { step, expiresAt: required(row, 'the inserted row').expiresAt };
  }

  async find(tx: SharedTx, step: string): Promise<Waiting | null> {
    const [row] = await tx.query<Waiting>(
      `select s.person_id as "personId", p.name as "personName", p.login from mingbai.sign_in_step s join mingbai.person p on p.id = s.person_id
       where s.token_hash = $1 and s.expires_at > now() and p.disabled_at is null`,
      [hashOf(step)],
    );
    return row ?? null;
  }

  /** Whatever waits of this person waits no longer: also what somebody began who knows the old password. */
  async close(tx: SharedTx | Tx, personId: PersonId): Promise<void> {
    await tx.query('delete from mingbai.sign_in_step where person_id = $1', [personId]);
  }
}

function hashOf(step: string): Buffer {
  return createHash('sha256').update(step).digest();
}
