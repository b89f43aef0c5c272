import { Entity } from 'typeorm';
import type { AccountingPeriod, BusinessDate, Id, Instant, PersonId } from '../../../kernel/index.js';
import { DateColumn, IdColumn, InstantColumn, IntegerColumn, JsonColumn, PeriodColumn, TenantRow } from '../../../platform/database/index.js';
import type { ContractTermsJson } from '../domain/contract-terms.js';

@Entity({ schema: 'mingbai', name: 'contract_version' })
export class ContractVersion extends TenantRow<'contract_version'> {
  @IdColumn()
  contractId!: Id<'contract'>;

  @IntegerColumn()
  versionNo!: number;

  @PeriodColumn()
  fromPeriod!: AccountingPeriod;

  @DateColumn()
  signedOn!: BusinessDate;

  @JsonColumn()
  terms!: ContractTermsJson;

  /** The proposal that both sides signed, and its revision; null for a compound's first contract, recorded from its paper. */
  @IdColumn({ nullable: true })
  proposalId!: Id<'contract_proposal'> | null;

  @IntegerColumn({ nullable: true })
  proposalRevision!: number | null;

  @IdColumn()
  recordedBy!: PersonId;

  @InstantColumn()
  recordedAt!: Instant;
}
