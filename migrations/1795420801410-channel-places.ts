import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why a payment of a channel is at its unit, and which payment a refund takes back: a refund may come out of a later batch than its payment,
 * so a batch can bring less than what had settled bills. A bounce that was recorded by mistake can be taken back with its match.
 */
export class ChannelPlaces1795420801410 implements MigrationInterface {
  readonly name = 'ChannelPlaces1795420801410';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(columns);
    await runner.query(`alter table mingbai.channel_payment no force row level security`);
    await runner.query(`alter table mingbai.channel_payment add foreign key (community_id, refunds_id) references mingbai.channel_payment (community_id, id)`);
    await runner.query(`alter table mingbai.channel_payment force row level security`);
    await runner.query(functions);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const columns = `
  alter table mingbai.channel_payment add column reason jsonb, add column refunds_id bigint,
    add constraint only_a_refund_takes_back check (refunds_id is null or kind = 'REFUND');
  create index channel_payment_refunds on mingbai.channel_payment (community_id, refunds_id) where refunds_id is not null;

  -- refunded: gross of refunds whose payments an earlier batch had brought; gross, fee and net are after all refunds, and may be below zero
  alter table mingbai.channel_batch add column refunded numeric(18,2) not null default 0 check (refunded >= 0),
    drop constraint channel_batch_gross_check, drop constraint channel_batch_check, drop constraint channel_batch_check1, drop constraint channel_batch_check2,
    add constraint batch_brings_something check (gross <> fee), add constraint batch_settled_what_it_brings check (allocated between 0 and gross + refunded),
    add constraint batch_advance_within_fee check (advance between 0 and greatest(fee, 0));

  -- one line of the bank may take several receipts back
  drop index mingbai.one_receipt_a_bounce;
  create index receipt_bounce on mingbai.receipt (community_id, void_line_id) where void_kind = 'BOUNCED';
  -- a receipt that bounced by mistake settles again what the bounce had given back
  alter table mingbai.allocation drop constraint allocation_check, add constraint given_back_or_restored check (amount > 0 or gives_back_id is not null),
    add constraint restored_by_its_receipt check (amount < 0 or gives_back_id is null or receipt_id is not null);
  alter table mingbai.late_fee_allocation drop constraint late_fee_allocation_check, add constraint given_back_or_restored check (amount > 0 or gives_back_id is not null);`;

const RECEIPT_VOID = 'voided_on, void_kind, void_reason, void_line_id, void_prepaid, void_seq, void_late_fee_seq';

const functions = `
  create or replace function mingbai.keep_receipt() returns trigger language plpgsql as $$
  begin
    if to_jsonb(new) - string_to_array('${RECEIPT_VOID}', ', ') is distinct from to_jsonb(old) - string_to_array('${RECEIPT_VOID}', ', ') or old.voided_on is not null
        and not (old.void_kind = 'BOUNCED' and num_nonnulls(new.voided_on, new.void_kind, new.void_reason, new.void_line_id, new.void_prepaid, new.void_seq, new.void_late_fee_seq) = 0
          and exists (select from ledger.entry e where e.community_id = old.community_id and e.reverses_seq = old.void_seq)) then
      raise exception 'receipt % is evidence: it may be made void, once, and a bounce taken back with its entry', old.id using errcode = 'MB001';
    end if;
    return new;
  end $$;`;
