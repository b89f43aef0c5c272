import type { LeaseArrears, LeaseView } from '../application/lease-views.js';

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
  /** Its last day where it ended before `to`. */
  endedOn!: string | null;

  static from({ code, asset, kind, counterparty, amount, schedule, firstDueOn, from, to, endedOn }: LeaseView): LeaseResponse {
    return Object.assign(new LeaseResponse(), { code, asset, kind, counterparty, amount: amount.toString(), schedule, firstDueOn, from, to, endedOn });
  }
}

/** What a lease owes, by how many days it is due: at most 30, 90, 180, 365, and more. */
export class LeaseArrearsResponse {
  code!: string;
  asset!: string;
  counterparty!: string;
  byAge!: string[];
  total!: string;

  static from({ code, asset, counterparty, byAge, total }: LeaseArrears): LeaseArrearsResponse {
    const amounts = { byAge: byAge.map((amount) => amount.toString()), total: total.toString() };
    return Object.assign(new LeaseArrearsResponse(), { code, asset, counterparty, ...amounts });
  }
}
