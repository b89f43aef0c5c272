import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An invoice is that of whoever wrote it, however its number is typed and under whichever contract or register they are paid. And a quarter is assessed once it has begun: one that
 * was opened far ahead would keep new terms away from the quarters until then.
 */
export class AnInvoicePaysOnce1795420805640 implements MigrationInterface {
  readonly name = 'AnInvoicePaysOnce1795420805640';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(functions);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const functions = `
  -- "2433-0001" and "２４３３0001" are one number
  create function mingbai.plain_invoice(number text) returns text language sql immutable as $$ select upper(regexp_replace(normalize(number, NFKC), '[[:space:]-]', '', 'g')) $$;

  -- one party under two entries of the register: the firm of two contracts, the same name, an account that both have had
  create function mingbai.is_one_payee(community int, one bigint, other bigint) returns boolean language plpgsql stable cost 1000 set search_path = mingbai, pg_temp as $$
  begin
    return one = other or exists (
      select from payee a join payee b on b.community_id = community and b.id = other
      left join contract ca on ca.community_id = community and ca.id = a.contract_id left join contract cb on cb.community_id = community and cb.id = b.contract_id
      where a.community_id = community and a.id = one and (ca.firm_id = cb.firm_id
        or regexp_replace(normalize(a.name, NFKC), '[[:space:]]', '', 'g') = regexp_replace(normalize(b.name, NFKC), '[[:space:]]', '', 'g')
        or exists (select from payee_account x join payee_account y on y.community_id = community and y.payee_id = other and y.account_no = x.account_no
          where x.community_id = community and x.payee_id = one)));
  end $$;

  create function mingbai.quarter_has_begun() returns trigger language plpgsql as $$
  begin
    if (new.opened_at at time zone 'Asia/Shanghai')::date < make_date(left(new.quarter, 4)::int, right(new.quarter, 1)::int * 3 - 2, 1) then
      raise exception 'the quarter % has not begun', new.quarter using errcode = '23514';
    end if;
    return new;
  end $$;
  create trigger opens_when_it_has_begun after insert on mingbai.assessment for each row execute function mingbai.quarter_has_begun();`;
