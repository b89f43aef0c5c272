import { Injectable } from '@nestjs/common';
import { Money, required, together, type BusinessDate } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { BankQueries, ChannelQueries, type BankLineId, type BankLineView } from '../../bank/index.js';
import { BankAccountQueries, paymentReferencesIn, UnitQueries } from '../../communities/index.js';
import { DisbursementQueries } from '../../disbursements/index.js';
import { FirmDueQueries } from '../../entitlements/index.js';
import { FeeQueries, ReceiptQueries } from '../../fees/index.js';
import { LedgerQueries } from '../../ledger/index.js';
import { LeaseQueries } from '../../operating-income/index.js';
import type { AssignedPart, Assignables, AssignmentTarget, OpenLine } from '../domain/assignment.js';
import {
  isReferenced,
  type ChannelDay,
  type MatchableLine,
  type MatchablePayer,
  type Matchables,
  type OpenFirmDue,
  type OpenFloat,
  type OpenItem,
  type OtherSide,
} from '../domain/match-lines.js';
import { FactQueries } from './fact-queries.js';
import { FirmSides } from './firm-sides.js';
import { MatchHistory } from './match-history.js';

type PaidLine = Pick<MatchableLine, 'counterpartyAccount' | 'amount'>;

/** Everything that a bank line can be for, as it stands now. */
@Injectable()
export class MatchablesReader {
  constructor(
    private readonly units: UnitQueries,
    private readonly fees: FeeQueries,
    private readonly leases: LeaseQueries,
    private readonly payouts: DisbursementQueries,
    private readonly bank: BankQueries,
    private readonly facts: FactQueries,
    private readonly history: MatchHistory,
    private readonly receipts: ReceiptQueries,
    private readonly channels: ChannelQueries,
    private readonly dues: FirmDueQueries,
    private readonly books: LedgerQueries,
    private readonly accounts: BankAccountQueries,
    private readonly firms: FirmSides,
  ) {}

  /** What a person can name in these parts, also of the bank's own doing: who owes what is read for those alone that name a payer, and what was paid for those that came back. */
  async assignables(tx: Tx, parts: readonly Pick<AssignedPart, 'target' | 'reference'>[]): Promise<Assignables> {
    const isNamed = (...targets: readonly AssignmentTarget[]): boolean => parts.some(({ target }) => targets.includes(target));
    return together({
      payers: isNamed('UNIT', 'LEASE') ? this.payers(tx) : [],
      payouts: this.payouts.instructed(tx),
      paid: isNamed('RETURNED_PAYOUT') ? this.payouts.paid(tx) : [],
      channelDays: isNamed('CHANNEL_BATCH') ? this.channelDays(tx) : [],
      firmDues: isNamed('FIRM_DUE') ? this.firmDues(tx) : [],
      floats: isNamed('FLOAT_BACK') ? this.floats(tx) : [],
      firms: isNamed('FIRM_DUE', 'FLOAT_BACK') ? this.firms.all(tx) : [],
      bankErrors: isNamed('CORRECTION') ? this.bankErrors(tx) : [],
      waiting: isNamed('TAKEN_BACK') ? this.waiting(tx) : [],
      ownLines: isNamed('ACCOUNT_MOVE') ? this.unplaced(tx) : [],
      ownAccounts: this.accounts.all(tx),
      receipts: this.receiptsNamed(tx, parts),
      readPaymentReferences: paymentReferencesIn,
    });
  }

  /** Lines whose money waits in suspense. */
  private async waiting(tx: Tx): Promise<OpenLine[]> {
    return (await this.bank.lines(tx, { inSuspense: true })).map((line) => ({ lineId: line.id, open: line.suspenseOpen, ...sideOf(line) }));
  }

  /** Errors of the bank that it has not given back in full, and to whom each went. */
  private async bankErrors(tx: Tx): Promise<OpenLine[]> {
    const errors = await this.facts.openErrors(tx);
    const lines = new Map((await this.bank.lines(tx, { ids: errors.map(({ lineId }) => lineId) })).map((line) => [line.id, line]));
    return errors.map((error) => ({ ...error, ...sideOf(required(lines.get(error.lineId), 'the line of an error')) }));
  }

  private async receiptsNamed(tx: Tx, parts: readonly Pick<AssignedPart, 'target' | 'reference'>[]): Promise<NonNullable<Assignables['receipts']>> {
    const receipts: { id: number; number: string; paidBy: OtherSide | null }[] = [];
    for (const { target, reference } of parts) {
      if (target !== 'BOUNCED_RECEIPT' || reference === null) continue;
      const { id, number, bankLineId } = await this.receipts.byNumber(tx, reference);
      const line = bankLineId === null ? null : await this.bank.line(tx, bankLineId as BankLineId);
      receipts.push({ id, number, paidBy: line && sideOf(line) });
    }
    return receipts;
  }

