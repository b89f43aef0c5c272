import type { LeaseView } from '../application/lease-views.js';

/** A lease as the API shows it; `amount` is yuan for each time it falls due. */
export class LeaseResponse {
  code!: string;
  asset!: string;
  kind!: string;
  counterparty!: string;
  amount!: string;
  schedule!: string;
  firstDueOn!: string;
  from!: string;
  to!: string;

  static from({ code, asset, kind, counterparty, amount, schedule, firstDueOn, from, to }: LeaseView): LeaseResponse {
    return Object.assign(new LeaseResponse(), { code, asset, kind, counterparty, amount: amount.toString(), schedule, firstDueOn, from, to });
  }
}
