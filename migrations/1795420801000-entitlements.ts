import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the firm earned each month and what the final score made of the withheld part, kept with every figure that it was computed from. */
export class Entitlements1795420801000 implements MigrationInterface {
  readonly name = 'Entitlements1795420801000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(tables);
    await runner.query(triggers);
    for (const table of ['entitlement_month', 'performance']) await runner.query(`select mingbai.protect_tenant_table('mingbai.${table}', 'select, insert')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const tables = `
  -- posting_no 2 and later: what a close after a reopening found to be different
  create table mingbai.entitlement_month (
    community_id int not null, id bigint not null, posting_no int not null default 1 check (posting_no > 0), period text not null check (period ~ '^[12][0-9]{3}-(0[1-9]|1[0-2])$'),
    quarter text not null, assessment_id bigint not null, contract_version_id bigint not null, firm_id bigint not null,
    basis text not null check (basis in ('COLLECTED', 'ACCRUED')), share_at_risk numeric(7,6) not null check (share_at_risk between 0 and 1),
    earned numeric(18,2) not null, withheld numeric(18,2) not null, base numeric(18,2) not null,
    due_from_firm numeric(18,2) not null check (due_from_firm between 0 and greatest(-base, 0)),
    entry_seq bigint, posted_by bigint, posted_at timestamptz not null,
    primary key (community_id, id), unique (community_id, period, posting_no), foreign key (community_id, assessment_id) references mingbai.assessment,
    foreign key (community_id, contract_version_id) references mingbai.contract_version, foreign key (community_id, entry_seq) references ledger.entry (community_id, seq),
    constraint the_quarter_of_the_month check (quarter = left(period, 4) || '-Q' || ((right(period, 2)::int + 2) / 3)::text),
    constraint earned_is_base_and_withheld check (earned = base + withheld),
    constraint what_moves_has_an_entry check ((entry_seq is null) = (base = 0 and withheld = 0)));

  create table mingbai.performance (
    community_id int not null, id bigint not null, assessment_id bigint not null, quarter text not null, contract_version_id bigint not null, firm_id bigint not null,
    score numeric(5,2) not null check (score between 0 and 100), ratio numeric(7,6) not null check (ratio between 0 and 1),
    band_lo numeric(5,2), band_hi numeric(5,2), lowered boolean not null,
    earned numeric(18,2) not null, base numeric(18,2) not null, withheld numeric(18,2) not null check (withheld >= 0),
    released numeric(18,2) not null, deducted numeric(18,2) not null check (deducted >= 0),
    effective_on date not null, entry_seq bigint, posted_by bigint not null, posted_at timestamptz not null,
    primary key (community_id, id), unique (community_id, assessment_id), unique (community_id, quarter),
    foreign key (community_id, assessment_id) references mingbai.assessment, foreign key (community_id, contract_version_id) references mingbai.contract_version,
    foreign key (community_id, entry_seq) references ledger.entry (community_id, seq),
    constraint released_by_the_ratio check (released = round(withheld * ratio, 2)),
    constraint no_fen_is_lost check (base + released + deducted = earned and released + deducted = withheld),
    constraint never_inside_the_quarter check (effective_on > ((left(quarter, 4) || '-' || (right(quarter, 1)::int * 3) || '-01')::date + interval '1 month - 1 day')::date),
    constraint what_moves_has_an_entry check ((entry_seq is null) = (withheld = 0)));`;

const triggers = `
  -- what a month withholds waits for the score of its own firm, under its own terms
  create function mingbai.month_is_its_assessments() returns trigger language plpgsql as $$
  begin
    if not exists (select from mingbai.assessment a join mingbai.contract c on c.community_id = a.community_id and c.id = a.contract_id
        where a.community_id = new.community_id and a.id = new.assessment_id and a.quarter = new.quarter
          and a.contract_version_id = new.contract_version_id and c.firm_id = new.firm_id) then
      raise exception 'the month % is not under the contract of assessment %', new.period, new.assessment_id using errcode = 'MB001';
    end if;
    return new;
  end $$;
  create trigger of_its_assessment before insert on mingbai.entitlement_month for each row execute function mingbai.month_is_its_assessments();

  -- performance money follows a FINAL score only, and that very score (I14)
  create function mingbai.performance_follows_final() returns trigger language plpgsql as $$
  begin
    if not exists (select from mingbai.assessment a join mingbai.contract c on c.community_id = a.community_id and c.id = a.contract_id
        where a.community_id = new.community_id and a.id = new.assessment_id and c.firm_id = new.firm_id and a.state = 'FINAL' and a.score = new.score and a.quarter = new.quarter and a.contract_version_id = new.contract_version_id) then
      raise exception 'assessment % is not FINAL with score % of firm %', new.assessment_id, new.score, new.firm_id using errcode = 'MB001';
    end if;
    return new;
  end $$;
  create trigger follows_final before insert on mingbai.performance for each row execute function mingbai.performance_follows_final();
  create trigger only_grows before update or delete or truncate on mingbai.entitlement_month for each statement execute function mingbai.refuse_change();
  create trigger only_grows before update or delete or truncate on mingbai.performance for each statement execute function mingbai.refuse_change();`;
