import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One paper that was recorded as SPENDING, COM_USE and OTHER gave its limit three times: of kinds by which the same money goes out it is one resolution. */
export class OnePaperOneLimit1795420806620 implements MigrationInterface {
  readonly name = 'OnePaperOneLimit1795420806620';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(walls);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** A test holds the kinds against those of the code (`allowTheSame`). */
const walls = `
  create function mingbai.allow_the_same(one text, other text) returns boolean language sql immutable set search_path = pg_catalog, pg_temp as $$
    select one = other or array[one, other] <@ array['SPENDING', 'COM_USE', 'OTHER'] or array[one, other] <@ array['MAINTENANCE', 'COM_USE'] or array[one, other] <@ array['BUDGET', 'SPENDING'] $$;

  create or replace function mingbai.record_resolution() returns trigger language plpgsql as $$
  declare other text;
  begin
    if new.before_confirmations then raise exception 'resolution % of % is not from before there were confirmations', new.serial, new.year using errcode = 'MB001'; end if;
    if new.kind = 'BUDGET' and (new.limit_amount is null or extract(year from new.effective_from) is distinct from extract(year from new.effective_to)) then
      raise exception 'a resolution on a budget names one year and its limit' using errcode = 'MB001';
    end if;
    select r.number into other from mingbai.resolution r where r.community_id = new.community_id and r.document_sha256 = new.document_sha256 and mingbai.allow_the_same(r.kind, new.kind)
      and new.vote_id is null and mingbai.resolution_state(r.community_id, r.id) <> 'REFUSED' limit 1;
    if found then raise exception 'that paper is resolution % already', other using errcode = 'MB001'; end if;
    select r.number into other from mingbai.resolution r where r.community_id = new.community_id and r.replaces_id = new.replaces_id
      and mingbai.resolution_state(r.community_id, r.id) <> 'REFUSED' limit 1;
    if found then raise exception 'resolution % takes that place already', other using errcode = 'MB001'; end if;
    return new;
  end $$;`;
