import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, type Json } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import { shippedProfiles } from '../domain/bank-table-words.zh-CN.js';
import { assertProfile, type MappingProfile } from '../domain/mapping-profile.js';
import { MappingProfileRow } from '../persistence/mapping-profile-row.js';

/** Keeps how the table of a bank is read, for this compound; a second one of the same name takes the place of the first. */
@Injectable()
export class SaveMappingProfile {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_ALLOWED, MAPPING_NAME, MAPPING_TITLE, MAPPING_COLUMN_MISSING, MAPPING_HEADING, MAPPING_HEADING_TWICE, MAPPING_NAME_TAKEN */
  async execute(context: CommandContext, profile: MappingProfile): Promise<Outcome<{ name: string }>> {
    assertAllowed(context.actor, 'bank.import');
    assertProfile(profile);
    if (shippedProfiles.some(({ name }) => name === profile.name)) throw new DomainError('MAPPING_NAME_TAKEN', { name: profile.name });
    const { name, title, ...definition } = profile;
    const { personId: savedBy, communityId } = context.actor;
    return this.unitOfWork.once({ context, command: 'SaveMappingProfile', request: profile as unknown as Json }, async (tx) => {
      await this.ledger.lock(tx);
      const id = (await this.ledger.takeIds(tx, 1)) as MappingProfileRow['id'];
      await tx.manager.insert(MappingProfileRow, { communityId, id, name, title: title.trim(), definition, savedAt: this.clock.now(), savedBy });
      return { name };
    });
  }
}
