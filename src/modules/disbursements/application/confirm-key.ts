import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, required, type Id } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { ContractQueries } from '../../contracts/index.js';
import { refuseLeaving } from '../../identity/index.js';
import { LedgerService } from '../../ledger/index.js';
import { confirmingRoles, isWordOfTwo, refusalReason, refuseConfirmation, refuseRefusal, refuseWord } from '../domain/key-admission.js';
import { KeyConfirmation } from '../persistence/key-confirmation.js';
import { KeyRefusal } from '../persistence/key-refusal.js';
import { KeyAdmissions } from './key-admissions.js';
import { Office } from './office.js';

/** The fingerprint that its owner read out, and that was compared. */
export type ConfirmKeyRequest = { readonly keyHash: string };
export type KeyConfirmed = { readonly keyHash: string; readonly isAdmitted: boolean };
export type RefuseKeyRequest = ConfirmKeyRequest & { readonly reason: string };
/** `isRefused`: a second party said so too, and nobody confirms it any more. */
export type KeyRefused = { readonly keyHash: string; readonly isRefused: boolean };

/** What confirming and refusing have in common: who says it, about which key. */
@Injectable()
export class KeyWords {
  constructor(
    private readonly ledger: LedgerService,
    private readonly office: Office,
    private readonly admissions: KeyAdmissions,
    private readonly contracts: ContractQueries,
    private readonly clock: Clock,
  ) {}

  /** Under the lock of the book. @throws NOT_ALLOWED IDENTITY_LEAVING NOT_FOUND, and what refuseWord throws */
  async begin(tx: Tx, { actor }: CommandContext, keyHash: string) {
    await this.ledger.lock(tx);
    const held = await this.office.held(tx, actor, 'key.confirm');
    await refuseLeaving(tx, held, this.clock.today());
    const { personId, organisationId, roles } = held;
    const admission = await this.admissions.byHash(tx, keyHash);
    const role = required(
      confirmingRoles.find((confirming) => roles.includes(confirming)),
      'a role that confirms',
    );
    const isContractFirm = role === 'FIRM' && (await this.contracts.isFirmOn(tx, organisationId, this.clock.today()));
    refuseWord(admission, { personId, organisationId, role, isContractFirm });
    const word = {
      communityId: tx.communityId,
      id: await this.ledger.takeIds(tx, 1),
      admissionId: admission.id,
      personId,
      organisationId,
      role,
      at: this.clock.now(),
    };
    return { admission, word };
  }
}

/** Another party says that a key is that person's. With the second of them it signs. */
@Injectable()
export class ConfirmKey {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly words: KeyWords,
    private readonly admissions: KeyAdmissions,
  ) {}

  /** @throws NOT_ALLOWED IDENTITY_LEAVING NOT_FOUND KEY_REVOKED KEY_REFUSED, and what refuseConfirmation throws */
  async execute(context: CommandContext, { keyHash }: ConfirmKeyRequest): Promise<Outcome<KeyConfirmed>> {
    assertAllowed(context.actor, 'key.confirm');
    return this.unitOfWork.once({ context, command: 'ConfirmKey', request: { keyHash } }, async (tx) => {
      const { admission, word } = await this.words.begin(tx, context, keyHash);
      refuseConfirmation(admission, word);
      await tx.manager.insert(KeyConfirmation, { ...word, id: word.id as Id<'key_confirmation'> });
      return { keyHash, isAdmitted: (await this.admissions.byHash(tx, keyHash)).isAdmitted };
    });
  }
}

/**
 * Another party says, with what it found, that a key is not that person's, while it signs nothing yet. Whoever confirms next reads it; with the second party that says so, one of them
 * the owners' or the regulator, nobody confirms it any more. One that signs is revoked by its owner, or by the operator.
 */
@Injectable()
export class RefuseKey {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly words: KeyWords,
  ) {}

  /** @throws NOT_ALLOWED IDENTITY_LEAVING NOT_FOUND KEY_REASON KEY_REVOKED KEY_REFUSED KEY_CONFIRM_OWN KEY_CONFIRM_PARTY KEY_ADMITTED KEY_REFUSED_BY_YOU */
  async execute(context: CommandContext, { keyHash, reason: said }: RefuseKeyRequest): Promise<Outcome<KeyRefused>> {
    assertAllowed(context.actor, 'key.confirm');
    const reason = refusalReason(said);
    return this.unitOfWork.once({ context, command: 'RefuseKey', request: { keyHash, reason } }, async (tx) => {
      const { admission, word } = await this.words.begin(tx, context, keyHash);
      if (admission.isAdmitted) throw new DomainError('KEY_ADMITTED');
      refuseRefusal(admission, word);
      await tx.manager.insert(KeyRefusal, { ...word, id: word.id as Id<'key_refusal'>, reason });
      return { keyHash, isRefused: isWordOfTwo([...admission.refusals, word]) };
    });
  }
}
