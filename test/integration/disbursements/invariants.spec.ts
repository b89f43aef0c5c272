import { businessDate, Money, required, sha256Hex } from '../../../src/kernel/index.js';
import { RegisterPayeeAccount } from '../../../src/modules/contracts/index.js';
import { invariants } from '../../../src/modules/disbursements/index.js';
import { violations } from '../../support/books.js';
import { demoPayeeAccount } from '../contracts/fixture.js';
import { openStage, type PayoutScene } from './fixture.js';

/** Each rule is broken by somebody who went past every wall, and must be found. */
describe('the invariants of payouts find', () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  let scene: PayoutScene;
  let id: number;

  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    scene = await stage.newScene();
    await scene.month('2024-01');
    scene.at('2024-02-18', '14:00');
    id = (await scene.submit('40398.59')).id;
    await scene.approveAll(id);
    scene.clock.advanceMinutes(10);
    await scene.instruct(id);
    scene.at('2024-03-02');
    const [bankLineId = 0] = await scene.bankBook.through(businessDate('2024-02-29'), [
      { on: businessDate('2024-02-20'), amount: '-40398.59', remark: 'BF2024-0001' },
    ]);
    await scene.settle({ disbursementId: id, bankLineId, bookedOn: businessDate('2024-02-20'), amount: Money.parse('40398.59') });
    expect(await violations(scene.database, scene.communityId, invariants)).toEqual([]);
  });

  const found = async (sql: string): Promise<string[]> => {
    await scene.database.as('postgres', async (client) => {
      await client.query(`begin; set local session_replication_role = replica; ${sql}; commit`);
    });
    return violations(scene.database, scene.communityId, invariants);
  };
  const here = () => `community_id = ${scene.communityId}`;
  const one = () => `${here()} and id = ${id}`;

  it.each<[string, () => string, string]>([
    ['an amount that was changed afterwards', () => `update mingbai.disbursement set amount = 40000.00 where ${one()}`, 'I9'],
    ['an amount that was changed afterwards, by its payload', () => `update mingbai.disbursement set amount = 40000.00 where ${one()}`, 'I11'],
    ['a settlement that is gone', () => `delete from mingbai.disbursement_settlement where ${here()}`, 'I9'],
    [
      'a settlement whose entry took something else out of the bank account',
      () => `update mingbai.disbursement_settlement set entry_seq = 1 where ${here()}`,
      'I9',
    ],
    ['a payment that stands on no list', () => `delete from mingbai.payment_line where ${here()}`, 'I9'],
    ['an approval that is gone', () => `delete from mingbai.approval where ${here()} and slot = 'REGULATOR'`, 'I10'],
    ['an approval of another payload', () => `update mingbai.approval set payload_sha256 = repeat('a', 64) where ${here()} and slot = 'REGULATOR'`, 'I10'],
    ['two approvals of one organisation', () => `update mingbai.approval set organisation_id = ${scene.bodies.street} where ${here()}`, 'I10'],
    [
      'an approval by the submitter',
      () => `update mingbai.approval set person_id = ${scene.people.firm.personId} where ${here()} and slot = 'REGULATOR'`,
      'I10',
    ],
    ['fewer approvals than the policy asks for', () => `update mingbai.disbursement set required_slots = array['OWNER_SIDE'] where ${one()}`, 'I10'],
    ['a payload that says something else', () => payload(`{"amount":"1.00"}`), 'I11'],
    ['money to an account that the contract did not name', () => `update mingbai.disbursement set payee_account_id = 1 where ${one()}`, 'I12'],
    ['more asked for than the rule gives', () => `update mingbai.entitlement_month set base = 40000.00, withheld = earned - 40000.00 where ${here()}`, 'I13'],
    ['performance money before the score is FINAL', () => performance(), 'I14'],
    [
      'a payout that stands elsewhere than its last step left it',
      () => `update mingbai.disbursement set state = 'APPROVED' where ${one()}`,
      'every payout follows',
    ],
    [
      'a step that the table does not allow',
      () => `update mingbai.disbursement_step set state = 'APPROVED' where ${here()} and action = 'SUBMIT'`,
      'every payout follows',
    ],
    ['a payout that is held in its document and not in the books', () => `update mingbai.disbursement set state = 'APPROVED' where ${one()}`, 'I8'],
    ['a payee account that says another number now', () => `update mingbai.payee_account set account_no = '6222999999999999' where ${here()}`, 'I12 payee'],
    [
      'a payment list of other bytes',
      () => `update mingbai.payment_list set bytes = 'x', sha256 = encode(sha256('x'), 'hex') where ${here()}`,
      'I12 payment lists',
    ],
    ['a payment list of another total', () => `update mingbai.payment_list set total = total + 1 where ${here()}`, 'I12 payment lists'],
    [
      'a debit to somebody else',
      () => `update mingbai.bank_line set counterparty_account = '9909000000000009' where ${here()} and amount < 0`,
      'I12 the bank paid',
    ],
    ['a payout without its gates', () => `delete from mingbai.gate_result where ${here()}`, 'every approval and instruction'],
    ['a gate that failed', () => `update mingbai.gate_result set outcome = 'FAILED', reason = 'SHORT' where ${here()} and gate = 'G3'`, 'every approval and'],
    [
      'an entry of another amount',
      () => `update ledger.transfer set amount = amount - 1 where ${here()} and entry_seq = (select seq from ledger.entry where ${here()} and rule = 'P14')`,
      'entries of payouts',
    ],
    ['a hold that is gone', () => `update ledger.entry set source_id = 0 where ${here()} and rule = 'P13'`, 'entries of payouts'],
    ['a second hold', () => secondHold(), 'entries of payouts'],
    ['an approval by somebody without the office', () => `update mingbai.membership set to_on = '2024-02-17' where ${here()} and role = 'CENTRE'`, 'I10 each'],
    [
      'an approval in a role that does not fill the slot',
      () => `update mingbai.approval set role = 'STREET' where ${here()} and slot = 'REGULATOR'`,
      'I10 each',
    ],
    ['an approval after the hold', () => `update mingbai.approval set at = '2030-01-01' where ${here()}`, 'I10 each'],
    ['an approval for the owners without a substitution', () => `delete from mingbai.substitution where ${here()}`, 'I10 each'],
    ['a number that was left out', () => `update mingbai.disbursement set number_no = 2, number = 'BF2024-0002' where ${one()}`, 'I18'],
    ['a return that never was', () => `update mingbai.disbursement set returns = 1 where ${one()}`, 'I9 a payout settles'],
    [
      'a return whose entry brought nothing back',
      () => `${returned()} update mingbai.disbursement set returns = 1, state = 'RETURNED' where ${one()}`,
      'I9 what came back',
    ],
    ['a return of another payout’s settlement', () => returned('900300'), 'I9 a payout settles'],
    ['spending without a resolution', () => spending('null'), 'I21'],
    ['spending by a resolution that nobody recorded', () => spending(`'JY2024-009'`), 'I21'],
    ['a paper that two documents use', () => twin(), 'a paper is used'],
    ['money that went to another account than it came from', () => sentBack(), 'I12 what is sent back'],
    ['money on 2303 that no payout waits for', () => `update mingbai.disbursement set state = 'RETURNED', returns = 1 where ${one()}`, 'I8'],
    [
      'a hold that left the fund short',
      () =>
        `update ledger.transfer set amount = amount - 1 where ${here()} and entry_seq = (select min(seq) from ledger.entry where ${here()} and rule = 'P02')`,
      'I7',
    ],
  ])('%s', async (_, sql, name) => {
    const names = (await found(sql())).filter((violation) => violation.startsWith(name));
    expect(names).not.toEqual([]);
  });

  it('nothing in an account that is registered at the very moment at which the bank was told to pay, but after it', async () => {
    const [list] = await scene.read((tx) => scene.queries.paymentLists(tx, { beforeId: 0, limit: 1 }));
    scene.clock.set(required(list, 'the payment list').instructedAt);
    const another = { contractId: scene.contractId, ...demoPayeeAccount, accountNo: '9903000000000002' };
    await scene.app.get(RegisterPayeeAccount).execute(scene.as('registrar'), another);
    expect(await violations(scene.database, scene.communityId, invariants)).toEqual([]);
  });

  function returned(settlement = '(select id from mingbai.disbursement_settlement)'): string {
    return `insert into mingbai.disbursement_return (community_id, id, disbursement_id, settlement_id, bank_line_id, booked_on, amount, entry_seq, at)
      values (${scene.communityId}, 900200, ${id}, ${settlement.replace('settlement)', `settlement where ${here()})`)}, 1, '2024-02-22', 40398.59, 1, now());`;
  }

  function spending(resolution: string): string {
    return `update mingbai.disbursement set kind = 'SPENDING', fund = 'COM', source_code = '2104', period = null, claim_id = 5, claim_number = 'FY2024-0001', claim_words = '',
      resolution_no = ${resolution} where ${one()}`;
  }

  /** The payout once more, for another document that shows the same invoice. */
  function twin(): string {
    return `${spending(`'JY2024-001'`)}; update mingbai.disbursement set invoice_no = '24332', payee_id = 1 where ${one()};
      create temp table twin on commit drop as select * from mingbai.disbursement where ${one()}; alter table twin drop column plain_invoice_no;
      update twin set id = 900300, number_no = 2, number = 'BF2024-0002', claim_id = 6; insert into mingbai.disbursement select * from twin`;
  }

  function sentBack(): string {
    return `update mingbai.disbursement set kind = 'SUSPENSE_BACK', fund = 'TRN', source_code = '2302', period = null, payee_account_id = null, payee_version = null, payee_id = null,
      claim_words = '', claim_number = 'DC1', claim_id = (select max(id) from mingbai.bank_line where ${here()} and amount > 0) where ${one()}`;
  }

  function secondHold(): string {
    return `insert into ledger.entry (community_id, seq, effective_on, recorded_at, actor_id, voucher_year, voucher_no, rule, source_type, source_id, occurrence, description)
      select e.community_id, (select max(seq) + 1 from ledger.entry where ${here()}), e.effective_on, e.recorded_at, e.actor_id,
      e.voucher_year, (select max(voucher_no) + 1 from ledger.entry where ${here()}), e.rule, e.source_type, e.source_id, 2, e.description
      from ledger.entry e where ${here()} and rule = 'P13'`;
  }

  function payload(text: string): string {
    return `update mingbai.disbursement_payload set text = '${text}', sha256 = '${sha256Hex(text)}' where ${here()}`;
  }

  function performance(): string {
    return `update mingbai.disbursement set kind = 'PERFORMANCE', period = null, quarter = '2024-Q1', assessment_id = (select id from mingbai.assessment where ${here()}) where ${one()}`;
  }
});
