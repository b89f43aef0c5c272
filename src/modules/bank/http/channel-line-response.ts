import { ApiProperty } from '@nestjs/swagger';
import { ApiDate, ApiMoney } from '../../../platform/http/index.js';
import { maskedName } from '../../communities/index.js';
import {
  channelLineKinds,
  channels,
  channelLineStates,
  type Channel,
  type ChannelLineKind,
  type ChannelLineState,
  type ChannelLineView,
} from '../domain/channel-line.js';

/** A payment as its channel says it. Whole names and remarks only for roles that may read names. */
export class ChannelLineResponse {
  @ApiProperty()
  id!: number;

  @ApiProperty({ enum: channels })
  channel!: Channel;

  @ApiProperty({ enum: channelLineKinds })
  kind!: ChannelLineKind;

  @ApiProperty()
  orderNo!: string;

  @ApiDate()
  paidOn!: string;

  @ApiMoney({ description: 'what the person paid, or got back' })
  gross!: string;

  @ApiMoney({ description: 'what the channel keeps, or gives back with a refund' })
  fee!: string;

  @ApiProperty({ description: 'masked unless the role may read whole names' })
  payerName!: string;

  @ApiProperty({ type: String, nullable: true, description: 'null unless the role may read whole names' })
  remark!: string | null;

  @ApiProperty({ enum: channelLineStates })
  state!: ChannelLineState;

  @ApiProperty({ type: Number, nullable: true, description: 'the line of the bank with which its batch came' })
  bankLineId!: number | null;

  static from(line: ChannelLineView, { wholeName }: { wholeName: boolean }): ChannelLineResponse {
    const { id, channel, kind, orderNo, paidOn, state, bankLineId } = line;
    const personal = wholeName ? { payerName: line.payerName, remark: line.remark } : { payerName: maskedName(line.payerName), remark: null };
    const amounts = { gross: line.gross.toString(), fee: line.fee.toString() };
    return Object.assign(new ChannelLineResponse(), { id, channel, kind, orderNo, paidOn, state, bankLineId, ...amounts, ...personal });
  }
}
