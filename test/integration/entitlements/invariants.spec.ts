import { invariants as assessmentInvariants } from '../../../src/modules/assessments/index.js';
import { invariants as contractInvariants } from '../../../src/modules/contracts/index.js';
import { invariants as entitlementInvariants } from '../../../src/modules/entitlements/index.js';
import type { DataSource } from 'typeorm';
import { businessDate, shanghaiTime } from '../../../src/kernel/index.js';
import { appDataSource, UnitOfWork } from '../../../src/platform/database/index.js';
import { violations } from '../../support/books.js';
import { TestDatabase } from '../../support/database.js';
import { Q1 } from '../assessments/fixture.js';
import { demoPayeeAccount } from '../contracts/fixture.js';
import { entities, entitlementsOn, moneyOn, type MoneyScene } from './fixture.js';

const all = [...contractInvariants, ...assessmentInvariants, ...entitlementInvariants];
let database: TestDatabase;
let almighty: DataSource;
let scene: MoneyScene;

/** A whole quarter with an appeal, a payee account and a substitution. */
beforeAll(async () => {
  database = await TestDatabase.create(entities);
  almighty = appDataSource({ url: database.url('postgres'), entities, poolSize: 1 });
  await almighty.initialize();
  const app = entitlementsOn(database);
  scene = await moneyOn(database, app);
  const { contractId, who } = scene;
  database.clock.set(shanghaiTime(businessDate('2024-01-02'), '09:00'));
  await app.standIn(scene, { to: businessDate('2024-12-31') });
  await app.registerPayeeAccount.execute(who.community(), { contractId, ...demoPayeeAccount });
  await scene.demoQuarter();
  await scene.upTo('APPEALED');
  await app.reviewAppeal.execute(who.centre(), { quarter: Q1, decision: 'DISMISSED', corrections: [], reason: '维持' });
  scene.at('2024-04-23');
  await app.finaliseAssessment.execute(who.centre(), { quarter: Q1 });
});
afterAll(async () => {
  await almighty.destroy();
  await database.destroy();
});

class Found extends Error {
  constructor(readonly violations: readonly string[]) {
    super('what the invariants found');
  }
}

/**
 * What the invariants see when somebody with all rights has taken away the constraints and triggers of a table and forged a row;
 * all of it is rolled back.
 */
async function forge(table: string, sql: string): Promise<readonly string[]> {
  const unitOfWork = new UnitOfWork(almighty, database.clock);
  const settled = await unitOfWork
    .run(scene.communityId, async (tx) => {
      const constraints = await tx.query<{ name: string }>(
        `select conname as name from pg_constraint where conrelid = $1::regclass and contype in ('c', 'u')`,
        [`mingbai.${table}`],
      );
      for (const { name } of constraints) await tx.query(`alter table mingbai.${table} drop constraint "${name}"`);
      await tx.query('set local session_replication_role = replica');
      for (const statement of sql.split(';')) await tx.query(statement);
      const found: string[] = [];
      for (const invariant of all) found.push(...(await invariant.check(tx)).map((violation) => `${invariant.name}: ${violation}`));
      throw new Found(found);
    })
    .catch((error: unknown) => error);
  if (settled instanceof Found) return settled.violations;
  throw settled as Error;
}

it('a sound quarter has no violation', async () => {
  expect(await violations(database, scene.communityId, all)).toEqual([]);
});

