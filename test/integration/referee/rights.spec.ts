import { sharedTables } from '../../../src/platform/database/index.js';
import { sharedLedgerTables } from '../platform/catalog-rules.js';
import { Stage } from './gate.js';

/** What the application may do to a table besides reading it. Columns are those that commands write, and no other. */
const allowed: Readonly<Record<string, string>> = {
  'mingbai.access_log': 'insert',
  'mingbai.appointment_objection': 'insert',
  'mingbai.account_change': 'insert; update account_id, answer_reason, answered_at, answered_by, answered_for, state',
  'mingbai.allocation': 'insert',
  'mingbai.approval': 'insert',
  'mingbai.approval_challenge': 'insert',
  'mingbai.approval_withdrawal': 'insert',
  'mingbai.assessment': 'insert; update adjustment, appeal_until, final_on, inspection_alone, score, score_unrounded, scored_on, severe_safety_event, state',
  'mingbai.assessment_component': 'insert',
  'mingbai.assessment_draft': 'insert; update items, saved_at, saved_by; delete',
  'mingbai.assessment_record': 'insert',
  'mingbai.asset': 'insert',
  'mingbai.attendance': 'insert',
  'mingbai.bank_account': 'insert; update closed_on',
  'mingbai.bank_account_end':
    'insert; update answer_reason, answered_at, answered_by, answered_for, state, withdrawal_reason, withdrawn_at, withdrawn_by, withdrawn_for',
  'mingbai.bank_balance': 'insert',
  'mingbai.bank_balance_withdrawal': 'insert',
  'mingbai.bank_fact': 'insert',
  'mingbai.bank_file': 'insert',
  'mingbai.bank_line': 'insert; update reason, state, suspense_open',
  'mingbai.bank_match': 'insert',
  'mingbai.bill':
    'insert amount, bill_run_id, billed_days, booked_on, community_id, cycle_days, discount_days, discount_id, discount_percent, discount_yuan, due_on, entry_seq, fee_item_id, id, item, meter_reading_id, months, opened_on, period, quantity, rate, rate_source_id, unit_id, unit_kind; update void_reason, void_seq, voided_on',
  'mingbai.bill_run': 'insert; update undo_reason, undone_at, undone_by',
  'mingbai.budget': 'insert',
  'mingbai.budget_line': 'insert',
  'mingbai.building': 'insert',
  'mingbai.channel_file': 'insert',
  'mingbai.channel_line': 'insert; update bank_line_id, state',
  'mingbai.channel_batch': 'insert; update undo_seq, undone_at',
  'mingbai.channel_payment': 'insert; update allocated, batch_id, given_back_on, receipt_id, undone_at',
  'mingbai.claim':
    'insert; update decided_at, decided_by, decided_for, decided_on, entry_seq, reason, state, taken_back_at, taken_back_by, taken_back_for, taken_back_on, taken_back_reason, taken_back_seq',
  'mingbai.claim_evidence': 'insert',
  'mingbai.community': 'insert',
  'mingbai.confirmation': 'insert',
  'mingbai.contract': 'insert',
  'mingbai.contract_notice': 'insert',
  'mingbai.contract_proposal': 'insert',
  'mingbai.contract_proposal_text': 'insert',
  'mingbai.contract_signature': 'insert',
  'mingbai.contract_step': 'insert',
  'mingbai.contract_version': 'insert',
  'mingbai.contract_withdrawal': 'insert',
  'mingbai.credential': 'insert; update changed_at, hash',
  'mingbai.deposit_release': 'insert',
  'mingbai.disbursement':
    'insert; update amount, contract_number, contract_version_id, contract_version_no, documents, holds, instructions, invoice_no, payee_account_id, payee_account_name, payee_account_no, payee_bank_name, payee_id, payee_version, payload_sha256, releases, required_count, required_slots, resolution_no, returns, revision, state, submitted_at, submitted_by, submitted_for, version',
  'mingbai.disbursement_paper': 'insert',
  'mingbai.disbursement_payload': 'insert',
  'mingbai.disbursement_return': 'insert',
  'mingbai.disbursement_settlement': 'insert',
  'mingbai.disbursement_step': 'insert',
  'mingbai.entitlement_month': 'insert',
  'mingbai.evidence': 'insert',
  'mingbai.evidence_copy': 'insert',
  'mingbai.fee_discount': 'insert; update end_id, ended_on',
  'mingbai.fee_discount_decision': 'insert',
  'mingbai.fee_discount_end': 'insert',
  'mingbai.fee_discount_end_decision': 'insert',
  'mingbai.fee_item': 'insert; update to_period',
  'mingbai.fee_meter': 'insert',
  'mingbai.fee_rate': 'insert',
  'mingbai.fee_refund': 'insert; update cancel_reason, cancel_seq, cancelled_by, cancelled_on',
  'mingbai.firm_clearing': 'insert; update undone_seq',
  'mingbai.firm_clearing_share': 'insert',
  'mingbai.firm_dispute': 'insert; update answer_reason, answered_at, answered_by, answered_for, answered_party, effective_on, entry_seq, state',
  'mingbai.firm_due': 'insert; update undone_seq',
  'mingbai.firm_penalty_undo':
    'insert; update answer_reason, answered_at, answered_by, answered_for, answered_party, credit_seq, effective_on, given_up, made_good, state, undo_seq',
  'mingbai.firm_write_off_undo': 'insert',
  'mingbai.later_decision': 'insert',
  'mingbai.gate_result': 'insert',
  'mingbai.idempotency': 'insert; update outcome',
  'mingbai.income_accrual': 'insert',
  'mingbai.key_admission': 'insert',
  'mingbai.key_confirmation': 'insert',
  'mingbai.key_refusal': 'insert',
  'mingbai.late_fee': 'insert amount, bill_id, billed_on, capped, community_id, days, entry_seq, from_on, id, late_fee_run_id, principal, rate, to_on, unit_id',
  'mingbai.late_fee_allocation': 'insert',
  'mingbai.late_fee_run': 'insert',
  'mingbai.lease': 'insert',
  'mingbai.lease_adjustment': 'insert',
  'mingbai.lease_allocation': 'insert',
  'mingbai.lease_charge':
    'insert accrual_id, accrual_seq, amount, community_id, due_on, id, lease_id, opened_on, period, postings; update accrual_seq, postings',
  'mingbai.lease_end': 'insert',
  'mingbai.lease_receipt': 'insert',
  'mingbai.long_work': 'insert; update done, ended_at, result, seen_at, state, total',
  'mingbai.long_work_turn': 'insert; update seen_at, work_id',
  'mingbai.match_rule': 'insert; update switched_off_at, switched_off_by',
  'mingbai.lease_refund': 'insert',
  'mingbai.mapping_profile': 'insert',
  'mingbai.invitation': 'insert; update decided_as, decided_at, decided_by, decided_for, is_confirmed, used_at, used_by, withdrawn_at, withdrawn_by',
  'mingbai.membership': 'insert; update ended_at, ended_by, to_on',
  'mingbai.meter_reading': 'insert',
  'mingbai.opening': 'insert',
  'mingbai.opening_advance': 'insert',
  'mingbai.opening_end': 'insert',
  'mingbai.opening_line': 'insert',
  'mingbai.opening_payable': 'insert',
  'mingbai.opening_prepayment': 'insert',
  'mingbai.opening_signature': 'insert',
  'mingbai.organisation': 'insert',
  'mingbai.other_receipt':
    'insert amount, bank_line_id, community_id, entry_seq, firm_id, fund, id, kind, lease_id, opening_id, payee_id, payer_name, received_on, recorded_at, words; update void_reason, void_seq, voided_on',
  'mingbai.part_end_request': 'insert',
  'mingbai.passkey_challenge': 'insert; delete',
  'mingbai.payee': 'insert',
  'mingbai.payee_account': 'insert',
  'mingbai.payment_format_choice': 'insert',
  'mingbai.paper_refund': 'insert; update decided_at, decided_by, decided_for, decision_reason, state',
  'mingbai.payment_line': 'insert',
  'mingbai.payment_list': 'insert',
  'mingbai.payment_status': 'insert',
  'mingbai.payment_status_file': 'insert',
  'mingbai.performance': 'insert',
  'mingbai.person': 'insert; update disabled_at, name',
  'mingbai.person_key': 'insert; update counter, last_used_at, revoked_at',
  'mingbai.recovery_code': 'insert; update used_at; delete',
  'mingbai.receipt': 'insert; update void_kind, void_late_fee_seq, void_line_id, void_prepaid, void_reason, void_seq, voided_on',
  'mingbai.reconciliation': 'insert',
  'mingbai.reconciliation_end': 'insert',
  'mingbai.reconciliation_signature': 'insert',
  'mingbai.repair_request': 'insert; update responded_at, response_by, response_for, response_recorded_at',
  'mingbai.resolution': 'insert',
  'mingbai.reminder': 'insert',
  'mingbai.security_event': 'insert',
  'mingbai.session': 'insert; update last_used_at, proved_at, revoked_at; delete',
  'mingbai.sign_in_attempt': 'insert; update blocked_until, failures, last_at; delete',
  'mingbai.sign_in_step': 'insert; delete',
  'mingbai.totp': 'insert; update confirmed_at, last_step, sealed; delete',
  'mingbai.statement': 'insert; update published_at, published_by, state; delete',
  'mingbai.statement_page': 'insert',
  'mingbai.substitution': 'insert',
  'mingbai.survey': 'insert',
  'mingbai.survey_letter': 'insert; update code_sha256, issued_at, issued_by, issued_for, used',
  'mingbai.survey_paper': 'insert; update decided_at, decided_by, decided_for, state',
  'mingbai.survey_tally': 'insert; update online, paper',
  'mingbai.suspense_return': 'insert; update decided_at, decided_by, decided_for, decision_reason, entry_seq, state',
  'mingbai.unit': 'insert',
  'mingbai.unit_code': 'insert; update revoked_at, revoked_by, revoked_for',
  'mingbai.unit_member': 'insert',
  'mingbai.unit_correction': 'insert',
  'mingbai.unit_correction_decision': 'insert',
  'mingbai.unit_correction_request': 'insert',
  'mingbai.unit_owner': 'insert; update to_on',
  'mingbai.unit_term': 'insert',
  'mingbai.use_rule': 'insert',
  'mingbai.vote': 'insert; update state',
  'mingbai.vote_ballot': 'insert',
  'mingbai.vote_count': 'insert',
  'mingbai.vote_end': 'insert',
  'mingbai.vote_unit': 'insert',
  'mingbai.waiver': 'insert',
  'mingbai.waiver_decision': 'insert',
  'mingbai.waiver_undo': 'insert',
};

