import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What becomes of money beside its receipt: refunds of prepayments, payments through a channel with the batches that bring them to the bank, and what the firm took and gave back. */
export class Receipts1795420800720 implements MigrationInterface {
  readonly name = 'Receipts1795420800720';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(tables);
    await runner.query(functions);
    await runner.query(triggers);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.fee_refund', 'select, insert, update (${REFUND_CANCEL})')`);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.channel_payment', 'select, insert, update (receipt_id, allocated, batch_id, undone_at)')`);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.channel_batch', 'select, insert, update (undone_at, undo_seq)')`);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.firm_clearing_share', 'select, insert')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const REFUND_CANCEL = 'cancelled_on, cancel_reason, cancelled_by, cancel_seq';

const tables = `
  -- P06: part of a unit's prepayment is owed back, to the account that the money of the receipt came from; the payout is a document of its own
  create table mingbai.fee_refund (
    community_id int not null, id bigint not null, unit_id bigint not null, receipt_id bigint not null, amount numeric(18,2) not null check (amount > 0),
    reason text not null check (length(reason) between 5 and 200), document text not null check (length(document) between 1 and 200),
    asked_on date not null, asked_by bigint not null, asked_at timestamptz not null, entry_seq bigint not null,
    cancelled_on date, cancel_reason text check (length(cancel_reason) between 5 and 200), cancelled_by bigint, cancel_seq bigint,
    primary key (community_id, id), unique (community_id, entry_seq),
    foreign key (community_id, receipt_id, unit_id) references mingbai.receipt (community_id, id, unit_id),
    foreign key (community_id, entry_seq) references ledger.entry (community_id, seq), foreign key (community_id, cancel_seq) references ledger.entry (community_id, seq),
    check (cancelled_on >= asked_on), constraint cancelled_whole check (num_nonnulls(cancelled_on, cancel_reason, cancelled_by, cancel_seq) in (0, 4)));
  create index fee_refund_unit on mingbai.fee_refund (community_id, unit_id);

  -- the bank line that brought payments of a channel, less its charge; advance is what SVC lent COM for the charge (P20)
  create table mingbai.channel_batch (
    community_id int not null, id bigint not null, channel text not null check (channel in ('WECHAT', 'ALIPAY', 'POS')), bank_line_id bigint not null, booked_on date not null,
    payments int not null check (payments > 0), gross numeric(18,2) not null check (gross > 0), fee numeric(18,2) not null check (fee >= 0 and fee < gross),
    allocated numeric(18,2) not null check (allocated between 0 and gross), advance numeric(18,2) not null check (advance between 0 and fee),
    entry_seq bigint, recorded_at timestamptz not null, recorded_by bigint, undone_at timestamptz, undo_seq bigint,
    primary key (community_id, id), unique (community_id, id, channel),
    foreign key (community_id, entry_seq) references ledger.entry (community_id, seq),
    foreign key (community_id, undo_seq) references ledger.entry (community_id, seq),
    constraint batch_has_its_entry check ((entry_seq is null) = (allocated = 0 and fee = 0)),
    constraint undone_with_its_entry check (undo_seq is null or undone_at is not null));
  create unique index one_batch_a_line on mingbai.channel_batch (community_id, bank_line_id) where undone_at is null;

  -- a payment through a channel that was placed at a unit; allocated settled bills at once (its receipt), the rest waits until the money is at the bank. A refund
  -- that the channel made takes from that rest
  create table mingbai.channel_payment (
    community_id int not null, id bigint not null, channel text not null check (channel in ('WECHAT', 'ALIPAY', 'POS')), channel_line_id bigint not null, unit_id bigint not null,
    kind text not null check (kind in ('PAYMENT', 'REFUND')), paid_on date not null, gross numeric(18,2) not null check (gross > 0), allocated numeric(18,2) not null check (allocated between 0 and gross), receipt_id bigint, batch_id bigint,
    recorded_at timestamptz not null, recorded_by bigint, undone_at timestamptz,
    primary key (community_id, id), foreign key (community_id, unit_id) references mingbai.unit,
    foreign key (community_id, receipt_id, unit_id) references mingbai.receipt (community_id, id, unit_id),
    foreign key (community_id, batch_id, channel) references mingbai.channel_batch (community_id, id, channel),
    constraint what_is_allocated_has_a_receipt check ((receipt_id is null) = (allocated = 0)), constraint a_refund_settles_nothing check (kind = 'PAYMENT' or allocated = 0), constraint undone_before_its_batch check (undone_at is null or batch_id is null));
  create unique index one_payment_a_channel_line on mingbai.channel_payment (community_id, channel_line_id) where undone_at is null;
  create index channel_payment_batch on mingbai.channel_payment (community_id, batch_id);
  create index channel_payment_receipt on mingbai.channel_payment (community_id, receipt_id);

  -- the firm gave back, or had set off, what it took from owners: only then does it count as collected
  create table mingbai.firm_clearing_share (
    community_id int not null, id bigint not null, firm_due_id bigint not null, unit_id bigint not null, amount numeric(18,2) not null check (amount <> 0), effective_on date not null, entry_seq bigint not null,
    primary key (community_id, id), foreign key (community_id, unit_id) references mingbai.unit, foreign key (community_id, entry_seq) references ledger.entry (community_id, seq));
  create index firm_clearing_share_due on mingbai.firm_clearing_share (community_id, firm_due_id);
  create index firm_clearing_share_effective_on on mingbai.firm_clearing_share (community_id, effective_on);`;

