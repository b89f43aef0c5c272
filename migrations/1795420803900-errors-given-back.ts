import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * P29: of an error of the bank no more is given back than it took. So far an error could be taken back while what the bank had given back of it stood, and that money
 * then covered another error, which the bank could no longer put right. Looked at when the transaction commits, of each error by itself; what was written before stays.
 */
export class ErrorsGivenBack1795420803900 implements MigrationInterface {
  readonly name = 'ErrorsGivenBack1795420803900';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(givenBack);
    await runner.query(`
      create constraint trigger given_back_within after insert on mingbai.bank_match deferrable initially deferred for each row
        when (new.target_type in ('BANK_ERROR', 'CORRECTION')) execute function mingbai.error_is_given_back_once()`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const givenBack = `
  create function mingbai.error_is_given_back_once() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  declare given numeric;
  begin
    select sum(amount) into given from bank_match where community_id = new.community_id and target_type in ('BANK_ERROR', 'CORRECTION') and target_id = new.target_id;
    if given > 0 then
      raise exception 'the error on bank line % would be closed by % too much: more of it is given back than the bank took', new.target_id, given using errcode = '23514';
    end if;
    return null;
  end $$`;