/** Tables of which a row may change by steps: a row trigger says how, with tests beside the module. */
const changing = [
  'account_change',
  'assessment',
  'bank_account',
  'bank_account_end',
  'bank_line',
  'bill',
  'bill_run',
  'channel_batch',
  'channel_line',
  'channel_payment',
  'claim',
  'disbursement',
  'fee_discount',
  'fee_item',
  'fee_refund',
  'firm_clearing',
  'firm_dispute',
  'firm_due',
  'firm_penalty_undo',
  'late_fee',
  'lease_charge',
  'long_work',
  'match_rule',
  'other_receipt',
  'paper_refund',
  'receipt',
  'repair_request',
  'statement',
  'survey_letter',
  'survey_paper',
  'survey_tally',
  'suspense_return',
  'unit_code',
  'unit_owner',
  'vote',
].map((name) => `mingbai.${name}`);
/** What is no evidence: it only helps a command to be done once, or is written over until a sheet is handed in. */
const passing = ['mingbai.assessment_draft', 'mingbai.bank_line_check', 'mingbai.idempotency', 'mingbai.long_work_turn'];

describe('who may write what', () => {
  let stage: Stage;
  let tables: string[];

  beforeAll(async () => {
    stage = await Stage.set();
    tables = await stage.database.as('postgres', async (client) => {
      const { rows } = await client.query<{ name: string }>(
        `select format('%s.%s', schemaname, tablename) as name from pg_tables where schemaname in ('ledger', 'mingbai') order by 1`,
      );
      return rows.map(({ name }) => name);
    });
  });
  afterAll(() => stage.close());

  const shared = [...sharedTables.map((name) => `mingbai.${name}`), ...sharedLedgerTables.map((name) => `ledger.${name}`)];
  const refusal = async (role: 'mingbai_app' | 'mingbai_owner', sql: string) => (await stage.attempt(role, sql)).refusal?.sqlState ?? 'not refused';

  it('the application writes what its commands write and nothing else', async () => {
    const { rows } = await stage.database.as('postgres', (client) =>
      client.query<{ name: string; rights: string }>(`
        select r.name, string_agg(r.rights, '; ' order by r.place) as rights from (
          select format('%s.%s', n.nspname, c.relname) as name, u.place, concat_ws(' ', u.what, case when not has_table_privilege('mingbai_app', c.oid, u.what) then (
              select nullif(string_agg(a.attname, ', ' order by a.attname), '') from pg_attribute a
              where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and has_column_privilege('mingbai_app', c.oid, a.attnum, case u.what when 'delete' then 'select' else u.what end)) end) as rights
          from pg_class c join pg_namespace n on n.oid = c.relnamespace, (values (1, 'insert'), (2, 'update'), (3, 'delete')) u(place, what)
          where n.nspname in ('ledger', 'mingbai') and c.relkind in ('r', 'p')
            and (has_table_privilege('mingbai_app', c.oid, u.what) or u.what <> 'delete' and has_any_column_privilege('mingbai_app', c.oid, u.what))) r
        group by r.name`),
    );
    expect(Object.fromEntries(rows.map(({ name, rights }) => [name, rights]))).toEqual(allowed);
  });

  it('the owner removes no row that is evidence, and empties no table of it', async () => {
    const evidence = tables.filter((name) => !shared.includes(name) && !passing.includes(name));
    expect(evidence.length).toBeGreaterThan(40);
    const removed: string[] = [];
    for (const table of [...evidence, 'mingbai.membership'])
      for (const sql of [`delete from ${table}`, `truncate ${table} cascade`])
        if (!['MB001', 'MB002'].includes(await refusal('mingbai_owner', sql))) removed.push(sql);
    expect(removed).toEqual(['delete from mingbai.statement']); // of what is READY: its row trigger keeps what was published
  });

  it('the owner changes no row that is evidence, but along the steps of its life', async () => {
    const evidence = tables.filter((name) => !shared.includes(name) && !passing.includes(name));
    const changed: string[] = [];
    for (const table of evidence)
      if (!['MB001', 'MB002'].includes(await refusal('mingbai_owner', `update ${table} set community_id = community_id`))) changed.push(table);
    expect(changed).toEqual(changing);
  });

  it('nobody becomes another role, and nothing is created in the schemas of the product or before them', async () => {
    for (const sql of ['set role mingbai_owner', 'set role mingbai_poster', 'set role postgres', 'set session authorization mingbai_owner'])
      expect(await refusal('mingbai_app', sql)).toBe('42501');
    for (const schema of ['ledger', 'mingbai', 'mingbai_admin', 'public'])
      expect(await refusal('mingbai_app', `create table ${schema}.bad (id int)`)).toBe('42501');
    for (const sql of [
      'alter table ledger.entry disable trigger all',
      'drop trigger append_only on ledger.entry',
      `alter table ledger.entry disable row level security`,
      'drop policy tenant on ledger.entry',
      'set session_replication_role = replica',
      'create function mingbai.bad() returns int language sql as $$ select 1 $$',
      'create schema bad',
      `copy (select 1) to program 'true'`,
      `select pg_read_file('postgresql.conf')`,
    ])
      expect([sql, await refusal('mingbai_app', sql)]).toEqual([sql, '42501']);
    const gift = ['grant insert on ledger.period_balance to mingbai_app', `insert into ledger.period_balance (community_id) values (1)`];
    expect((await stage.attempt('mingbai_app', gift)).refusal?.sqlState).toBe('42501'); // such a grant only warns
  });

  it('names that a session puts in front deceive no function of the poster', async () => {
    const decoys = [
      'create temporary table book (community_id int, last_seq bigint, closed_through date, next_account_id int, opened_on date, next_id bigint)',
      'create temporary table entry (community_id int, seq bigint)',
      `create function pg_temp.refuse(text, jsonb) returns void language sql as 'select'`,
      `create function pg_temp.assert_tenant(int) returns void language sql as 'select'`,
      'set local search_path = pg_temp, ledger, mingbai',
    ];
    const { rows } = await stage.database.as('postgres', (client) =>
      client.query<{ may: boolean }>(`select has_database_privilege('mingbai_app', current_database(), 'temporary') as may`),
    );
    expect(rows).toEqual([{ may: false }]); // so none of them can be made at all
    for (const decoy of decoys.slice(0, 4)) expect(await refusal('mingbai_app', decoy)).toBe('42501');
    expect((await stage.attempt('mingbai_app', [String(decoys[4]), 'select * from ledger.lock(2)'])).refusal?.sqlState).toBe('MB403');
  });

  describe('what a key has answered', () => {
    const claimed = `insert into mingbai.idempotency (community_id, key, request, recorded_at) values (1, 'k', '{"a":1}', '2024-03-10')`;
    const answered = `update mingbai.idempotency set outcome = '{"seq":1}' where key = 'k'`;
    const after = async (role: 'mingbai_app' | 'mingbai_owner', ...sql: string[]) =>
      (await stage.attempt(role, [claimed, ...sql])).refusal?.sqlState ?? 'not refused';

    it('is written once, by the command that claimed it', async () => {
      expect(await after('mingbai_app', answered)).toBe('not refused');
    });
    it.each([
      ['another outcome', `update mingbai.idempotency set outcome = '{"seq":2}' where key = 'k'`],
      ['no outcome', `update mingbai.idempotency set outcome = null where key = 'k'`],
      ['another request', `update mingbai.idempotency set request = '{"a":2}' where key = 'k'`],
      ['another key', `update mingbai.idempotency set key = 'l' where key = 'k'`],
      ['another moment', `update mingbai.idempotency set recorded_at = now() where key = 'k'`],
      ['nothing', `delete from mingbai.idempotency where key = 'k'`],
    ])('never becomes %s, whoever asks (I24)', async (_, sql) => {
      expect(await after('mingbai_owner', answered, sql)).toBe('MB001');
      expect(await after('mingbai_app', answered, sql)).toMatch(/^(MB001|42501)$/);
    });
  });
});
