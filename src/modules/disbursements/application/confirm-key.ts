import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, periodOf, required, type Id } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { ContractQueries } from '../../contracts/index.js';
import { LedgerService } from '../../ledger/index.js';
import { confirmingRoles, refuseConfirmation } from '../domain/key-admission.js';
import { KeyConfirmation } from '../persistence/key-confirmation.js';
import { KeyAdmissions } from './key-admissions.js';
import { Office } from './office.js';

/** The fingerprint that its owner read out, and that was compared. */
export type ConfirmKeyRequest = { readonly keyHash: string };
export type KeyConfirmed = { readonly keyHash: string; readonly isAdmitted: boolean };

/** Another party says that a key is that person's. With the second of them it signs. */
@Injectable()
export class ConfirmKey {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly office: Office,
    private readonly admissions: KeyAdmissions,
    private readonly contracts: ContractQueries,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_ALLOWED NOT_FOUND KEY_REVOKED, and what refuseConfirmation throws */
  async execute(context: CommandContext, { keyHash }: ConfirmKeyRequest): Promise<Outcome<KeyConfirmed>> {
    assertAllowed(context.actor, 'key.confirm');
    return this.unitOfWork.once({ context, command: 'ConfirmKey', request: { keyHash } }, async (tx) => {
      await this.ledger.lock(tx);
      const { communityId } = tx;
      const { personId, organisationId, roles } = await this.office.held(tx, context.actor, 'key.confirm');
      const admission = await this.admissions.byHash(tx, keyHash);
      if (admission.revokedAt !== null) throw new DomainError('KEY_REVOKED');
      const role = required(
        confirmingRoles.find((confirming) => roles.includes(confirming)),
        'a role that confirms',
      );
      const isContractFirm = (await this.contracts.findVersion(tx, periodOf(this.clock.today())))?.firmId === organisationId;
      refuseConfirmation(admission, { personId, organisationId, role, isContractFirm });
      const id = (await this.ledger.takeIds(tx, 1)) as Id<'key_confirmation'>;
      await tx.manager.insert(KeyConfirmation, { communityId, id, admissionId: admission.id, personId, organisationId, role, at: this.clock.now() });
      return { keyHash, isAdmitted: (await this.admissions.byHash(tx, keyHash)).isAdmitted };
    });
  }
}
