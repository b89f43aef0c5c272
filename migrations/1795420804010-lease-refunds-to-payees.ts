import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a lease had paid in advance before the books, or on lines that name no account, came from nowhere that is known: it goes back to a payee of the register, named with the refund. */
export class LeaseRefundsToPayees1795420804010 implements MigrationInterface {
  readonly name = 'LeaseRefundsToPayees1795420804010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    // the owner is bound by a forced policy, and a foreign key that cannot see its target is refused
    const all = ['mingbai.lease_refund', 'mingbai.payee', 'mingbai.disbursement'];
    for (const table of all) await runner.query(`alter table ${table} no force row level security`);
    await runner.query(`
      alter table mingbai.lease_refund add column payee_id bigint, add foreign key (community_id, payee_id) references mingbai.payee;
      alter table mingbai.disbursement drop constraint account_of_its_kind,
        add constraint account_of_its_kind check ((kind in ('REFUND', 'SUSPENSE_BACK')) = (payee_account_id is null) or kind = 'REFUND' and fund in ('TRN', 'COM'))`);
    for (const table of all) await runner.query(`alter table ${table} force row level security`);
    await runner.query(`
      create or replace function mingbai.refund_to_its_payee() returns trigger language plpgsql as $$
      declare wanted bigint;
      begin
        select o.payee_id into wanted from mingbai.deposit_release r join mingbai.other_receipt o on o.community_id = r.community_id and o.id = r.deposit_id
          where r.community_id = new.community_id and r.id = new.claim_id and new.source_holder_type = 'payer';
        if not found then
          select r.payee_id into wanted from mingbai.lease_refund r where r.community_id = new.community_id and r.id = new.claim_id and new.source_holder_type = 'payer';
        end if;
        if new.payee_id is distinct from wanted then
          raise exception 'payout % goes to payee %, its money is held for %', new.number, coalesce(new.payee_id::text, 'none'), coalesce(wanted::text, 'none') using errcode = '23514';
        end if;
        return new;
      end $$;
      create function mingbai.lease_refund_to_payee() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
      begin
        if (select sum(f.amount) from lease_refund f where f.community_id = new.community_id and f.lease_id = new.lease_id and f.payee_id is not null)
            > coalesce((select sum(o.amount) from opening_advance o where o.community_id = new.community_id and o.lease_id = new.lease_id), 0)
              + coalesce((select sum(r.amount) from lease_receipt r where r.community_id = new.community_id and r.lease_id = new.lease_id and r.undoes is null
                  and not exists (select from lease_receipt u where u.community_id = new.community_id and u.undoes = r.id) and not names_its_payer(new.community_id, r.bank_line_id)), 0) then
          raise exception 'refund % sends money to a payee whose account the bank names', new.id using errcode = '23514';
        end if;
        return null;
      end $$;
      create trigger lease_refund_to_payee after insert on mingbai.lease_refund for each row when (new.payee_id is not null) execute function mingbai.lease_refund_to_payee()`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
