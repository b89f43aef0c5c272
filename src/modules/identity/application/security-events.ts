import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { networkOf, type Instant, type PersonId } from '../../../kernel/index.js';
import { UnitOfWork, type SharedTx } from '../../../platform/database/index.js';

export const securityEventKinds = [
  'SIGNED_IN',
  'SIGN_IN_REFUSED',
  'PASSWORD_CHANGED',
  'SESSIONS_ENDED',
  'KEY_ADDED',
  'KEY_REVOKED',
  'SECOND_FACTOR_ON',
  'SECOND_FACTOR_OFF',
  'CODES_RENEWED',
] as const;
export type SecurityEventKind = (typeof securityEventKinds)[number];

export interface SecurityEventView {
  readonly kind: SecurityEventKind;
  readonly network: string | null;
  readonly at: Instant;
}

const SHOWN = 20;

/** What happened to a person's account, for that person alone; rows only grow, in real time. */
@Injectable()
export class SecurityEvents {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Notes one. Refused attempts come by the thousand when somebody guesses: one a minute is enough to see it. */
  async note(tx: SharedTx, personId: PersonId, kind: SecurityEventKind, address?: string): Promise<void> {
    await tx.query(
      `insert into mingbai.security_event (id, person_id, kind, network) select $1, $2, $3, $4 where $3 <> 'SIGN_IN_REFUSED' or not exists (
         select from mingbai.security_event where person_id = $2 and kind = 'SIGN_IN_REFUSED' and at > now() - interval '1 minute')`,
      [randomUUID(), personId, kind, address === undefined ? null : networkOf(address)],
    );
  }

  /** The last ones of a person, the newest first. */
  of(personId: PersonId): Promise<SecurityEventView[]> {
    return this.unitOfWork.shared((tx) =>
      tx.query<SecurityEventView>('select kind, network, at from mingbai.security_event where person_id = $1 order by at desc, id limit $2', [personId, SHOWN]),
    );
  }
}
