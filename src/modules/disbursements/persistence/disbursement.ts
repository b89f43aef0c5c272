import { Column, Entity } from 'typeorm';
import type { AccountingPeriod, Id, Instant, Money, OrganisationId, PersonId, Quarter } from '../../../kernel/index.js';
import { IdColumn, InstantColumn, IntegerColumn, MoneyColumn, PeriodColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { Slot } from '../../contracts/index.js';
import type { Fund } from '../../ledger/index.js';
import type { DisbursementState } from '../domain/disbursement-state.js';
import type { DisbursementKind } from '../domain/payable.js';

/** A payout. `holds`, `instructions` and `releases` count its entries of P13, P14 and P16; `version` counts its steps. */
@Entity({ schema: 'mingbai', name: 'disbursement' })
export class Disbursement extends TenantRow<'disbursement'> {
  @IntegerColumn()
  numberYear!: number;

  @IntegerColumn()
  numberNo!: number;

  @TextColumn()
  number!: string;

  @TextColumn()
  kind!: DisbursementKind;

  @PeriodColumn({ nullable: true })
  period!: AccountingPeriod | null;

  @IdColumn({ nullable: true })
  assessmentId!: Id<'assessment'> | null;

  @TextColumn({ nullable: true })
  quarter!: Quarter | null;

  @TextColumn()
  fund!: Fund;

  @MoneyColumn()
  amount!: Money;

  @IdColumn()
  firmId!: OrganisationId;

  @IdColumn()
  contractVersionId!: Id<'contract_version'>;

  @TextColumn()
  contractNumber!: string;

  @IntegerColumn()
  contractVersionNo!: number;

  @Column({ type: 'text', array: true })
  requiredSlots!: Slot[];

  @IdColumn()
  payeeAccountId!: Id<'payee_account'>;

  @IntegerColumn()
  payeeVersion!: number;

  @TextColumn()
  payeeBankName!: string;

  @TextColumn()
  payeeAccountNo!: string;

  @TextColumn()
  payeeAccountName!: string;

  @IdColumn()
  submittedBy!: PersonId;

  @InstantColumn()
  submittedAt!: Instant;

  @IntegerColumn()
  revision!: number;

  @TextColumn()
  payloadSha256!: string;

  @TextColumn()
  state!: DisbursementState;

  @IntegerColumn()
  version!: number;

  @IntegerColumn()
  holds!: number;

  @IntegerColumn()
  instructions!: number;

  @IntegerColumn()
  releases!: number;
}
