import { Column, Entity } from 'typeorm';
import type { AccountingPeriod, Id, Instant, Money, OrganisationId, PersonId, Quarter } from '../../../kernel/index.js';
import { IdColumn, InstantColumn, IntegerColumn, MoneyColumn, PeriodColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { Slot } from '../../contracts/index.js';
import type { ChartCode, Fund, HolderType } from '../../ledger/index.js';
import type { DisbursementState } from '../domain/disbursement-state.js';
import type { DisbursementKind } from '../domain/payable.js';

/** A payout. `holds`, `instructions`, `releases` and `returns` count its entries of P13, P14, P16 and P22; `version` counts its steps. */
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

  /** The document that it is paid for, and the number under which people cite it; null for what the firm earns. */
  @IdColumn({ nullable: true })
  claimId!: number | null;

  @TextColumn({ nullable: true })
  claimNumber!: string | null;

  @TextColumn({ nullable: true })
  claimWords!: string | null;

  @TextColumn()
  sourceCode!: ChartCode;

  @TextColumn({ nullable: true })
  sourceHolderType!: HolderType | null;

  @IdColumn({ nullable: true })
  sourceHolderId!: number | null;

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

  /** How many of them are enough; null: all. */
  @IntegerColumn({ nullable: true })
  requiredCount!: number | null;

  @TextColumn({ nullable: true })
  resolutionNo!: string | null;

  @TextColumn({ nullable: true })
  invoiceNo!: string | null;

  @Column({ type: 'text', array: true })
  documents!: string[];

  /** Null for money that goes back to the account that it came from. */
  @IdColumn({ nullable: true })
  payeeId!: Id<'payee'> | null;

  @IdColumn({ nullable: true })
  payeeAccountId!: Id<'payee_account'> | null;

  @IntegerColumn({ nullable: true })
  payeeVersion!: number | null;

  @TextColumn()
  payeeBankName!: string;

  @TextColumn()
  payeeAccountNo!: string;

  @TextColumn()
  payeeAccountName!: string;

  @IdColumn()
  submittedBy!: PersonId;

  @IdColumn()
  submittedFor!: OrganisationId;

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

  @IntegerColumn()
  returns!: number;
}
