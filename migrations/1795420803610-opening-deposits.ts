import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Older books go on with money that is not the owners': deposits, and what was collected for others, open with documents of their own (P26), and go back to registered payees. */
export class OpeningDeposits1795420803610 implements MigrationInterface {
  readonly name = 'OpeningDeposits1795420803610';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(receipts);
    // the owner is bound by a forced policy, and a foreign key that cannot see its target is refused
    for (const table of ['other_receipt', 'opening']) await runner.query(`alter table mingbai.${table} no force row level security`);
    await runner.query(
      `alter table mingbai.other_receipt add constraint other_receipt_opening foreign key (community_id, opening_id) references mingbai.opening`,
    );
    for (const table of ['other_receipt', 'opening']) await runner.query(`alter table mingbai.${table} force row level security`);
    await runner.query(walls);
    await runner.query(payouts);
    await runner.query(`grant insert (opening_id) on mingbai.other_receipt to mingbai_app`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** Checks are: what is there was held by the narrower ones before. */
const receipts = `
  alter table mingbai.opening_line drop constraint opening_code,
    add constraint opening_code check (code in ('1001', '1101', '1103', '1104', '2001', '2002', '2501', '2502', '3001', '3002', '3003')),
    add constraint held_for_payees check (code not in ('2501', '2502') or fund = 'TRN' and holder_type = 'payee');

  -- opening_id: held when the books opened; no line of the bank brought it, its cash is that of the signed opening balance
  alter table mingbai.other_receipt alter bank_line_id drop not null, add column opening_id bigint,
    add constraint by_a_line_or_opened check ((bank_line_id is null) = (opening_id is not null)),
    add constraint opened_for_ever check (opening_id is null or kind in ('DEPOSIT', 'FOR_OTHERS') and voided_on is null),
    drop constraint receipt_of_its_kind, add constraint receipt_of_its_kind check (case kind
      when 'DEPOSIT' then fund = 'TRN' and payer_name is not null and firm_id is null and (payee_id is null) = (opening_id is null)
      when 'FOR_OTHERS' then fund = 'TRN' and payee_id is not null and payer_name is null and firm_id is null and lease_id is null
      when 'OTHER' then fund = 'COM' and payer_name is null and firm_id is null and lease_id is null and payee_id is null
      else fund = 'COM' and payer_name is null and firm_id is not null and lease_id is null and payee_id is null end);
  create unique index opened_once_for_a_payee on mingbai.other_receipt (community_id, opening_id, kind, payee_id) where opening_id is not null;`;

const walls = `
  drop trigger collected_for_no_party on mingbai.other_receipt;
  create trigger collected_for_no_party before insert on mingbai.other_receipt for each row when (new.kind = 'FOR_OTHERS' or new.opening_id is not null)
    execute function mingbai.collected_for_no_party();

  -- what opens is what the three parties signed, for that payee, while it is being posted
  create function mingbai.receipt_of_signed_opening() returns trigger language plpgsql as $$
  begin
    if not exists (select from mingbai.opening o join mingbai.opening_line l on l.community_id = o.community_id and l.opening_id = o.id
        where o.community_id = new.community_id and o.id = new.opening_id and o.opened_on = new.received_on and l.code = case new.kind when 'DEPOSIT' then '2501' else '2502' end
          and l.holder_id = new.payee_id and l.amount = new.amount)
        or (select count(*) from mingbai.opening_signature s where s.community_id = new.community_id and s.opening_id = new.opening_id) <> 3
        or exists (select from mingbai.opening_end e where e.community_id = new.community_id and e.opening_id = new.opening_id) then
      raise exception '% for payee % is not what three parties signed as opening balances %', new.amount, new.payee_id, new.opening_id using errcode = '23514';
    end if;
    return new;
  end $$;
  create trigger of_signed_opening before insert on mingbai.other_receipt for each row when (new.opening_id is not null) execute function mingbai.receipt_of_signed_opening();`;

const payouts = `
  -- money that goes back goes to where it came from, which no register knows; a deposit from before the books came by no line that is known, and goes to its payee
  alter table mingbai.disbursement drop constraint account_of_its_kind,
    add constraint account_of_its_kind check ((kind in ('REFUND', 'SUSPENSE_BACK')) = (payee_account_id is null) or kind = 'REFUND' and fund = 'TRN');
  create function mingbai.refund_to_its_payee() returns trigger language plpgsql as $$
  declare wanted bigint;
  begin
    select o.payee_id into wanted from mingbai.deposit_release r join mingbai.other_receipt o on o.community_id = r.community_id and o.id = r.deposit_id
      where r.community_id = new.community_id and r.id = new.claim_id and new.source_holder_type = 'payer';
    if new.payee_id is distinct from wanted then
      raise exception 'payout % goes to payee %, its money is held for %', new.number, coalesce(new.payee_id::text, 'none'), coalesce(wanted::text, 'none') using errcode = '23514';
    end if;
    return new;
  end $$;
  create trigger refund_to_its_payee before insert or update of payee_id, claim_id on mingbai.disbursement for each row when (new.kind = 'REFUND')
    execute function mingbai.refund_to_its_payee();`;