const functions = `
  create function mingbai.keep_fee_refund() returns trigger language plpgsql as $$
  begin
    if to_jsonb(new) - string_to_array('${REFUND_CANCEL}', ', ') is distinct from to_jsonb(old) - string_to_array('${REFUND_CANCEL}', ', ') or old.cancelled_on is not null then
      raise exception 'refund % is evidence: it may be cancelled, once', old.id using errcode = 'MB001';
    end if;
    return new;
  end $$;
  create function mingbai.keep_channel_payment() returns trigger language plpgsql as $$
  begin
    if to_jsonb(new) - array['receipt_id', 'allocated', 'batch_id', 'undone_at'] is distinct from to_jsonb(old) - array['receipt_id', 'allocated', 'batch_id', 'undone_at'] or old.undone_at is not null
        or row(new.receipt_id, new.allocated) is distinct from row(old.receipt_id, old.allocated) and (new.receipt_id is not null or old.batch_id is not null)
        or old.batch_id is not null and new.batch_id is not null and new.batch_id <> old.batch_id then
      raise exception 'payment % of a channel is evidence: it comes in a batch, or is undone before, and nothing else', old.id using errcode = 'MB001';
    end if;
    return new;
  end $$;
  create function mingbai.keep_channel_batch() returns trigger language plpgsql as $$
  begin
    if to_jsonb(new) - array['undone_at', 'undo_seq'] is distinct from to_jsonb(old) - array['undone_at', 'undo_seq'] or old.undone_at is not null then
      raise exception 'batch % of a channel is evidence: it may be undone, once', old.id using errcode = 'MB001';
    end if;
    return new;
  end $$;`;

const triggers = `
  create trigger keep_fee_refund before update on mingbai.fee_refund for each row execute function mingbai.keep_fee_refund();
  create trigger append_only before delete or truncate on mingbai.fee_refund for each statement execute function mingbai.refuse_change();
  create trigger keep_channel_payment before update on mingbai.channel_payment for each row execute function mingbai.keep_channel_payment();
  create trigger append_only before delete or truncate on mingbai.channel_payment for each statement execute function mingbai.refuse_change();
  create trigger keep_channel_batch before update on mingbai.channel_batch for each row execute function mingbai.keep_channel_batch();
  create trigger append_only before delete or truncate on mingbai.channel_batch for each statement execute function mingbai.refuse_change();
  create trigger append_only before update or delete or truncate on mingbai.firm_clearing_share for each statement execute function mingbai.refuse_change();`;
