import { Entity } from 'typeorm';
import type { Instant, OrganisationId, PersonId } from '../../../kernel/index.js';
import { IdColumn, InstantColumn, IntegerColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { DisbursementState } from '../domain/disbursement-state.js';
import type { StepAction } from '../domain/step-action.js';

/** One step of a payout's way, and the state and version in which it left the payout. */
@Entity({ schema: 'mingbai', name: 'disbursement_step' })
export class DisbursementStep extends TenantRow<'disbursement_step'> {
  @IdColumn()
  disbursementId!: number;

  @IntegerColumn()
  version!: number;

  @TextColumn()
  action!: StepAction;

  @TextColumn()
  state!: DisbursementState;

  @IdColumn({ nullable: true })
  organisationId!: OrganisationId | null;

  @IdColumn({ nullable: true })
  personId!: PersonId | null;

  @TextColumn({ nullable: true })
  reason!: string | null;

  @InstantColumn()
  at!: Instant;
}
