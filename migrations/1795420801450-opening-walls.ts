import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Opening balances are posted by the word of three parties: until now the commands alone asked for it. */
export class OpeningWalls1795420801450 implements MigrationInterface {
  readonly name = 'OpeningWalls1795420801450';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(walls);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const walls = `
  -- who signs has the part for it on that day, and what is posted or withdrawn takes no more signatures
  create function mingbai.guard_opening_signature() returns trigger language plpgsql as $$
  begin
    if exists (select from mingbai.opening_end e where e.community_id = new.community_id and e.opening_id = new.opening_id) then
      raise exception 'opening balances % take no more signatures', new.opening_id using errcode = 'MB001';
    end if;
    -- the day is that of its own moment: the clock of a demo is not the server's
    if not exists (select from mingbai.membership m where m.community_id = new.community_id and m.person_id = new.signed_by and m.organisation_id = new.signed_for
        and m.role = any (case new.party when 'OWNER_SIDE' then array['COMMITTEE', 'COMMUNITY'] else array[new.party] end)
        and daterange(m.from_on, m.to_on, '[]') @> (new.signed_at at time zone 'Asia/Shanghai')::date) then
      raise exception 'person % has no part of that day by which they sign opening balances % for %', new.signed_by, new.opening_id, new.party using errcode = 'MB001';
    end if;
    return new;
  end $$;
  create trigger guard before insert on mingbai.opening_signature for each row execute function mingbai.guard_opening_signature();

  -- the foreign key of a signature binds it to the list's own fingerprint; here they are counted
  create function mingbai.guard_opening_end() returns trigger language plpgsql as $$
  declare missing text;
  begin
    if new.kind = 'POSTED' then
      select string_agg(p.party, ', ') into missing from unnest(array['OWNER_SIDE', 'CENTRE', 'FIRM']) p(party) where not exists (
        select from mingbai.opening_signature s join mingbai.opening o on o.community_id = s.community_id and o.id = s.opening_id and o.sha256 = s.sha256
        where s.community_id = new.community_id and s.opening_id = new.opening_id and s.party = p.party);
      if missing is not null then
        raise exception 'opening balances % are not signed by %', new.opening_id, missing using errcode = 'MB001';
      end if;
    end if;
    return new;
  end $$;
  create trigger guard before insert on mingbai.opening_end for each row execute function mingbai.guard_opening_end();`;
