import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A text of other terms names the version that it changes: a half-signed old one would bring back what the owners have changed since. By a resolution they agree to one proposal.
 * Contracts that were recorded before there were proposals stay as they are, and are known as such.
 */
export class TermsNameWhatTheyChange1795420805610 implements MigrationInterface {
  readonly name = 'TermsNameWhatTheyChange1795420805610';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(walls);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const walls = `
  -- true for what stood before this wall; nothing new is
  alter table mingbai.contract_version add column before_proposals boolean not null default true;
  alter table mingbai.contract_version alter column before_proposals set default false;

  create function mingbai.text_names_what_it_changes() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  declare changed bigint; t jsonb; newest int; used text;
  begin
    select contract_id into changed from contract_proposal p where p.community_id = new.community_id and p.id = new.proposal_id;
    select max(v.version_no) into newest from contract_version v where v.community_id = new.community_id and v.contract_id = changed;
    if tg_table_name = 'contract_proposal_text' then t := new.text::jsonb;
    else select text::jsonb into t from contract_proposal_text x where x.community_id = new.community_id and x.proposal_id = new.proposal_id and x.revision = new.revision;
    end if;
    if (t #>> '{base,versionNo}')::int is distinct from newest or (t #>> '{base,sha256}' is null) <> (newest is null) then
      raise exception 'proposal % changes version % of the terms, and % stands', new.proposal_id, t #>> '{base,versionNo}', newest using errcode = '23514';
    end if;
    if tg_table_name = 'contract_signature' then
      select p.number into used from contract_signature s join contract_proposal p on p.community_id = s.community_id and p.id = s.proposal_id
        where s.community_id = new.community_id and s.resolution_id = new.resolution_id and s.proposal_id <> new.proposal_id
          and not exists (select from contract_withdrawal w where w.community_id = s.community_id and w.proposal_id = s.proposal_id) limit 1;
      if used is not null then raise exception 'by that resolution the owners agreed to proposal %', used using errcode = '23514'; end if;
    end if;
    return new;
  end $$;
  create trigger names_what_it_changes before insert on mingbai.contract_proposal_text for each row execute function mingbai.text_names_what_it_changes();
  create trigger names_what_it_changes before insert on mingbai.contract_signature for each row execute function mingbai.text_names_what_it_changes();

  create function mingbai.version_follows_its_base() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  begin
    if new.before_proposals then raise exception 'version % of contract % is not from before there were proposals', new.version_no, new.contract_id using errcode = 'MB001'; end if;
    if new.version_no > 1 and not exists (select from contract_proposal_text x where x.community_id = new.community_id and x.proposal_id = new.proposal_id
        and x.revision = new.proposal_revision and (x.text::jsonb #>> '{base,versionNo}')::int = new.version_no - 1) then
      raise exception 'version % of contract % follows another one than it changes', new.version_no, new.contract_id using errcode = 'MB001';
    end if;
    return new;
  end $$;
  -- after signed_by_both, by its name
  create trigger stands_on_its_base after insert on mingbai.contract_version for each row execute function mingbai.version_follows_its_base();`;
