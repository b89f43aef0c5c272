import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a court, an arbiter or the centre decides for the firm after a score was FINAL: the score stays, a part of what it deducted is given back. */
export class LaterDecisions1795420801020 implements MigrationInterface {
  readonly name = 'LaterDecisions1795420801020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(`
      create table mingbai.later_decision (
        community_id int not null, id bigint not null, performance_id bigint not null, assessment_id bigint not null, firm_id bigint not null,
        amount numeric(18,2) not null check (amount > 0), decided_on date not null, effective_on date not null check (effective_on >= decided_on),
        reason text not null check (length(reason) between 5 and 200), document text not null check (length(document) between 1 and 200),
        entry_seq bigint not null, recorded_by bigint not null, recorded_at timestamptz not null,
        primary key (community_id, id), foreign key (community_id, performance_id) references mingbai.performance,
        foreign key (community_id, entry_seq) references ledger.entry (community_id, seq));
      create index later_decision_performance on mingbai.later_decision (community_id, performance_id);
      create function mingbai.give_back_within_deducted() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
      begin
        if not exists (select from performance p where p.community_id = new.community_id and p.id = new.performance_id and p.assessment_id = new.assessment_id and p.firm_id = new.firm_id
            and p.effective_on <= new.effective_on
            and p.deducted >= (select sum(d.amount) from later_decision d where d.community_id = new.community_id and d.performance_id = new.performance_id)) then
          raise exception 'decision % gives back what score % did not deduct', new.id, new.performance_id using errcode = '23514';
        end if;
        return null;
      end $$;
      create trigger within_deducted after insert on mingbai.later_decision for each row execute function mingbai.give_back_within_deducted();
      create trigger append_only before update or delete or truncate on mingbai.later_decision for each statement execute function mingbai.refuse_change();`);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.later_decision', 'select, insert')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
