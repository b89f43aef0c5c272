import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Money that others are owed comes in (P31: 1001/2502[payee]) and is passed on (P31b: 2502/2302), by a claim that no owner decides on and a payout that needs every approval. */
export class CollectedForOthers1795420803500 implements MigrationInterface {
  readonly name = 'CollectedForOthers1795420803500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(receipts);
    // the owner is bound by a forced policy, and a foreign key that cannot see its target is refused
    for (const table of ['other_receipt', 'payee']) await runner.query(`alter table mingbai.${table} no force row level security`);
    await runner.query(`alter table mingbai.other_receipt add constraint other_receipt_payee foreign key (community_id, payee_id) references mingbai.payee`);
    for (const table of ['other_receipt', 'payee']) await runner.query(`alter table mingbai.${table} force row level security`);
    await runner.query(payees);
    await runner.query(claims);
    await runner.query(payouts);
    await runner.query(`grant insert (payee_id) on mingbai.other_receipt to mingbai_app`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** Checks are: what is there was held by the narrower ones before. */
const receipts = `
  alter table mingbai.other_receipt add column payee_id bigint,
    drop constraint other_receipt_kind_check, add constraint other_receipt_kind_check check (kind in ('DEPOSIT', 'OTHER', 'FLOAT', 'FOR_OTHERS')),
    drop constraint receipt_of_its_kind, add constraint receipt_of_its_kind check (case kind when 'DEPOSIT' then fund = 'TRN' and payer_name is not null and firm_id is null and payee_id is null
      when 'FOR_OTHERS' then fund = 'TRN' and payee_id is not null and payer_name is null and firm_id is null and lease_id is null
      when 'OTHER' then fund = 'COM' and payer_name is null and firm_id is null and lease_id is null and payee_id is null
      else fund = 'COM' and payer_name is null and firm_id is not null and lease_id is null and payee_id is null end);
  create index other_receipt_payee on mingbai.other_receipt (community_id, payee_id);

  alter table mingbai.bank_match drop constraint bank_match_target_type_check,
    add constraint bank_match_target_type_check check (target_type in ('RECEIPT', 'LEASE_RECEIPT', 'DISBURSEMENT', 'SUSPENSE', 'INTEREST', 'CHARGE', 'BANK_ERROR', 'CORRECTION', 'WRONG_CREDIT',
      'TAKEN_BACK', 'SENT_BACK', 'BOUNCED_RECEIPT', 'RETURNED_PAYOUT', 'FIRM_DUE', 'CHANNEL_BATCH', 'OTHER_INCOME', 'DEPOSIT', 'FLOAT_BACK', 'FOR_OTHERS', 'OPENING', 'ACCOUNT_MOVE'));
  alter table mingbai.match_rule drop constraint match_rule_target_check,
    add constraint match_rule_target_check check (target in ('UNIT', 'LEASE', 'OTHER_INCOME', 'FOR_OTHERS', 'INTEREST', 'CHARGE', 'SUSPENSE')),
    drop constraint rule_reference, add constraint rule_reference check ((target in ('UNIT', 'LEASE', 'FOR_OTHERS')) = (reference is not null));`;

const payees = `
  -- what is collected for a party of the account would go past what rules its money: scores, resolutions, taxes. Claims need no such trigger: the account 2502 of a payee holds what receipts brought
  create function mingbai.collected_for_no_party() returns trigger language plpgsql as $$
  begin
    if not exists (select from mingbai.payee p where p.community_id = new.community_id and p.id = new.payee_id and p.kind in ('VENDOR', 'OTHER')) then
      raise exception 'nothing is collected for payee %', new.payee_id using errcode = '23514';
    end if;
    return new;
  end $$;
  create trigger collected_for_no_party before insert on mingbai.other_receipt for each row when (new.kind = 'FOR_OTHERS') execute function mingbai.collected_for_no_party();`;

const claims = `
  alter table mingbai.claim drop constraint claim_of_its_kind, add constraint claim_of_its_kind check (coalesce(case kind
      when 'COST' then fund = 'COM' and cost_code = '5101' and firm_id is null and use_rule_id is null
      when 'TAX' then fund in ('SVC', 'COM') and cost_code = '5201' and firm_id is null and lease_id is null and use_rule_id is null and resolution_id is null
      when 'SPENDING' then fund in ('COM', 'QLT') and cost_code in ('5401', '5402', '5901') and firm_id is null and lease_id is null and use_rule_id is null
      when 'MAINTENANCE' then fund = 'COM' and cost_code = '5501' and firm_id is null and lease_id is null and use_rule_id is not null and figures is not null
      when 'FLOAT' then fund = 'COM' and cost_code is null and firm_id is not null and lease_id is null and use_rule_id is null
      when 'FLOAT_USE' then fund = 'COM' and cost_code = '5101' and firm_id is not null and use_rule_id is null
      when 'PASS_ON' then fund = 'TRN' and cost_code = '2502' and firm_id is null and lease_id is null and use_rule_id is null and resolution_id is null end, false)),
    -- what was collected for others is no outflow of the owners' money
    drop constraint outflow_by_resolution, add constraint outflow_by_resolution check (kind in ('COST', 'TAX', 'FLOAT_USE', 'PASS_ON') or resolution_id is not null),
    drop constraint decided_by_others, add constraint decided_by_others check (state in ('ASKED', 'WITHDRAWN') or kind in ('TAX', 'PASS_ON') or (decided_by <> asked_by and decided_for <> asked_for));

  -- commands hold the lock of the book, so no other insert is under way; only what a law makes due, and what belongs to others, is born decided
  create or replace function mingbai.number_claim() returns trigger language plpgsql as $$
  begin
    if new.serial <> coalesce((select max(c.serial) from mingbai.claim c where c.community_id = new.community_id and c.year = new.year), 0) + 1 then
      raise exception 'claim % of % leaves a gap', new.serial, new.year using errcode = 'MB001';
    end if;
    if (new.state <> case when new.kind in ('TAX', 'PASS_ON') then 'APPROVED' else 'ASKED' end) then
      raise exception 'claim % of % is not born %', new.serial, new.year, new.state using errcode = 'MB001';
    end if;
    return new;
  end $$;`;

const payouts = `
  alter table mingbai.disbursement drop constraint disbursement_kind_check,
    add constraint disbursement_kind_check check (kind in ('BASE', 'PERFORMANCE', 'COST', 'TAX', 'SPENDING', 'MAINTENANCE', 'FLOAT', 'REFUND', 'SUSPENSE_BACK', 'PASS_ON')),
    drop constraint source_of_its_kind, add constraint source_of_its_kind check ((kind, fund, source_code) in (('BASE', 'SVC', '2101'), ('PERFORMANCE', 'SVC', '2101'), ('COST', 'COM', '2104'),
      ('TAX', 'SVC', '2201'), ('TAX', 'COM', '2201'), ('SPENDING', 'COM', '2104'), ('SPENDING', 'QLT', '2104'), ('MAINTENANCE', 'COM', '2401'), ('FLOAT', 'COM', '1201'),
      ('REFUND', 'SVC', '2302'), ('REFUND', 'COM', '2302'), ('REFUND', 'TRN', '2302'), ('SUSPENSE_BACK', 'TRN', '2302'), ('PASS_ON', 'TRN', '2302')));`;
