import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A log of repairs was counted as often as somebody asked for it, by whatever hours the record named, and a list could bring a number so high that no request could be
 * written down after it. It is counted once into an assessment, by the hours of its contract; numbers of our own form come from us alone.
 */
export class LogsCountedOnce1795420806800 implements MigrationInterface {
  readonly name = 'LogsCountedOnce1795420806800';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(walls);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const walls = `
  create function mingbai.count_a_log() returns trigger language plpgsql as $$
  declare hours jsonb := coalesce(new.content->'log', new.content->'beside')->'hours';
  begin
    if new.content ? 'log' and exists (select from mingbai.assessment_record r
        where r.community_id = new.community_id and r.assessment_id = new.assessment_id and r.kind = 'MEASURE' and r.content ? 'log') then
      raise exception 'the repairs of assessment % were counted before', new.assessment_id using errcode = 'MB001';
    end if;
    if hours is distinct from (select coalesce(v.terms->'responseHours', '{"URGENT": 2, "NORMAL": 24}')
        from mingbai.assessment a join mingbai.contract_version v on v.community_id = a.community_id and v.id = a.contract_version_id
        where a.community_id = new.community_id and a.id = new.assessment_id) then
      raise exception 'the repairs of assessment % are not counted by the hours of its contract but by %', new.assessment_id, hours using errcode = '23514';
    end if;
    return new;
  end $$;
  create trigger counted_once before insert on mingbai.assessment_record for each row
    when (new.kind = 'MEASURE' and new.content ?| array['log', 'beside']) execute function mingbai.count_a_log();

  create function mingbai.number_is_ours() returns trigger language plpgsql as $$
  begin
    raise exception 'no list brings the number %', new.number using errcode = '23514';
  end $$;
  create trigger ours_alone before insert on mingbai.repair_request for each row
    when (new.source is not null and new.number ~ '^BX[0-9]{4}-') execute function mingbai.number_is_ours();`;
