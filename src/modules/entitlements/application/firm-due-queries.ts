import { Injectable } from '@nestjs/common';
import { DomainError, Money, required, type BusinessDate, type Id, type Instant, type OrganisationId, type Quarter } from '../../../kernel/index.js';
import { readMoney, type Raw, type Tx } from '../../../platform/database/index.js';
import type { PenaltyParty } from '../domain/dispute.js';
import type { FirmDueKind, FirmDueView } from '../domain/firm-due.js';
import type { FirmPenaltyUndo } from '../persistence/firm-due.js';

const DUES = `
  select 'MONTH' as kind, m.id, m.firm_id, m.period as label, null::bigint as unit_id, ((m.period || '-01')::date + interval '1 month - 1 day')::date as effective_on, m.due_from_firm as amount,
    0 as taken_off, 0 as taken_back, null::text as event, null::date as event_on, null::text as reason, null::text as document
    from mingbai.entitlement_month m where m.community_id = $1 and m.due_from_firm > 0
  union all
  select d.kind, d.id, d.firm_id, coalesce(d.quarter, d.happened_on::text), d.unit_id, d.effective_on, d.amount, case when d.undone_seq is null then d.from_payable else 0 end,
    case when d.undone_seq is null then 0 else d.amount end, d.event, d.event_on, d.reason, d.document from mingbai.firm_due d where d.community_id = $1`;

/**
 * What penalties, takings and openings made the firm owe and took off what it had earned, by its day; of a penalty that was taken back, on the day of that, what was open
 * less, and what was taken off, paid or set off given back. What cleared it stays as it was.
 */
const OF_DUES = `
  select d.effective_on as "on", d.amount - d.from_payable as amount, d.from_payable from mingbai.firm_due d where d.community_id = $1
  union all select u.effective_on, d.from_payable - d.amount + u.made_good + u.given_up, -d.from_payable - u.made_good from mingbai.firm_penalty_undo u join mingbai.firm_due d on d.community_id = $1 and d.id = u.due_id
    where u.community_id = $1 and u.state = 'CONFIRMED'`;

/** Sums through a day, in yuan, for holding against the accounts and the bank. */
export interface FirmDueSums {
  /** Penalties that were taken off what the firm had earned, and what was set off against it: both out of 2101, less what came back to it of penalties that were taken back. */
  readonly takenOffPayable: Money;
  /** Penalties and takings, as far as the firm owed them (1104). */
  readonly due: Money;
  /** Paid, set off or written off. */
  readonly cleared: Money;
  /** What came to the bank. */
  readonly paid: Money;
}

/** What moved what the firm owes (1104), by its day; amounts in yuan, below 0 only where a penalty was taken back. A clearing that was undone never was. */
export interface FirmDueMove {
  readonly kind: 'DUE' | 'PAID' | 'OFFSET' | 'WRITTEN_OFF';
  readonly on: BusinessDate;
  readonly amount: Money;
}

/** A part of a due that was given up, the resolution by which it was, and how it was taken back, if it was. `clearingId` names the whole write-off, of all its dues. */
export interface FirmWriteOffView {
  readonly clearingId: Id<'firm_clearing'>;
  readonly kind: FirmDueKind;
  readonly label: string;
  readonly firmId: OrganisationId;
  readonly amount: Money;
  readonly on: BusinessDate;
  readonly entrySeq: number;
  readonly resolution: string;
  readonly undone: { readonly entrySeq: number; readonly resolution: string; readonly reason: string } | null;
}

/** What asks for a penalty to be taken back, who asked and who answered; in yuan the penalty and, once it is taken back, what of it had been paid or set off and is owed to the firm again. */
export interface PenaltyUndoView {
  readonly id: Id<'firm_penalty_undo'>;
  readonly penaltyId: number;
  readonly firmId: OrganisationId;
  readonly amount: Money;
  readonly reason: string;
  readonly askedParty: PenaltyParty;
  readonly asker: string;
  readonly askedAt: Instant;
  readonly state: FirmPenaltyUndo['state'];
  readonly answerer: string | null;
  readonly answerReason: string | null;
  readonly effectiveOn: BusinessDate | null;
  readonly entrySeq: number | null;
  readonly madeGood: Money;
}

type WriteOffRow = Omit<FirmWriteOffView, 'undone'> & {
  readonly undoneSeq: number | null;
  readonly undoneBy: string | null;
  readonly undoReason: string | null;
};

