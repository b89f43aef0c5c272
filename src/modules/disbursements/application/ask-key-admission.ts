import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, required, type Id } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { PersonKeys } from '../../identity/index.js';
import { LedgerService } from '../../ledger/index.js';
import { signingRoles } from '../domain/key-admission.js';
import { KeyAdmission } from '../persistence/key-admission.js';
import { Office } from './office.js';

/** `keyHash`: SHA-256 of the public key in hex, as its owner sees it. */
export type AskKeyAdmissionRequest = { readonly keyHash: string };
export type KeyAdmissionAsked = { readonly keyHash: string };

/** Somebody who decides about payouts asks that a key of theirs be admitted here. Two other parties confirm it before it signs anything. */
@Injectable()
export class AskKeyAdmission {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly office: Office,
    private readonly keys: PersonKeys,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_ALLOWED NOT_FOUND (also for somebody else's) KEY_REVOKED KEY_SIGNS_IN_ONLY KEY_ASKED */
  async execute(context: CommandContext, { keyHash }: AskKeyAdmissionRequest): Promise<Outcome<KeyAdmissionAsked>> {
    assertAllowed(context.actor, 'key.ask');
    return this.unitOfWork.once({ context, command: 'AskKeyAdmission', request: { keyHash } }, async (tx) => {
      await this.ledger.lock(tx);
      const { communityId } = tx;
      const { personId, organisationId, roles } = await this.office.held(tx, context.actor, 'key.ask');
      const key = (await this.keys.ofPerson(tx, personId)).find((own) => own.keyHash === keyHash);
      if (!key) throw new DomainError('NOT_FOUND');
      if (key.revokedAt !== null) throw new DomainError('KEY_REVOKED');
      if (!key.purposes.includes('APPROVE')) throw new DomainError('KEY_SIGNS_IN_ONLY');
      if (await tx.manager.existsBy(KeyAdmission, { communityId, keyId: key.id })) throw new DomainError('KEY_ASKED');
      const role = required(
        signingRoles.find((signing) => roles.includes(signing)),
        'a role that decides',
      );
      const id = (await this.ledger.takeIds(tx, 1)) as Id<'key_admission'>;
      await tx.manager.insert(KeyAdmission, { communityId, id, keyId: key.id, personId, organisationId, role, askedAt: this.clock.now() });
      return { keyHash };
    });
  }
}