  /** Payments of channels that were placed at units and have not reached the bank, by channel and day. */
  private async channelDays(tx: Tx): Promise<ChannelDay[]> {
    const lines = await this.channels.lines(tx, { states: ['RECEIVED'] });
    const days = new Map<string, { channel: ChannelDay['channel']; paidOn: BusinessDate; net: Money; lineIds: number[] }>();
    for (const { id, channel, paidOn, gross, fee, kind } of lines) {
      const day = days.get(`${channel} ${paidOn}`) ?? { channel, paidOn, net: Money.zero, lineIds: [] };
      const net = gross.minus(fee);
      day.net = kind === 'REFUND' ? day.net.minus(net) : day.net.plus(net);
      day.lineIds.push(id);
      days.set(`${channel} ${paidOn}`, day);
    }
    return [...days.values()].toSorted((a, b) => (a.paidOn < b.paidOn ? -1 : 1));
  }

  /** For deciding about these lines: what accounts have paid for before is read for those alone whose remark names nothing. */
  forRules(tx: Tx, lines: readonly MatchableLine[]): Promise<Matchables> {
    return this.read(
      tx,
      lines,
      lines.filter((line) => !isReferenced(line, paymentReferencesIn)),
    );
  }

  /** With what the accounts of these lines have paid for before. */
  async read(tx: Tx, lines: readonly PaidLine[] = [], asking: readonly PaidLine[] = lines): Promise<Matchables> {
    const accountsIn = [...new Set(asking.map(({ counterpartyAccount }) => counterpartyAccount).filter((account) => account !== ''))];
    const accountsOut = lines
      .filter(({ amount, counterpartyAccount }) => amount.isNegative && counterpartyAccount !== '')
      .map((line) => line.counterpartyAccount);
    const read = await together({
      payers: this.payers(tx),
      seen: this.history.seenAccounts(tx, accountsIn),
      rules: this.history.rules(tx),
      ownAccounts: this.accounts.all(tx),
      payouts: this.payouts.instructed(tx),
      paid: this.payouts.paid(tx),
      channelDays: this.channelDays(tx),
      firmDues: this.firmDues(tx),
      floats: this.floats(tx),
      received: this.history.received(tx, accountsOut),
      readPaymentReferences: paymentReferencesIn,
    });
    return { ...read, ownLines: read.ownAccounts.length > 1 ? await this.unplaced(tx) : [] };
  }

  /** Units, then leases, each with what it owes. */
  private async payers(tx: Tx): Promise<MatchablePayer[]> {
    const read = await together({
      amounts: this.fees.openAmounts(tx),
      charges: this.leases.open(tx),
      units: this.units.all(tx),
      leases: this.leases.all(tx),
    });
    const bills = grouped(read.amounts, ({ unitId }) => unitId);
    const charges = grouped(read.charges, ({ leaseId }) => leaseId);
    const units = read.units.map(({ id, code, ownerName }) => ({
      kind: 'UNIT' as const,
      id,
      code,
      payerName: ownerName,
      openItems: bills.get(id) ?? [],
    }));
    const leases = read.leases.map(({ id, code, counterparty }) => {
      return { kind: 'LEASE' as const, id, code, payerName: counterparty, openItems: charges.get(id) ?? [] };
    });
    return [...units, ...leases];
  }

  /** Lines that can still be placed together with one on another account: a line in suspense of an open month, too. */
  private unplaced(tx: Tx): Promise<BankLineView[]> {
    return this.bank.lines(tx, { states: ['NEW', 'SUGGESTED', 'SUSPENSE'] });
  }

  private async firmDues(tx: Tx): Promise<OpenFirmDue[]> {
    return (await this.dues.dues(tx, { openOnly: true })).map(({ kind, id, firmId, label, open, effectiveOn: since }) => ({
      kind,
      id,
      firmId,
      label,
      open,
      since,
    }));
  }

  private async floats(tx: Tx): Promise<OpenFloat[]> {
    const accounts = await this.books.balances(tx, { fund: 'COM', code: '1201' });
    return accounts.flatMap(({ holderId, balance }) => (balance.isPositive ? [{ firmId: holderId, open: balance }] : []));
  }
}

function sideOf({ counterpartyName, counterpartyAccount }: OtherSide): OtherSide {
  return { counterpartyName, counterpartyAccount };
}

/** Items by their owner, each list in the order given. */
function grouped<Item extends OpenItem>(items: readonly Item[], owner: (item: Item) => number): Map<number, OpenItem[]> {
  const groups = new Map<number, OpenItem[]>();
  for (const item of items) {
    const group = groups.get(owner(item));
    if (group) group.push(item);
    else groups.set(owner(item), [item]);
  }
  return groups;
}
