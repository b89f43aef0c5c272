import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A channel may give a payment back before it has brought it to the bank, when the month of the payment is closed: the receipt becomes void on the day of that (P22b,
 * SVC 1101/1002), and the payment stays as the closed month has it, with the day from which it settles nothing any more.
 */
export class ChannelGivesBack1795420803310 implements MigrationInterface {
  readonly name = 'ChannelGivesBack1795420803310';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(columns);
    await runner.query(functions);
    await runner.query(`grant update (given_back_on) on mingbai.channel_payment to mingbai_app`);
    await runner.query(`alter table ledger.posting_pair disable trigger fixed`);
    await runner.query(`insert into ledger.posting_pair (rule, fund, debit, credit) values ('P22b', 'SVC', '1101', '1002')`);
    await runner.query(`alter table ledger.posting_pair enable trigger fixed`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const columns = `
  alter table mingbai.receipt drop constraint receipt_void_kind_check, add constraint receipt_void_kind_check check (void_kind in ('BOUNCED', 'GIVEN_BACK', 'UNDONE')),
    add constraint a_channel_gives_back_what_it_holds check (void_kind is distinct from 'GIVEN_BACK' or origin = 'CHANNEL' and void_reason is not null);
  alter table mingbai.channel_payment add column given_back_on date,
    add constraint what_settled_is_given_back check (given_back_on is null or receipt_id is not null and given_back_on > paid_on);`;

const functions = `
  create or replace function mingbai.keep_channel_payment() returns trigger language plpgsql as $$
  begin
    if to_jsonb(new) - array['receipt_id', 'allocated', 'batch_id', 'undone_at', 'given_back_on'] is distinct from to_jsonb(old) - array['receipt_id', 'allocated', 'batch_id', 'undone_at', 'given_back_on'] or old.undone_at is not null
        or row(new.receipt_id, new.allocated) is distinct from row(old.receipt_id, old.allocated) and (new.receipt_id is not null or old.batch_id is not null or old.given_back_on is not null)
        or old.batch_id is not null and new.batch_id is not null and new.batch_id <> old.batch_id
        or new.given_back_on is distinct from old.given_back_on and (old.given_back_on is not null or old.batch_id is not null) then
      raise exception 'payment % of a channel is evidence: it comes in a batch, is given back or undone before, and nothing else', old.id using errcode = 'MB001';
    end if;
    return new;
  end $$;`;
