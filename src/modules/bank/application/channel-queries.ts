import { Injectable } from '@nestjs/common';
import type { BusinessDate } from '../../../kernel/index.js';
import { Asked, readMoney, type Raw, type Tx } from '../../../platform/database/index.js';
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
    const asked = new Asked(tx.communityId);
    const conditions = [
      asked.when(filter.states, (all) => `and state = any (${all}::text[])`),
      asked.when(filter.channel, (one) => `and channel = ${one}`),
      asked.when(filter.from, (day) => `and paid_on >= ${day}`),
      asked.when(filter.to, (day) => `and paid_on <= ${day}`),
      asked.when(filter.ids, (all) => `and id = any (${all}::bigint[])`),
      asked.when(filter.orderNos, (all) => `and order_no = any (${all}::text[])`),
      asked.when(filter.bankLineIds, (all) => `and bank_line_id = any (${all}::bigint[])`),
      asked.when(filter.after, (id) => `and id > ${id}`),
      'order by id',
      asked.when(filter.limit, (count) => `limit ${count}`),
    ];
    const rows = await tx.query<Raw<ChannelLineView>>(
      `select id, channel, file_id as "fileId", kind, order_no as "orderNo", paid_on as "paidOn", gross, fee, payer_name as "payerName", remark, state, bank_line_id as "bankLineId"
       from mingbai.channel_line where community_id = $1 ${conditions.join(' ')}`,
      asked.parameters,
    );
    return rows.map((row) => readMoney<ChannelLineView>(row, ['gross', 'fee']));
  }
}
