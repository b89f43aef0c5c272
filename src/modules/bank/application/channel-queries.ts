import { Injectable } from '@nestjs/common';
import type { BusinessDate } from '../../../kernel/index.js';
import { readMoney, type Raw, type Tx } from '../../../platform/database/index.js';
import type { BankLineId } from '../domain/bank-line.js';
import type { Channel, ChannelLineId, ChannelLineState, ChannelLineView } from '../domain/channel-line.js';

/** Any of these; `after` is the id behind which the page begins. */
export interface ChannelLineFilter {
  readonly states?: readonly ChannelLineState[];
  readonly channel?: Channel;
  readonly from?: BusinessDate;
  readonly to?: BusinessDate;
  readonly ids?: readonly ChannelLineId[];
  readonly orderNos?: readonly string[];
  readonly bankLineIds?: readonly BankLineId[];
  readonly after?: number;
  readonly limit?: number;
}

/** Reads what the payment channels said. Lines carry names of people: nothing of them is for the public. */
@Injectable()
export class ChannelQueries {
  /** Lines in the order in which they were imported, of one file in its order. */
  async lines(tx: Tx, filter: ChannelLineFilter = {}): Promise<ChannelLineView[]> {
    const rows = await tx.query<Raw<ChannelLineView>>(
      `select id, channel, file_id as "fileId", kind, order_no as "orderNo", paid_on as "paidOn", gross, fee, payer_name as "payerName", remark, state, bank_line_id as "bankLineId"
       from mingbai.channel_line where community_id = $1 and ($2::text[] is null or state = any ($2)) and ($3::text is null or channel = $3)
         and ($4::date is null or paid_on >= $4) and ($5::date is null or paid_on <= $5) and ($6::bigint[] is null or id = any ($6))
         and ($7::text[] is null or order_no = any ($7)) and ($8::bigint[] is null or bank_line_id = any ($8)) and id > $9 order by id limit $10`,
      [
        tx.communityId,
        filter.states ?? null,
        filter.channel ?? null,
        filter.from ?? null,
        filter.to ?? null,
        filter.ids ?? null,
        filter.orderNos ?? null,
        filter.bankLineIds ?? null,
        filter.after ?? 0,
        filter.limit ?? null,
      ],
    );
    return rows.map((row) => readMoney<ChannelLineView>(row, ['gross', 'fee']));
  }
}
