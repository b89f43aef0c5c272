import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A paper that was a resolution already could be the sheet of a vote and gave a second limit. It is one resolution, however that came about. */
export class SheetsDecideOnce1795420807210 implements MigrationInterface {
  readonly name = 'SheetsDecideOnce1795420807210';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(wall);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** As before; of votes too. */
const wall = `
  create or replace function mingbai.record_resolution() returns trigger language plpgsql as $$
  declare other text;
  begin
    if new.before_confirmations then raise exception 'resolution % of % is not from before there were confirmations', new.serial, new.year using errcode = 'MB001'; end if;
    if new.kind = 'BUDGET' and (new.limit_amount is null or extract(year from new.effective_from) is distinct from extract(year from new.effective_to)) then
      raise exception 'a resolution on a budget names one year and its limit' using errcode = 'MB001';
    end if;
    select r.number into other from mingbai.resolution r where r.community_id = new.community_id and r.document_sha256 = new.document_sha256 and mingbai.allow_the_same(r.kind, new.kind)
      and mingbai.resolution_state(r.community_id, r.id) <> 'REFUSED' limit 1;
    if found then raise exception 'that paper is resolution % already', other using errcode = 'MB001'; end if;
    select r.number into other from mingbai.resolution r where r.community_id = new.community_id and r.replaces_id = new.replaces_id
      and mingbai.resolution_state(r.community_id, r.id) <> 'REFUSED' limit 1;
    if found then raise exception 'resolution % takes that place already', other using errcode = 'MB001'; end if;
    return new;
  end $$;`;
