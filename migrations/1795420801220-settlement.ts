import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the settlement of bank lines keeps itself: what a fact of the bank moved in each fund, money that is to be sent back, and the bookkeeper's rules. */
export class Settlement1795420801220 implements MigrationInterface {
  readonly name = 'Settlement1795420801220';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(tables);
    await runner.query(triggers);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.bank_fact', 'select, insert')`);
    await runner.query(
      `select mingbai.protect_tenant_table('mingbai.suspense_return', 'select, insert, update (state, decided_at, decided_by, decision_reason, entry_seq)')`,
    );
    await runner.query(`select mingbai.protect_tenant_table('mingbai.match_rule', 'select, insert, update (switched_off_at, switched_off_by)')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** Foreign keys stand inside: one that is added later would read the tables it names, which row security hides even from the owner. */
const tables = `
  -- cash that a line which is nobody's document moved in one fund, signed; ADVANCE and REPAYMENT move between funds. undoes: the row that this one takes back
  create table mingbai.bank_fact (
    community_id int not null, id bigint not null, line_id bigint not null,
    kind text not null check (kind in ('INTEREST', 'CHARGE', 'BANK_ERROR', 'CORRECTION', 'WRONG_CREDIT', 'TAKEN_BACK', 'ADVANCE', 'REPAYMENT')),
    fund text not null check (fund in ('SVC', 'COM', 'QLT', 'TRN')), amount numeric(18,2) not null check (amount <> 0 and abs(amount) < 1e13),
    effective_on date not null, entry_seq bigint not null, undoes bigint,
    primary key (community_id, id),
    foreign key (community_id, line_id) references mingbai.bank_line, foreign key (community_id, entry_seq) references ledger.entry (community_id, seq),
    constraint fact_fund check (case kind when 'INTEREST' then fund <> 'TRN' when 'WRONG_CREDIT' then fund = 'TRN' when 'TAKEN_BACK' then fund = 'TRN'
      when 'ADVANCE' then fund in ('SVC', 'COM') when 'REPAYMENT' then fund in ('SVC', 'COM') else fund = 'COM' end),
    constraint fact_direction check ((amount < 0) = ((undoes is not null) <> (kind in ('CHARGE', 'BANK_ERROR', 'TAKEN_BACK') or (kind = 'ADVANCE' and fund = 'SVC') or (kind = 'REPAYMENT' and fund = 'COM')))));
  create index bank_fact_line on mingbai.bank_fact (community_id, line_id);
  create index bank_fact_entry on mingbai.bank_fact (community_id, entry_seq);
  create index bank_fact_effective_on on mingbai.bank_fact (community_id, effective_on);
  create unique index fact_undone_once on mingbai.bank_fact (community_id, undoes) where undoes is not null;

  -- money in suspense that nobody can place and that goes back to whom it came from: asked by one person, confirmed by another (P21, first half)
  create table mingbai.suspense_return (
    community_id int not null, id bigint not null, line_id bigint not null, amount numeric(18,2) not null check (amount > 0 and amount < 1e13),
    reason text not null check (length(reason) between 1 and 200), asked_at timestamptz not null, asked_by bigint not null,
    state text not null check (state in ('ASKED', 'CONFIRMED', 'REFUSED', 'UNDONE')),
    decided_at timestamptz, decided_by bigint, decision_reason text check (length(decision_reason) between 1 and 200), entry_seq bigint,
    primary key (community_id, id), foreign key (community_id, line_id) references mingbai.bank_line, foreign key (community_id, entry_seq) references ledger.entry (community_id, seq),
    constraint return_by_two_people check (decided_by <> asked_by),
    constraint return_is_decided check ((state = 'ASKED') = (decided_at is null) and (state = 'ASKED') = (decided_by is null)),
    constraint return_has_its_entry check ((state in ('CONFIRMED', 'UNDONE')) = (entry_seq is not null)),
    constraint refusal_says_why check (state <> 'REFUSED' or decision_reason is not null));
  create unique index one_return_asked_a_line on mingbai.suspense_return (community_id, line_id) where state = 'ASKED';
  create index suspense_return_line on mingbai.suspense_return (community_id, line_id);

  -- if counterparty and remark contain this, and the amount is that, the line goes there; never deleted, only switched off
  create table mingbai.match_rule (
    community_id int not null, id bigint not null, no int not null check (no > 0), direction text not null check (direction in ('IN', 'OUT')),
    counterparty text not null check (length(counterparty) <= 100), remark text not null check (length(remark) <= 100), amount numeric(18,2) check (amount > 0 and amount < 1e13),
    target text not null check (target in ('UNIT', 'LEASE', 'INTEREST', 'CHARGE', 'SUSPENSE')), reference text check (length(reference) between 1 and 40),
    made_at timestamptz not null, made_by bigint not null, switched_off_at timestamptz, switched_off_by bigint,
    primary key (community_id, id), unique (community_id, no),
    constraint rule_says_something check (counterparty <> '' or remark <> ''),
    constraint rule_direction check ((target = 'CHARGE') = (direction = 'OUT')),
    constraint rule_reference check ((target in ('UNIT', 'LEASE')) = (reference is not null)),
    constraint rule_switched_off check ((switched_off_at is null) = (switched_off_by is null)));`;

const triggers = `
  create function mingbai.fact_undone_as_it_is() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  begin
    if not exists (select from bank_fact f where f.community_id = new.community_id and f.id = new.undoes and f.undoes is null
        and (f.line_id, f.kind, f.fund, f.amount) = (new.line_id, new.kind, new.fund, -new.amount)) then
      raise exception 'fact % does not take fact % back as it is', new.id, new.undoes using errcode = '23514';
    end if;
    return new;
  end $$;
  create trigger opposite before insert on mingbai.bank_fact for each row when (new.undoes is not null) execute function mingbai.fact_undone_as_it_is();
  create trigger append_only before update or delete or truncate on mingbai.bank_fact for each statement execute function mingbai.refuse_change();

  create function mingbai.return_moves_forward() returns trigger language plpgsql as $$
  begin
    if (old.state, new.state) not in (('ASKED', 'CONFIRMED'), ('ASKED', 'REFUSED'), ('CONFIRMED', 'UNDONE'))
        or (new.state = 'UNDONE' and (new.decided_at, new.decided_by, new.entry_seq) is distinct from (old.decided_at, old.decided_by, old.entry_seq)) then
      raise exception 'return % cannot go from % to %', old.id, old.state, new.state using errcode = '23514';
    end if;
    return new;
  end $$;
  create trigger moves before update on mingbai.suspense_return for each row execute function mingbai.return_moves_forward();
  create trigger facts before update of line_id, amount, reason, asked_at, asked_by on mingbai.suspense_return for each statement execute function mingbai.refuse_change();
  create trigger evidence before delete or truncate on mingbai.suspense_return for each statement execute function mingbai.refuse_change();

  create function mingbai.rule_is_switched_off_once() returns trigger language plpgsql as $$
  begin
    if old.switched_off_at is not null or new.switched_off_at is null then raise exception 'rule % is switched off once', old.no using errcode = '23514'; end if;
    return new;
  end $$;
  create trigger switched_off before update on mingbai.match_rule for each row execute function mingbai.rule_is_switched_off_once();
  create trigger facts before update of no, direction, counterparty, remark, amount, target, reference, made_at, made_by on mingbai.match_rule for each statement execute function mingbai.refuse_change();
  create trigger evidence before delete or truncate on mingbai.match_rule for each statement execute function mingbai.refuse_change();`;