it.each([
  [
    'I28',
    'contract',
    `insert into mingbai.contract select community_id, 900001, 'B', firm_id, signed_on, '2026-12-01', '2027-12-31', recorded_by, recorded_at from mingbai.contract`,
  ],
  [
    'a quarter has one contract',
    'contract',
    `update mingbai.contract set to_on = '2024-07-31'; insert into mingbai.contract select community_id, 900001, 'B', firm_id, signed_on, '2024-08-01', '2027-12-31', recorded_by, recorded_at from mingbai.contract`,
  ],
  [
    'the terms of a contract change between quarters',
    'contract_version',
    `insert into mingbai.contract_version select community_id, 900001, contract_id, 2, '2024-02', signed_on, terms, recorded_by, recorded_at from mingbai.contract_version`,
  ],
  ['every contract has terms', 'contract_version', `update mingbai.contract_version set from_period = '2024-02'`],
  [
    'the terms of every contract version',
    'contract_version',
    `update mingbai.contract_version set terms = jsonb_set(terms, '{template,components,0,weight}', '"0.5"')`,
  ],
  ['versions of a payee account', 'payee_account', 'update mingbai.payee_account set version = 2'],
  ['payees are counted without gap', 'payee', `update mingbai.payee set number_no = 2, number = 'SK002'`],
  [
    'I30',
    'substitution',
    `insert into mingbai.substitution select community_id, 900001, ground, legal_basis, organisation_id, '2024-12-31', null, confirmed_by, confirmed_for, recorded_at from mingbai.substitution where to_on = '2024-12-31'`,
  ],
  ['I13 a score follows from its components', 'assessment', 'update mingbai.assessment set score_unrounded = 95, score = 95'],
  [
    'I13 a score follows from its components',
    'assessment_component',
    `update mingbai.assessment_component set points = 40 where revision = 2 and code = 'INSPECTION'`,
  ],
  ['I13 an inspection is the sum of its items', 'assessment_record', `update mingbai.assessment_record set score = 90 where kind = 'INSPECTION'`],
  ['I14 an appeal is decided', 'assessment_record', `delete from mingbai.assessment_record where kind = 'REVIEW'`],
  [
    'a reviewed score names the appeal',
    'assessment',
    `update mingbai.assessment set state = 'REVIEWED', final_on = null; delete from mingbai.assessment_record where kind = 'APPEAL'`,
  ],
  [
    'I13 a month follows from its documents',
    'entitlement_month',
    `update mingbai.entitlement_month set earned = earned + 1, base = base + 1 where period = '2024-02'`,
  ],
  [
    'I13 a month follows from its documents',
    'entitlement_month',
    `update mingbai.entitlement_month set withheld = withheld - 0.01, base = base + 0.01 where period = '2024-02'`,
  ],
  ['a quarter is the firm’s', 'entitlement_month', `update mingbai.entitlement_month set firm_id = firm_id + 1 where period = '2024-02'`],
  [
    'a quarter is the firm’s',
    'entitlement_month',
    `update mingbai.entitlement_month set contract_version_id = contract_version_id + 1 where period = '2024-02'`,
  ],
  ['a quarter is the firm’s', 'performance', 'update mingbai.performance set firm_id = firm_id + 1'],
  ['a quarter is the firm’s', 'assessment', 'update mingbai.assessment set contract_id = contract_id + 1'],
  ['I13 a payout is a function', 'performance', 'update mingbai.performance set released = released + 0.01, deducted = deducted - 0.01'],
  ['I13 a payout is a function', 'performance', 'update mingbai.performance set score = 95.00'],
  ['I13 a payout is a function', 'performance', 'update mingbai.performance set band_hi = band_hi - 1'],
  ['I13 a payout is a function', 'performance', 'update mingbai.performance set lowered = not lowered'],
  ['I13 a payout is a function', 'assessment', 'update mingbai.assessment set final_on = final_on + 1'],
  ['I13 a score follows from its records', 'assessment', 'update mingbai.assessment set appeal_until = appeal_until - 1'],
  ['I13 a score follows from its records', 'assessment', 'update mingbai.assessment set scored_on = scored_on + 1'],
  ['I13 a score follows from its records', 'assessment', 'update mingbai.assessment set inspection_alone = not inspection_alone'],
  ['I13 a score follows from its records', 'assessment', 'update mingbai.assessment set severe_safety_event = not severe_safety_event'],
  ['I13 a score follows from its records', 'assessment', 'update mingbai.assessment set final_on = appeal_until'],
  ['I13 a score follows from its records', 'assessment', `update mingbai.assessment set template = jsonb_set(template, '{surveyAnswersMin}', '6')`],
  ['I13 a score follows from its records', 'assessment_record', `update mingbai.assessment_record set score = 90 where kind = 'SURVEY'`],
  ['I13 a score follows from its records', 'assessment_record', `update mingbai.assessment_record set answers = 0 where kind = 'SURVEY'`],
  ['I13 a score follows from its records', 'assessment_record', `update mingbai.assessment_record set code = 'OTHER' where code = 'RESPONSE'`],
  ['I13 a score follows from its records', 'assessment_record', `update mingbai.assessment_record set score = 95 where kind = 'REVIEW'`],
  ['I13 a score follows from its records', 'assessment_component', `update mingbai.assessment_component set name = 'X' where revision = 1 and code = 'SURVEY'`],
  ['I8 what was earned', 'entitlement_month', `update mingbai.entitlement_month set entry_seq = entry_seq - 1 where period = '2024-02'`],
  ['I8 what was earned', 'entitlement_month', `delete from mingbai.entitlement_month where period = '2024-03'`],
  ['I8 what was earned', 'performance', 'update mingbai.performance set entry_seq = entry_seq - 1'],
  ['I8 what was earned', 'performance', 'update mingbai.performance set effective_on = effective_on + 1'],
  ['I8 what was earned', 'performance', 'update mingbai.performance set released = released - 1, deducted = deducted + 1'],
  ['I8 what was earned', 'performance', `update ledger.entry set effective_on = '2024-03-30' where rule = 'P12' and effective_on = '2024-03-31'`],
  ['I8 what was earned', 'performance', `update ledger.entry set source_id = source_id + 1 where rule = 'P17'`],
  [
    'I8 what was earned',
    'performance',
    `update ledger.transfer set amount = amount + 1 where entry_seq = (select max(seq) from ledger.entry where rule = 'P12') and line = 2`,
  ],
  [
    'a household answers a survey once',
    'survey_tally',
    `insert into mingbai.survey select community_id, 900001, id, '["a"]', '2024-04-10', '2024-04-12', 1, 1, now() from mingbai.assessment; insert into mingbai.survey_tally select community_id, 900001, 1, 5, 1, 0 from mingbai.survey`,
  ],
  [
    'I13 a survey is the mean',
    'survey',
    `insert into mingbai.survey select community_id, 900001, id, '["a"]', '2024-04-10', '2024-04-12', 1, 1, now() from mingbai.assessment`,
  ],
  ['I14 performance money follows', 'assessment', `update mingbai.assessment set state = 'SCORED', final_on = null`],
  ['I14 performance money follows', 'performance', 'delete from mingbai.performance'],
  ['I8 what is withheld', 'performance', 'delete from mingbai.performance'],
  ['I8 what is withheld', 'entitlement_month', `delete from mingbai.entitlement_month where period = '2024-03'`],
])('"%s" sees a forged %s: %s', async (name, table, sql) => {
  const found = await forge(table, sql);
  expect(found.filter((violation) => violation.startsWith(name))).not.toEqual([]);
});
