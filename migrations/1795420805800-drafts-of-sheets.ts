import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A sheet is written on a phone, item by item with its photos, before it is handed in; a draft is no evidence, so it is replaced and in the end removed. */
export class DraftsOfSheets1795420805800 implements MigrationInterface {
  readonly name = 'DraftsOfSheets1795420805800';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(`
      create table mingbai.assessment_draft (
        community_id int not null, assessment_id bigint not null, organisation_id bigint not null,
        items jsonb not null check (jsonb_typeof(items) = 'array' and jsonb_array_length(items) <= 200), saved_by bigint not null, saved_at timestamptz not null,
        primary key (community_id, assessment_id, organisation_id), foreign key (community_id, assessment_id) references mingbai.assessment);
      create function mingbai.draft_is_in_time() returns trigger language plpgsql as $$
      begin
        if not exists (select from mingbai.assessment a where a.community_id = new.community_id and a.id = new.assessment_id and a.state in ('OPEN', 'SELF_EVALUATED')) then
          raise exception 'assessment % takes no draft any more', new.assessment_id using errcode = 'MB001';
        end if;
        return new;
      end $$;
      create trigger in_time before insert or update on mingbai.assessment_draft for each row execute function mingbai.draft_is_in_time();
      -- files of an item: at most ten, each by its hash
      create function mingbai.items_name_few_files(p_content jsonb) returns boolean language sql immutable as $$
        select coalesce(bool_and(jsonb_array_length(coalesce(item->'evidence', '[]')) <= 10
          and not exists (select from jsonb_array_elements_text(coalesce(item->'evidence', '[]')) hash where hash !~ '^[0-9a-f]{64}$')), true)
        from jsonb_array_elements(coalesce(p_content->'items', '[]')) item $$;
      alter table mingbai.assessment_record add constraint items_name_few_files check (kind not in ('SELF_EVALUATION', 'INSPECTION') or mingbai.items_name_few_files(content));
      create function mingbai.item_files_are_stored() returns trigger language plpgsql as $$
      begin
        if exists (select from jsonb_array_elements(coalesce(new.content->'items', '[]')) item, jsonb_array_elements_text(coalesce(item->'evidence', '[]')) hash
            where not exists (select from mingbai.evidence e where e.community_id = new.community_id and e.sha256 = hash)) then
          raise exception 'a file of assessment % was never stored', new.assessment_id using errcode = '23514';
        end if;
        return new;
      end $$;
      create trigger files_are_stored before insert on mingbai.assessment_record for each row when (new.kind in ('SELF_EVALUATION', 'INSPECTION'))
        execute function mingbai.item_files_are_stored();`);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.assessment_draft', 'select, insert, update (items, saved_by, saved_at), delete')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