/** Reads what the firm owes and how it made it good. */
@Injectable()
export class FirmDueQueries {
  /** All of them, or those of which something is open; oldest first. */
  async dues(tx: Tx, options: { openOnly?: boolean } = {}): Promise<FirmDueView[]> {
    const rows = await tx.query<Raw<FirmDueView>>(
      `select d.kind, d.id, d.firm_id as "firmId", d.label, d.unit_id as "unitId", u.code as "unitCode", d.effective_on as "effectiveOn", d.amount,
         coalesce(c.paid, 0)::numeric(18,2) as paid, coalesce(c.off, 0)::numeric(18,2) as "setOff", coalesce(c.written_off, 0)::numeric(18,2) as "writtenOff",
         d.taken_off::numeric(18,2) as "takenOff", d.taken_back::numeric(18,2) as "takenBack",
         (d.amount - d.taken_off - d.taken_back - coalesce(c.amount, 0))::numeric(18,2) as open, d.reason, d.document,
         d.event, d.event_on as "eventOn"
       from (${DUES}) d left join mingbai.unit u on u.community_id = $1 and u.id = d.unit_id
       left join (select due_kind, due_id, sum(amount) as amount, sum(amount) filter (where kind = 'PAID') as paid, sum(amount) filter (where kind = 'OFFSET') as off,
           sum(amount) filter (where kind = 'WRITTEN_OFF') as written_off from mingbai.firm_clearing where community_id = $1 and undone_seq is null group by due_kind, due_id) c
         on c.due_kind = d.kind and c.due_id = d.id and d.taken_back = 0
       where not $2 or d.amount - d.taken_off - d.taken_back > coalesce(c.amount, 0) order by d.effective_on, d.id`,
      [tx.communityId, options.openOnly ?? false],
    );
    return rows.map((row) => readMoney<FirmDueView>(row, ['amount', 'takenOff', 'takenBack', 'paid', 'setOff', 'writtenOff', 'open']));
  }

  /** Everything that moved what the firm owes through a day. */
  async moves(tx: Tx, through: BusinessDate): Promise<FirmDueMove[]> {
    const rows = await tx.query<Raw<FirmDueMove>>(
      `select 'DUE' as kind, d.effective_on as "on", d.amount from (${DUES}) d where d.kind = 'MONTH' and d.effective_on <= $2
       union all select 'DUE', d."on", d.amount::numeric(18,2) from (${OF_DUES}) d where d."on" <= $2 and d.amount <> 0
       union all select kind, effective_on, amount from mingbai.firm_clearing where community_id = $1 and undone_seq is null and effective_on <= $2`,
      [tx.communityId, through],
    );
    return rows.map((row) => readMoney<FirmDueMove>(row, ['amount']));
  }

  /** What was ever given up of what the firm owed, and what of that was taken back; oldest first. */
  async writeOffs(tx: Tx): Promise<FirmWriteOffView[]> {
    const rows = await tx.query<Raw<WriteOffRow>>(
      `select e.source_id as "clearingId", d.kind, d.label, d.firm_id as "firmId", c.amount, c.effective_on as "on", c.entry_seq as "entrySeq", r.number as resolution,
         c.undone_seq as "undoneSeq", o.number as "undoneBy", u.reason as "undoReason"
       from mingbai.firm_clearing c join (${DUES}) d on d.kind = c.due_kind and d.id = c.due_id
       join ledger.entry e on e.community_id = $1 and e.seq = c.entry_seq join mingbai.resolution r on r.community_id = $1 and r.id = c.resolution_id
       left join mingbai.firm_write_off_undo u on u.community_id = $1 and u.clearing_id = e.source_id and u.undo_seq = c.undone_seq
       left join mingbai.resolution o on o.community_id = $1 and o.id = u.resolution_id
       where c.community_id = $1 and c.kind = 'WRITTEN_OFF' order by c.entry_seq, c.id`,
      [tx.communityId],
    );
    return rows.map((row) => {
      const { undoneSeq, undoneBy, undoReason, ...writeOff } = readMoney<WriteOffRow>(row, ['amount']);
      const undone = undoneSeq === null || undoneBy === null || undoReason === null ? null : { entrySeq: undoneSeq, resolution: undoneBy, reason: undoReason };
      return { ...writeOff, undone };
    });
  }

