import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A prepayment that no line of the bank names an account for (opening balances, channels, cash) goes back to the one of a paper: recorded with it by who asks, agreed to by a second organisation. */
export class RefundsByPaper1795420804000 implements MigrationInterface {
  readonly name = 'RefundsByPaper1795420804000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    // the owner is bound by a forced policy, and a foreign key that cannot see its target is refused
    const both = ['mingbai.fee_refund', 'mingbai.evidence', 'mingbai.unit'];
    for (const table of both) await runner.query(`alter table ${table} no force row level security`);
    await runner.query(tables);
    for (const table of both) await runner.query(`alter table ${table} force row level security`);
    await runner.query(functions);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.paper_refund', 'select, insert, update (${DECISION.join(', ')})')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const DECISION = ['state', 'decided_at', 'decided_by', 'decided_for', 'decision_reason'];

const tables = `
  create table mingbai.paper_refund (
    community_id int not null, id bigint not null, unit_id bigint not null, amount numeric(18,2) not null check (amount > 0 and amount < 1e13),
    reason text not null check (length(reason) between 5 and 200), account_no text not null check (account_no ~ '^[0-9A-Z]{8,34}$'),
    account_name text not null check (length(account_name) between 1 and 60 and account_name !~ '[[:cntrl:]]'), document_sha256 text not null,
    asked_on date not null, asked_at timestamptz not null, asked_by bigint not null, asked_for bigint not null, state text not null check (state in ('ASKED', 'CONFIRMED', 'REFUSED')),
    decided_at timestamptz, decided_by bigint, decided_for bigint, decision_reason text check (length(decision_reason) between 1 and 200),
    primary key (community_id, id), unique (community_id, id, unit_id, amount, document_sha256),
    foreign key (community_id, unit_id) references mingbai.unit, foreign key (community_id, document_sha256) references mingbai.evidence,
    constraint paper_refund_by_two_people check (decided_by <> asked_by), constraint paper_refund_by_two_parties check (decided_for <> asked_for),
    constraint paper_refund_is_decided check ((state = 'ASKED') = (num_nonnulls(decided_at, decided_by, decided_for) = 0) and num_nonnulls(decided_at, decided_by, decided_for) in (0, 3)),
    constraint paper_refund_refusal_says_why check ((state = 'REFUSED') = (decision_reason is not null)));
  create unique index one_paper_refund_asked_a_unit on mingbai.paper_refund (community_id, unit_id) where state = 'ASKED';
  create index paper_refund_document on mingbai.paper_refund (community_id, document_sha256);
  alter table mingbai.fee_refund alter column receipt_id drop not null, add column paper_refund_id bigint,
    add constraint refund_says_where_to check (num_nonnulls(receipt_id, paper_refund_id) = 1), add constraint one_refund_a_paper unique (community_id, paper_refund_id),
    add foreign key (community_id, paper_refund_id, unit_id, amount, document) references mingbai.paper_refund (community_id, id, unit_id, amount, document_sha256);`;

const functions = `
  create function mingbai.keep_paper_refund() returns trigger language plpgsql as $$
  begin
    if tg_op = 'INSERT' then
      if new.state <> 'ASKED' then raise exception 'refund % by a paper begins by being asked for', new.id using errcode = '23514'; end if;
      return new;
    end if;
    if old.state <> 'ASKED' or to_jsonb(new) - array['${DECISION.join("', '")}'] is distinct from to_jsonb(old) - array['${DECISION.join("', '")}'] then
      raise exception 'refund % by a paper is decided once, and nothing else of it changes', old.id using errcode = 'MB001';
    end if;
    return new;
  end $$;
  create trigger keep_paper_refund before insert or update on mingbai.paper_refund for each row execute function mingbai.keep_paper_refund();
  create trigger append_only before delete or truncate on mingbai.paper_refund for each statement execute function mingbai.refuse_change();

  -- whether line l of the bank names an account that money can go back to: a channel's batch names the channel's
  create function mingbai.names_its_payer(community int, line bigint) returns boolean language plpgsql stable set search_path = mingbai, pg_temp as $$
  begin
    return exists (select from bank_line l where l.community_id = community and l.id = line and replace(l.counterparty_account, ' ', '') ~ '^[0-9A-Z]{8,34}$' and trim(l.counterparty_name) <> ''
      and not exists (select from channel_batch c where c.community_id = community and c.bank_line_id = l.id and c.undone_at is null));
  end $$;
  create function mingbai.refund_by_its_paper() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  begin
    if not exists (select from paper_refund p where p.community_id = new.community_id and p.id = new.paper_refund_id and p.state = 'CONFIRMED') then
      raise exception 'refund % goes to the account of paper %, which no second organisation has agreed to', new.id, new.paper_refund_id using errcode = '23514';
    end if;
    if (select sum(f.amount) from fee_refund f left join receipt r on r.community_id = new.community_id and r.id = f.receipt_id
          where f.community_id = new.community_id and f.unit_id = new.unit_id and f.cancelled_on is null and (f.receipt_id is null or not names_its_payer(new.community_id, r.bank_line_id)))
        > coalesce((select sum(o.amount) from opening_prepayment o where o.community_id = new.community_id and o.unit_id = new.unit_id), 0)
          + coalesce((select sum(r.amount - r.late_fees - coalesce((select sum(a.amount) from allocation a where a.community_id = new.community_id and a.receipt_id = r.id and a.amount > 0
                and not exists (select from allocation g where g.community_id = new.community_id and g.gives_back_id = a.id)), 0))
              from receipt r where r.community_id = new.community_id and r.unit_id = new.unit_id and r.voided_on is null and not names_its_payer(new.community_id, r.bank_line_id)), 0) then
      raise exception 'refund % by paper % takes money whose account the bank names', new.id, new.paper_refund_id using errcode = '23514';
    end if;
    return null;
  end $$;
  create trigger refund_by_its_paper after insert on mingbai.fee_refund for each row when (new.paper_refund_id is not null) execute function mingbai.refund_by_its_paper();`;
