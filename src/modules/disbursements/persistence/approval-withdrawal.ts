import { Entity } from 'typeorm';
import type { Instant, OrganisationId, PersonId } from '../../../kernel/index.js';
import { IdColumn, InstantColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';

/** The end of an approval: its person took it back, a gate failed when the bank was to be told to pay, or the bank did not execute. */
@Entity({ schema: 'mingbai', name: 'approval_withdrawal' })
export class ApprovalWithdrawal extends TenantRow<'approval_withdrawal'> {
  @IdColumn()
  approvalId!: number;

  @TextColumn()
  ground!: 'TAKEN_BACK' | 'GATE_FAILED' | 'NOT_EXECUTED';

  @IdColumn()
  organisationId!: OrganisationId;

  @IdColumn()
  personId!: PersonId;

  @TextColumn()
  reason!: string;

  @InstantColumn()
  at!: Instant;
}
