import { Entity } from 'typeorm';
import type { BusinessDate, Id, Instant, Money, PersonId } from '../../../kernel/index.js';
import { DateColumn, IdColumn, InstantColumn, IntegerColumn, JsonColumn, MoneyColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { Channel, ChannelLineId, ChannelLineKind } from '../../bank/index.js';
import type { UnitId } from '../../communities/index.js';

/** A payment through a channel, placed at a unit; what of it settled bills has a receipt, the rest comes with its batch. */
@Entity({ schema: 'mingbai', name: 'channel_payment' })
export class ChannelPayment extends TenantRow<'channel_payment'> {
  @TextColumn()
  channel!: Channel;

  @IdColumn()
  channelLineId!: ChannelLineId;

  @IdColumn()
  unitId!: UnitId;

  @TextColumn()
  kind!: ChannelLineKind;

  @DateColumn()
  paidOn!: BusinessDate;

  @MoneyColumn()
  gross!: Money;

  @MoneyColumn()
  allocated!: Money;

  @IdColumn({ nullable: true })
  receiptId!: Id<'receipt'> | null;

  @IdColumn({ nullable: true })
  batchId!: Id<'channel_batch'> | null;

  /** Of a refund: the payment that it takes back. */
  @IdColumn({ nullable: true })
  refundsId!: ChannelPayment['id'] | null;

  /** The day on which the channel gave it back before it came to the bank; from then it settles nothing. Of a payment whose month was closed. */
  @DateColumn({ nullable: true, insert: false })
  givenBackOn!: BusinessDate | null;

  /** Why it is at this unit, as the module that decided wrote it. */
  @JsonColumn({ nullable: true })
  reason!: object | null;

  @InstantColumn()
  recordedAt!: Instant;

  @IdColumn({ nullable: true })
  recordedBy!: PersonId | null;

  @InstantColumn({ nullable: true })
  undoneAt!: Instant | null;
}

/** The bank line that brought payments of a channel, less its charge (P02d). */
@Entity({ schema: 'mingbai', name: 'channel_batch' })
export class ChannelBatch extends TenantRow<'channel_batch'> {
  @TextColumn()
  channel!: Channel;

  @IdColumn()
  bankLineId!: number;

  @DateColumn()
  bookedOn!: BusinessDate;

  @IntegerColumn()
  payments!: number;

  @MoneyColumn()
  gross!: Money;

  @MoneyColumn()
  fee!: Money;

  /** What of it had settled bills before it came. */
  @MoneyColumn()
  allocated!: Money;

  /** Of refunds whose payments an earlier batch had brought. */
  @MoneyColumn()
  refunded!: Money;

  /** What SVC lent COM for the fee. */
  @MoneyColumn()
  advance!: Money;

  @IdColumn({ nullable: true })
  entrySeq!: number | null;

  @InstantColumn()
  recordedAt!: Instant;

  @IdColumn({ nullable: true })
  recordedBy!: PersonId | null;

  @InstantColumn({ nullable: true })
  undoneAt!: Instant | null;

  @IdColumn({ nullable: true })
  undoSeq!: number | null;
}
