import { Entity } from 'typeorm';
import type { Instant } from '../../../kernel/index.js';
import { IdColumn, InstantColumn, IntegerColumn, JsonColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { GateName, GateOutcome, GateReason, GateResult, GateStage } from '../domain/gates.js';

/** A gate as it was evaluated, with its inputs. `evaluation` is the version of the payout at that moment. */
@Entity({ schema: 'mingbai', name: 'gate_result' })
export class GateRow extends TenantRow<'gate_result'> implements GateResult {
  @IdColumn()
  disbursementId!: number;

  @IntegerColumn()
  evaluation!: number;

  @TextColumn()
  stage!: GateStage;

  @TextColumn()
  gate!: GateName;

  @TextColumn()
  outcome!: GateOutcome;

  @TextColumn({ nullable: true })
  reason!: GateReason | null;

  @JsonColumn()
  inputs!: GateResult['inputs'];

  @InstantColumn()
  evaluatedAt!: Instant;
}
