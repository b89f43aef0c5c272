import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The chain of an account's balances is checked in time that grows with the new lines alone: each new line against the new line before it, and
 * only those whose neighbour is not among them against the table. A join of all of them read the whole account for every line, in a
 * first import, whose table has no statistics yet.
 */
export class BankChain1795420801430 implements MigrationInterface {
  readonly name = 'BankChain1795420801430';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create or replace function mingbai.bank_lines_continue_the_chain() returns trigger language plpgsql set search_path = mingbai, pg_temp set enable_seqscan = off as $$
      declare broken record;
      begin
        if exists (select from added where state <> 'NEW') then raise exception 'a bank line begins as NEW' using errcode = '23514'; end if;
        with n as materialized (
          select id, community_id, account_id, position, booked_on, amount, balance_after, lag(position) over chain as position_before,
            lag(booked_on) over chain as booked_before, lag(balance_after) over chain as balance_before
          from added window chain as (partition by community_id, account_id order by position)),
        alone as materialized (select *, position - 1 as before from n where position_before is distinct from position - 1)
        select * into broken from (
          select n.id, n.position, n.balance_after, n.amount, n.balance_before from n
            where n.position_before = n.position - 1 and (n.booked_on < n.booked_before or n.balance_after <> n.balance_before + n.amount)
          union all
          select a.id, a.position, a.balance_after, a.amount, p.balance_after from alone a
            left join bank_line p on p.community_id = a.community_id and p.account_id = a.account_id and p.position = a.before
            where (p.id is null and a.position > 1) or a.booked_on < p.booked_on or a.balance_after <> coalesce(p.balance_after, 0) + a.amount) found limit 1;
        if found then
          raise exception 'bank line % at position %: % follows % by %', broken.id, broken.position, broken.balance_after, broken.balance_before, broken.amount using errcode = '23514';
        end if;
        return null;
      end $$`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
