import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A compound may change its bank account: agreed by two parties, and its money moves over by P28c, one entry for the line out of the old account and the line into the new. */
export class AccountChanges1795420803400 implements MigrationInterface {
  readonly name = 'AccountChanges1795420803400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(tables);
    // the owner is bound by a forced policy, and a foreign key that cannot see its target is refused
    for (const target of ['mingbai.bank_account', 'mingbai.evidence']) await runner.query(`alter table ${target} no force row level security`);
    await runner.query(foreignKeys);
    for (const target of ['mingbai.bank_account', 'mingbai.evidence']) await runner.query(`alter table ${target} force row level security`);
    await runner.query(triggers);
    await runner.query(`grant update (closed_on) on mingbai.bank_account to mingbai_app`);
    await runner.query(
      `select mingbai.protect_tenant_table('mingbai.account_change', 'select, insert, update (state, answered_at, answered_by, answered_for, answer_reason, account_id)')`,
    );
    await runner.query(matches);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const tables = `
  -- the account that is to follow: asked for by the owner side with the bank's paper, confirmed by another party; account_id is what it became
  create table mingbai.account_change (
    community_id int not null, id bigint not null,
    bank_name text not null check (length(bank_name) between 1 and 60), account_name text not null check (length(account_name) between 1 and 60),
    account_no text not null check (account_no ~ '^[0-9A-Z]{8,34}$'), opened_on date not null,
    reason text not null check (length(reason) between 5 and 200 and reason !~ '[[:cntrl:]]'), document_sha256 text not null check (document_sha256 ~ '^[0-9a-f]{64}$'),
    asked_at timestamptz not null, asked_by bigint not null, asked_for bigint not null,
    state text not null check (state in ('ASKED', 'CONFIRMED', 'REFUSED', 'WITHDRAWN')),
    answered_at timestamptz, answered_by bigint, answered_for bigint, answer_reason text check (length(answer_reason) between 1 and 200 and answer_reason !~ '[[:cntrl:]]'), account_id bigint,
    primary key (community_id, id), unique (community_id, account_id),
    check ((state = 'ASKED') = (answered_at is null)), check (num_nulls(answered_at, answered_by, answered_for) in (0, 3)),
    check ((state = 'CONFIRMED') = (account_id is not null)), check (state not in ('REFUSED', 'WITHDRAWN') or answer_reason is not null),
    constraint two_parties check (state not in ('CONFIRMED', 'REFUSED') or (answered_by <> asked_by and answered_for <> asked_for)),
    constraint withdrawn_by_asker check (state <> 'WITHDRAWN' or answered_for = asked_for));
  create unique index one_account_change_asked on mingbai.account_change (community_id) where state = 'ASKED';`;

const foreignKeys = `
  alter table mingbai.account_change add foreign key (community_id, document_sha256) references mingbai.evidence,
    add constraint account_change_account foreign key (community_id, account_id) references mingbai.bank_account deferrable initially deferred;`;

const triggers = `
  create function mingbai.account_change_is_answered_once() returns trigger language plpgsql as $$
  begin
    if old.state <> 'ASKED' or new.state = 'ASKED' or to_jsonb(new) - array['state', 'answered_at', 'answered_by', 'answered_for', 'answer_reason', 'account_id']
        is distinct from to_jsonb(old) - array['state', 'answered_at', 'answered_by', 'answered_for', 'answer_reason', 'account_id'] then
      raise exception 'account change % is evidence: it is answered once', old.id using errcode = 'MB001';
    end if;
    return new;
  end $$;
  create function mingbai.account_change_begins_asked() returns trigger language plpgsql as $$
  begin
    if new.state <> 'ASKED' then raise exception 'an account change begins as ASKED' using errcode = '23514'; end if;
    return new;
  end $$;
  create trigger answered_once before update on mingbai.account_change for each row execute function mingbai.account_change_is_answered_once();
  create trigger begins_asked before insert on mingbai.account_change for each row execute function mingbai.account_change_begins_asked();
  create trigger evidence before delete or truncate on mingbai.account_change for each statement execute function mingbai.refuse_change();

  -- an account is given up once, when another follows; everything else of it stays
  create function mingbai.keep_bank_account() returns trigger language plpgsql as $$
  begin
    if to_jsonb(new) - 'closed_on' is distinct from to_jsonb(old) - 'closed_on' or old.closed_on is not null or new.closed_on is null then
      raise exception 'bank account % is evidence: it may be given up, once', old.id using errcode = 'MB001';
    end if;
    return new;
  end $$;
  drop trigger only_grows on mingbai.bank_account;
  create trigger only_grows before delete or truncate on mingbai.bank_account for each statement execute function mingbai.refuse_change();
  create trigger keep_bank_account before update on mingbai.bank_account for each row execute function mingbai.keep_bank_account();

  -- money of the owners goes to no account that two parties have not agreed on
  create function mingbai.bank_account_follows_by_agreement() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  begin
    if exists (select from bank_account a where a.community_id = new.community_id and a.id <> new.id)
        and not exists (select from account_change c where c.community_id = new.community_id and c.account_id = new.id and c.state = 'CONFIRMED'
          and (c.bank_name, c.account_name, c.account_no, c.opened_on) = (new.bank_name, new.account_name, new.account_no, new.opened_on)) then
      raise exception 'bank account % follows another without a change that two parties agreed on', new.id using errcode = '23514';
    end if;
    return new;
  end $$;
  create trigger two_parties_agree before insert on mingbai.bank_account for each row execute function mingbai.bank_account_follows_by_agreement();`;

/** not valid: what is there was held by the checks before, and row security hides what a validation would read. */
const matches = `
  alter table mingbai.bank_match drop constraint bank_match_target_type_check,
    add constraint bank_match_target_type_check check (target_type in ('RECEIPT', 'LEASE_RECEIPT', 'DISBURSEMENT', 'SUSPENSE', 'INTEREST', 'CHARGE', 'BANK_ERROR', 'CORRECTION', 'WRONG_CREDIT',
      'TAKEN_BACK', 'SENT_BACK', 'BOUNCED_RECEIPT', 'RETURNED_PAYOUT', 'FIRM_DUE', 'CHANNEL_BATCH', 'OTHER_INCOME', 'DEPOSIT', 'FLOAT_BACK', 'OPENING', 'ACCOUNT_MOVE')) not valid,
    drop constraint match_direction, add constraint match_direction check (target_type in ('CHANNEL_BATCH', 'ACCOUNT_MOVE') or (amount < 0) = ((undoes is not null) <>
      (target_type in ('DISBURSEMENT', 'CHARGE', 'BANK_ERROR', 'BOUNCED_RECEIPT') or (target_type = 'TAKEN_BACK' and taken_from = 'LINE')))) not valid;`;
