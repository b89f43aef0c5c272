import { Money, periodOf, type BusinessDate } from '../../../kernel/index.js';
import type { ChannelDay, MatchableLine, MatchablePayer, MatchablePayout, Matchables, OpenItem, OwnAccount, PaidPayout, PlacedPart } from './matchables.js';
import { plainName } from './references.js';
import { isSaidToBe } from './account-move.js';

const keyOf = ({ kind, id }: { kind: string; id: number }): string => `${kind} ${id}`;

/** What is open while lines are worked through: each line uses up what it settles, oldest first. */
export class OpenClaims {
  readonly payouts: Map<string, MatchablePayout>;
  readonly paid: Map<string, PaidPayout>;
  channelDays: readonly ChannelDay[];
  private readonly byCode: ReadonlyMap<string, MatchablePayer>;
  private readonly byId: ReadonlyMap<string, MatchablePayer>;
  private readonly byName = new Map<string, MatchablePayer[]>();
  private readonly byAccount = new Map<string, Map<string, MatchablePayer>>();
  private readonly ownAccounts: readonly OwnAccount[];
  private readonly items: Map<string, readonly OpenItem[]>;

  constructor({ payers, payouts, paid = [], channelDays = [], seen = [], ownAccounts = [] }: Matchables) {
    this.ownAccounts = ownAccounts;
    this.paid = new Map(paid.map((payout) => [payout.number, payout]));
    this.channelDays = channelDays;
    this.payouts = new Map(payouts.map((payout) => [payout.number, payout]));
    this.byCode = new Map(payers.map((payer) => [`${payer.kind} ${payer.code}`, payer]));
    this.byId = new Map(payers.map((payer) => [keyOf(payer), payer]));
    this.items = new Map(payers.map((payer) => [keyOf(payer), payer.openItems]));
    for (const payer of payers) addTo(this.byName, payer.payerName === null ? '' : plainName(payer.payerName), payer);
    for (const { accountNo, ...named } of seen) {
      const payer = this.byId.get(keyOf(named));
      if (payer) this.byAccount.set(accountNo, (this.byAccount.get(accountNo) ?? new Map<string, MatchablePayer>()).set(keyOf(payer), payer));
    }
  }

  payer(kind: MatchablePayer['kind'], code: string): MatchablePayer | undefined {
    return this.byCode.get(`${kind} ${code}`);
  }

  unit(id: number): MatchablePayer | undefined {
    return this.byId.get(keyOf({ kind: 'UNIT', id }));
  }

  /** The compound's own account that the bank says is the other side of a line. */
  ownAccount(line: MatchableLine): OwnAccount | undefined {
    return this.ownAccounts.find((account) => isSaidToBe(line, account));
  }

  /** Everybody whom a name stands for. */
  ofPayer(name: string): readonly MatchablePayer[] {
    return plainName(name) === '' ? [] : (this.byName.get(plainName(name)) ?? []);
  }

  /** Everybody for whom an account has paid before. */
  ofAccount(accountNo: string): readonly MatchablePayer[] {
    return accountNo === '' ? [] : [...(this.byAccount.get(accountNo)?.values() ?? [])];
  }

  /** What the oldest one, two, three … months of a payer add up to, of those through the month of a day. */
  oldest(payer: MatchablePayer, on: BusinessDate): Money[] {
    let total = Money.zero;
    return this.owed(payer, on).map(({ open }) => {
      total = total.plus(open);
      return total;
    });
  }

  /** Every amount that settles exactly: one month, or the oldest n together. */
  exactAmounts(payer: MatchablePayer, on: BusinessDate): Money[] {
    return [...this.owed(payer, on).map(({ open }) => open), ...this.oldest(payer, on)];
  }

  /** Whether the amount is one open item, or the oldest n of them together, among those of the line's month and before. */
  fits(payer: MatchablePayer, { amount, bookedOn }: Pick<MatchableLine, 'amount' | 'bookedOn'>): boolean {
    return this.exactAmounts(payer, bookedOn).some((exact) => exact.equals(amount));
  }

  /** Takes what a line of a day settles out of what is open; a payout that it pays may come back by a later line. */
  use(parts: readonly PlacedPart[], on: BusinessDate): void {
    for (const { place, amount } of parts) {
      if (place.kind === 'PAYOUT') {
        const payout = this.payouts.get(place.code);
        this.payouts.delete(place.code);
        if (payout) this.paid.set(place.code, { ...payout, amount: amount.negated(), paidOn: on });
      }
      if (place.kind === 'RETURNED_PAYOUT') this.paid.delete(place.code);
      if (place.kind === 'CHANNEL_BATCH') this.channelDays = this.channelDays.filter(({ lineIds }) => !lineIds.some((id) => place.lineIds.includes(id)));
      if (place.kind === 'UNIT' || place.kind === 'LEASE') this.settle(keyOf(place), amount);
    }
  }

  private owed(payer: MatchablePayer, on: BusinessDate): readonly OpenItem[] {
    return (this.items.get(keyOf(payer)) ?? []).filter(({ period }) => period <= periodOf(on));
  }

  private settle(payer: string, amount: Money): void {
    let left = amount;
    const remaining = (this.items.get(payer) ?? []).flatMap((item) => {
      const part = Money.min(item.open, left);
      left = left.minus(part);
      return item.open.equals(part) ? [] : [{ ...item, open: item.open.minus(part) }];
    });
    this.items.set(payer, remaining);
  }
}

function addTo(groups: Map<string, MatchablePayer[]>, key: string, payer: MatchablePayer): void {
  const group = groups.get(key);
  if (group) group.push(payer);
  else groups.set(key, [payer]);
}
