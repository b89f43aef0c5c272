import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Money in suspense whose line names no account goes back to the one that the bank or the payer wrote down: recorded with the paper by who asks, confirmed with the return by a second organisation. */
export class AccountsOfReturns1795420803960 implements MigrationInterface {
  readonly name = 'AccountsOfReturns1795420803960';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    // the owner is bound by a forced policy, and a foreign key that cannot see its target is refused
    const both = ['mingbai.suspense_return', 'mingbai.evidence'];
    for (const table of both) await runner.query(`alter table ${table} no force row level security`);
    await runner.query(`
      alter table mingbai.suspense_return add column account_no text check (account_no ~ '^[0-9A-Z]{8,34}$'),
        add column account_name text check (length(account_name) between 1 and 60 and account_name !~ '[[:cntrl:]]'), add column document_sha256 text,
        add constraint account_with_its_paper check (num_nulls(account_no, account_name, document_sha256) in (0, 3)),
        add foreign key (community_id, document_sha256) references mingbai.evidence;
      create index suspense_return_document on mingbai.suspense_return (community_id, document_sha256)`);
    for (const table of both) await runner.query(`alter table ${table} force row level security`);
    await runner.query(`
      create function mingbai.return_goes_where_it_came_from() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
      begin
        if new.account_no is not null and exists (select from bank_line l where l.community_id = new.community_id and l.id = new.line_id
            and replace(l.counterparty_account, ' ', '') ~ '^[0-9A-Z]{8,34}$' and trim(l.counterparty_name) <> '') then
          raise exception 'bank line % names the account that its money came from, and return % another', new.line_id, new.id using errcode = '23514';
        end if;
        return new;
      end $$;
      create trigger where_it_came_from before insert on mingbai.suspense_return for each row execute function mingbai.return_goes_where_it_came_from();
      create trigger account_stays before update of account_no, account_name, document_sha256 on mingbai.suspense_return for each statement execute function mingbai.refuse_change()`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
