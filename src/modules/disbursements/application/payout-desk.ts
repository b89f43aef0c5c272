import { Injectable } from '@nestjs/common';
import { DomainError, wallClock } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { DisbursementStep } from '../persistence/disbursement-step.js';
import type { Disbursement } from '../persistence/disbursement.js';
import { DisbursementRepository } from '../persistence/disbursement-repository.js';
import { PartyNames } from './party-names.js';

/** A payout as a person saw it when deciding to act. */
export type SeenPayout = { readonly id: number; readonly version: number };

/** Hands out a payout for a command, unless somebody acted on it since the caller looked. */
@Injectable()
export class PayoutDesk {
  constructor(
    private readonly payouts: DisbursementRepository,
    private readonly names: PartyNames,
  ) {}

  /** @throws NOT_FOUND DISBURSEMENT_CHANGED with who acted last and when */
  async take(tx: Tx, seen: SeenPayout): Promise<Disbursement> {
    const payout = await this.payouts.find(tx, seen.id);
    if (payout.version === seen.version) return payout;
    const last = await tx.manager.findOneByOrFail(DisbursementStep, { communityId: tx.communityId, disbursementId: payout.id, version: payout.version });
    const names = await this.names.of(tx, [last]);
    throw new DomainError('DISBURSEMENT_CHANGED', {
      number: payout.number,
      organisation: names.organisation(last.organisationId),
      person: names.person(last.personId),
      at: wallClock(last.at),
    });
  }
}
