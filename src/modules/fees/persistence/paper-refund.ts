import { Entity } from 'typeorm';
import type { BusinessDate, Instant, Money, OrganisationId, PersonId } from '../../../kernel/index.js';
import { DateColumn, IdColumn, InstantColumn, MoneyColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { UnitId } from '../../communities/index.js';
import type { PaperRefundState } from '../domain/refund-source.js';

/** A prepayment that no line of the bank names an account for: where it is to go by a paper, asked by one person, decided by another of another organisation. */
@Entity({ schema: 'mingbai', name: 'paper_refund' })
export class PaperRefund extends TenantRow<'paper_refund'> {
  @IdColumn()
  unitId!: UnitId;

  @MoneyColumn()
  amount!: Money;

  @TextColumn()
  reason!: string;

  @TextColumn()
  accountNo!: string;

  @TextColumn()
  accountName!: string;

  @TextColumn()
  documentSha256!: string;

  @DateColumn()
  askedOn!: BusinessDate;

  @InstantColumn()
  askedAt!: Instant;

  @IdColumn()
  askedBy!: PersonId;

  @IdColumn()
  askedFor!: OrganisationId;

  @TextColumn()
  state!: PaperRefundState;

  @InstantColumn({ nullable: true })
  decidedAt!: Instant | null;

  @IdColumn({ nullable: true })
  decidedBy!: PersonId | null;

  @IdColumn({ nullable: true })
  decidedFor!: OrganisationId | null;

  @TextColumn({ nullable: true })
  decisionReason!: string | null;
}