  /** Every question to take a penalty back, the latest first. */
  async penaltyUndos(tx: Tx): Promise<PenaltyUndoView[]> {
    const rows = await tx.query<Raw<PenaltyUndoView>>(
      `select u.id, u.due_id as "penaltyId", d.firm_id as "firmId", d.amount, u.reason, u.asked_party as "askedParty", a.short_name as asker, u.asked_at as "askedAt", u.state,
         b.short_name as answerer, u.answer_reason as "answerReason", u.effective_on as "effectiveOn", u.undo_seq as "entrySeq", u.made_good as "madeGood"
       from mingbai.firm_penalty_undo u join mingbai.firm_due d on d.community_id = $1 and d.id = u.due_id join mingbai.organisation a on a.id = u.asked_for
       left join mingbai.organisation b on b.id = u.answered_for where u.community_id = $1 order by u.id desc`,
      [tx.communityId],
    );
    return rows.map((row) => readMoney<PenaltyUndoView>(row, ['amount', 'madeGood']));
  }

  /** Before an answer nobody asks again to take a penalty back. @throws FIRM_PENALTY_UNDO_WAITS */
  async refuseAskedTwice(tx: Tx, penaltyId: number): Promise<void> {
    refuseWaiting((await this.penaltyUndos(tx)).find((undo) => undo.penaltyId === penaltyId && undo.state === 'ASKED'));
  }

  /** While the first question of a party waits nobody sets the penalty off or gives it up; who asks again holds up nothing. @throws FIRM_PENALTY_UNDO_WAITS */
  async refuseAskedBack(tx: Tx, penaltyIds: readonly number[]): Promise<void> {
    const undos = await this.penaltyUndos(tx);
    refuseWaiting(undos.find((undo) => penaltyIds.includes(undo.penaltyId) && undo.state === 'ASKED' && isFirst(undo, undos)));
  }

  /** What was paid in at the bank of what a month took back (P18b for P12), and for penalties of a quarter that were taken back since, yuan. */
  async paidBackOf(tx: Tx, postings: readonly number[], penaltiesOf: Quarter | null): Promise<Money> {
    const [row] = await tx.query<{ amount: string }>(
      `select coalesce(sum(c.amount), 0)::numeric(18,2) as amount from mingbai.firm_clearing c
       where c.community_id = $1 and c.kind = 'PAID' and c.undone_seq is null and (c.due_kind = 'MONTH' and c.due_id = any ($2::bigint[])
         or c.due_kind = 'PENALTY' and exists (select from mingbai.firm_due d where d.community_id = $1 and d.id = c.due_id and d.quarter = $3 and d.undone_seq is not null))`,
      [tx.communityId, postings, penaltiesOf],
    );
    return Money.parse(required(row, 'sum').amount);
  }

  /** Penalties of a quarter, as they count; without those that were taken back. */
  async penalties(tx: Tx, quarter: Quarter): Promise<Money> {
    const [row] = await tx.query<{ amount: string }>(
      `select coalesce(sum(amount), 0)::numeric(18,2) as amount from mingbai.firm_due where community_id = $1 and quarter = $2 and undone_seq is null`,
      [tx.communityId, quarter],
    );
    return Money.parse(required(row, 'sum').amount);
  }

  async sums(tx: Tx, through: BusinessDate): Promise<FirmDueSums> {
    const [row] = await tx.query<Raw<FirmDueSums>>(
      `select (d.from_payable + c.off)::numeric(18,2) as "takenOffPayable", d.due, c.cleared, c.paid
       from (select coalesce(sum(x.from_payable), 0) as from_payable, coalesce(sum(x.amount), 0)::numeric(18,2) as due from (${OF_DUES}) x where x."on" <= $2) d,
         (select coalesce(sum(amount) filter (where kind = 'OFFSET'), 0) as off, coalesce(sum(amount), 0)::numeric(18,2) as cleared,
           coalesce(sum(amount) filter (where kind = 'PAID'), 0)::numeric(18,2) as paid
           from mingbai.firm_clearing where community_id = $1 and effective_on <= $2 and undone_seq is null) c`,
      [tx.communityId, through],
    );
    return readMoney<FirmDueSums>(required(row, 'sums'), ['takenOffPayable', 'due', 'cleared', 'paid']);
  }
}

/** Whether its party has asked nothing about the penalty before, however that ended: who took its question back and asks anew would else hold it up for ever, alone. */
function isFirst({ id, penaltyId, askedParty }: PenaltyUndoView, undos: readonly PenaltyUndoView[]): boolean {
  return !undos.some((undo) => undo.penaltyId === penaltyId && undo.askedParty === askedParty && undo.id < id);
}

/** @throws FIRM_PENALTY_UNDO_WAITS */
function refuseWaiting(undo: PenaltyUndoView | undefined): void {
  if (undo) throw new DomainError('FIRM_PENALTY_UNDO_WAITS', { penalty: undo.penaltyId, undo: undo.id, asker: undo.asker });
}
