import { Entity } from 'typeorm';
import type { BusinessDate, Money } from '../../../kernel/index.js';
import { DateColumn, IdColumn, IntegerColumn, MoneyColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { BankLineId } from '../domain/bank-line.js';
import type { Channel, ChannelFileId, ChannelLineKind, ChannelLineState } from '../domain/channel-line.js';

@Entity({ schema: 'mingbai', name: 'channel_line' })
export class ChannelLine extends TenantRow<'channel_line'> {
  @TextColumn()
  channel!: Channel;

  @IdColumn()
  fileId!: ChannelFileId;

  @IntegerColumn()
  fileLine!: number;

  @TextColumn()
  kind!: ChannelLineKind;

  @TextColumn()
  orderNo!: string;

  @DateColumn()
  paidOn!: BusinessDate;

  @MoneyColumn()
  gross!: Money;

  @MoneyColumn()
  fee!: Money;

  @TextColumn()
  payerName!: string;

  @TextColumn()
  remark!: string;

  @TextColumn()
  state!: ChannelLineState;

  @IdColumn({ nullable: true })
  bankLineId!: BankLineId | null;
}
