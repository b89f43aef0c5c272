import { Global, Module, type INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import {
  accountingPeriod,
  addDays,
  businessDate,
  Clock,
  firstDay,
  lastDay,
  Money,
  required,
  shanghaiTime,
  type AccountingPeriod,
  type Actor,
  type BusinessDate,
  type Id,
  type OrganisationId,
  type PersonId,
  type Role,
} from '../../../src/kernel/index.js';
import * as assessments from '../../../src/modules/assessments/index.js';
import * as bank from '../../../src/modules/bank/index.js';
import * as communities from '../../../src/modules/communities/index.js';
import * as contracts from '../../../src/modules/contracts/index.js';
import * as disbursements from '../../../src/modules/disbursements/index.js';
import * as entitlements from '../../../src/modules/entitlements/index.js';
import * as fees from '../../../src/modules/fees/index.js';
import * as identity from '../../../src/modules/identity/index.js';
import * as evidence from '../../../src/modules/evidence/index.js';
import * as ledger from '../../../src/modules/ledger/index.js';
import * as operatingIncome from '../../../src/modules/operating-income/index.js';
import * as resolutions from '../../../src/modules/resolutions/index.js';
import { loadSettings, Settings } from '../../../src/platform/config/index.js';
import { UnitOfWork, type CommandContext, type Tx } from '../../../src/platform/database/index.js';
import { writeBankCsv, type BookingSketch } from '../../support/bank-files.js';
import { violations } from '../../support/books.js';
import { addCast } from '../../support/cast.js';
import { TestDatabase } from '../../support/database.js';
import { demoRequests, Q1 } from '../assessments/fixture.js';
import { account, ryxc } from '../communities/fixture.js';
import { demoPayeeAccount, demoTerms } from '../contracts/fixture.js';

const capabilities = [ledger, communities, identity, evidence, resolutions, contracts, assessments, fees, entitlements, operatingIncome, bank, disbursements];
const JANUARY = accountingPeriod('2024-01');
const FIRST_DAY = businessDate('2024-01-01');
/** One unit that pays for a whole compound: 59,409.69 m² × 0.85 = 50,498.24 a month. */
const UNITS = 'code,building,label,kind,area,owner\n01-101,1幢,1幢101室,FLAT,59409.69,夏阿玉\n';

/** The months of the demo's first quarter as they were collected: B is 40,398.59, 40,326.38 and 40,266.19, W 30,247.79 in all. */
export const collected = { '2024-01': '50498.24', '2024-02': '50407.97', '2024-03': '50332.74' } as const;

export const modules = [
  ledger.LedgerModule,
  communities.CommunitiesModule,
  identity.IdentityModule,
  evidence.EvidenceModule,
  resolutions.ResolutionsModule,
  contracts.ContractsModule,
  assessments.AssessmentsModule,
  fees.FeesModule,
  entitlements.EntitlementsModule,
  operatingIncome.OperatingIncomeModule,
  bank.BankModule,
  disbursements.DisbursementsModule,
];
export const entities = capabilities.flatMap((capability) => ('entities' in capability ? [...capability.entities] : []));

/** Clock and database as the running application has them, around a test's database. */
async function compile(database: TestDatabase, files: string) {
  @Global()
  @Module({
    providers: [
      { provide: Clock, useValue: database.clock },
      { provide: UnitOfWork, useValue: database.unitOfWork },
      { provide: Settings, useValue: loadSettings({ MINGBAI_DATA: files }, database.url('mingbai_app')) },
    ],
    exports: [Clock, UnitOfWork, Settings],
  })
  class TestPlatform {}
  return Test.createTestingModule({ imports: [TestPlatform, ...modules] }).compile();
}

/** The modules on one database for a spec file; each test has a compound of its own on it. */
export async function openStage() {
  const database = await TestDatabase.create(entities);
  const app = await compile(database, database.folder);
  let compounds = 0;
  return {
    database,
    newScene: ({ terms = demoTerms, units = UNITS } = {}) => payoutScene({ database, app, slug: `ryxc-${++compounds}`, terms, units }),
    async close(): Promise<void> {
      await app.close();
      await database.destroy();
    },
  };
}

/** `units`: the file of them; one that pays for all where it is left out. */
interface Place {
  readonly database: TestDatabase;
  readonly app: Pick<INestApplicationContext, 'get'>;
  readonly slug: string;
  readonly terms: contracts.ContractTermsJson;
  readonly units?: string;
}

/** A compound with its contract, its parties and its bank account on 2024-01-01, and short words for what people do there. */
async function compoundWithContract({ database, app, slug, terms: agreed, units = UNITS }: Place) {
  const { clock, unitOfWork } = database;
  const at = (day: string, time = '09:00') => clock.set(shanghaiTime(businessDate(day), time));
  at('2024-01-01', '08:00');
  const { communityId } = (await app.get(communities.CreateCommunity).execute({ ...ryxc, slug })).value;
  const organisation = async (name: string, kind: string) =>
    (await app.get(identity.AddOrganisation).execute({ name: `${name} ${slug}`, shortName: name.slice(0, 8), kind })).value.organisationId;
  const join = async (personId: PersonId, role: Role, organisationId: OrganisationId, from = clock.today()): Promise<Actor> => {
    await app.get(identity.AddMembership).execute({ personId, organisationId, communityId, role, from, to: null });
    return { personId, organisationId, communityId, roles: [role] };
  };
  const somebody = async (role: Role, organisationId: Awaited<ReturnType<typeof organisation>>): Promise<Actor> => {
    const { personId } = (await app.get(identity.AddPerson).execute({ login: `${slug}-person${++made}`, name: `${role} ${made}` })).value;
    return join(personId, role, organisationId, FIRST_DAY);
  };
  const { bodies, people } = await addCast(database, {
    communityId,
    slug,
    bodies: {
      firm: { name: '久旺物业', kind: 'FIRM' },
      otherFirm: { name: '另一家物业', kind: 'FIRM' },
      community: { name: '小东门社区居民委员会', kind: 'COMMUNITY' },
      centre: { name: '县物管中心', kind: 'CENTRE' },
      street: { name: '魏塘街道办事处', kind: 'STREET' },
      agency: { name: '禾明代理记账', kind: 'AGENCY' },
    },
    people: {
      firm: { role: 'FIRM', of: 'firm' },
      otherFirm: { role: 'FIRM', of: 'otherFirm' },
      community: { role: 'COMMUNITY', of: 'community' },
      colleague: { role: 'COMMUNITY', of: 'community' },
      registrar: { role: 'COMMUNITY', of: 'community' },
      centre: { role: 'CENTRE', of: 'centre' },
      street: { role: 'STREET', of: 'street' },
      bookkeeper: { role: 'BOOKKEEPER', of: 'agency' },
      cashier: { role: 'CASHIER', of: 'agency' },
    },
  });
  let made = Object.keys(people).length;
  const as = (who: keyof typeof people, key: string | null = null): CommandContext => ({ actor: people[who], idempotencyKey: key });
  const { bankAccountId } = (await app.get(communities.OpenBankAccount).execute(as('community'), account)).value;
  await app.get(communities.ImportUnits).execute(as('community'), { file: new TextEncoder().encode(units), dryRun: false });
  const substitution = {
    ground: 'NO_COMMITTEE' as const,
    legalBasis: '嘉兴市住宅物业管理条例 第二十三条',
    organisationId: bodies.community,
    from: FIRST_DAY,
    to: null,
  };
  await app.get(contracts.RecordSubstitution).execute(as('street'), substitution);
  const terms = {
    number: 'RYXC-WY-2024-01',
    firmId: bodies.firm,
    signedOn: businessDate('2023-12-20'),
    from: FIRST_DAY,
    to: businessDate('2026-12-31'),
    terms: agreed,
  };
  const { contractId } = (await app.get(contracts.SignContract).execute(as('community'), terms)).value;
  await app.get(contracts.RegisterPayeeAccount).execute(as('registrar'), { contractId, ...demoPayeeAccount });
  return { database, clock, unitOfWork, app, at, slug, communityId, bodies, people, as, contractId, bankAccountId, somebody, join, organisation };
}

type Compound = Awaited<ReturnType<typeof compoundWithContract>>;

/** The compound with words for money: months that are collected, payouts that are asked for, decided, instructed and settled. */
export async function payoutScene(place: Place) {
  const compound = await compoundWithContract(place);
  const { database, unitOfWork, app, at, communityId, people, as } = compound;
  const read = <T>(work: (tx: Tx) => Promise<T>) => unitOfWork.read(communityId, work);
  const run = <T>(work: (tx: Tx) => Promise<T>) => unitOfWork.run(communityId, work);
  const bankBook = bankOf(compound);
  const queries = app.get(disbursements.DisbursementQueries);
  const seen = async (id: number) => {
    const { version, payloadSha256 } = await read((tx) => queries.byId(tx, id));
    return { id, version, payloadSha256 };
  };
  let entries = 0;
  const post = (rule: ledger.RuleCode, amount: string, transfers: (yuan: Money) => ledger.TransferDraft[]) =>
    run(async (tx) => {
      const service = app.get(ledger.LedgerService);
      await service.lock(tx);
      const draft = {
        rule,
        effectiveOn: database.clock.today(),
        source: { type: 'receipt', id: ++entries },
        description: 'test',
        transfers: transfers(Money.parse(amount)),
      };
      await service.post(tx, { by: null, at: database.clock.now() }, [draft]);
    });
  const scene = {
    ...compound,
    read,
    run,
    /** The person's part in the compound ended yesterday; whatever names them as actor is older. */
    async leave(who: keyof typeof people): Promise<void> {
      const held = await read((tx) => app.get(identity.IdentityQueries).inCommunity(tx, people[who].personId, communityId));
      const ended = [held.map(({ id }) => id), addDays(database.clock.today(), -1)];
      await database.as('postgres', async (client) => {
        await client.query('set session_replication_role = replica');
        await client.query('update mingbai.membership set to_on = $2 where id = any($1)', ended);
      });
    },
    /** The person's part was to end on that day from its beginning; nobody ended it. */
    async lastDay(who: keyof typeof people, day: BusinessDate): Promise<void> {
      await database.as('postgres', async (client) => {
        await client.query('set session_replication_role = replica');
        await client.query('update mingbai.membership set to_on = $2 where person_id = $1', [people[who].personId, day]);
      });
    },
    /** A colleague ends the person's part now, with `lastDay` as its last, today where it is left out. */
    async dismiss(who: keyof typeof people, by: Actor, lastDay: BusinessDate = database.clock.today()): Promise<void> {
      const [part] = await read((tx) => app.get(identity.IdentityQueries).inCommunity(tx, people[who].personId, communityId));
      if (!part) throw new Error(`${who} has no part`);
      await app.get(identity.EndMembership).execute({ actor: by, idempotencyKey: null }, { membershipId: part.id, lastDay });
    },
    queries,
    bankBook,
    seen,
    /** A month is billed, its fees come in, its entitlement is posted; today is the 10th of the next month. */
    async month(period: keyof typeof collected): Promise<void> {
      const month = accountingPeriod(period);
      at(firstDay(month));
      await app.get(fees.RunBills).execute(as('bookkeeper'), { period: month, dryRun: false });
      at(addDays(lastDay(month), 2));
      await bankBook.through(lastDay(month), [{ on: addDays(lastDay(month), -1), amount: collected[period], remark: 'WY01-101' }]);
      at(addDays(lastDay(month), 10));
      await run(async (tx) => {
        await app.get(ledger.LedgerService).lock(tx);
        await app.get(entitlements.MonthlyEntitlements).post(tx, { by: people.bookkeeper.personId, at: database.clock.now() }, month);
      });
    },
    submit: async (amount: string, options: { period?: AccountingPeriod; key?: string; by?: keyof typeof people } = {}) =>
      (
        await app
          .get(disbursements.SubmitDisbursement)
          .execute(as(options.by ?? 'firm', options.key ?? null), { kind: 'BASE', period: options.period ?? JANUARY, amount: Money.parse(amount) })
      ).value,
    decide: async (
      who: keyof typeof people,
      id: number,
      change: Partial<disbursements.DecideDisbursementRequest> & { key?: string } = {},
    ): Promise<disbursements.DisbursementDecided> => {
      const { key, ...rest } = change;
      return (
        await app.get(disbursements.DecideDisbursement).execute(as(who, key ?? null), { ...(await seen(id)), decision: 'APPROVE', reason: null, ...rest })
      ).value;
    },
    /** Owner side, regulator and supervisor approve, five minutes apart. */
    async approveAll(id: number): Promise<void> {
      const { requiredSlots } = await read((tx) => queries.byId(tx, id));
      await scene.decide('community', id);
      database.clock.advanceMinutes(5);
      await scene.decide('centre', id);
      database.clock.advanceMinutes(5);
      if (requiredSlots.includes('SUPERVISOR')) await scene.decide('street', id);
    },
    revise: async (id: number, amount: string | null) =>
      (
        await app
          .get(disbursements.ReviseDisbursement)
          .execute(as('firm'), { id, version: (await seen(id)).version, amount: amount === null ? null : Money.parse(amount) })
      ).value,
    instruct: async (...ids: number[]) => {
      const payouts = [];
      for (const id of ids) payouts.push({ id, version: (await seen(id)).version });
      return (await app.get(disbursements.InstructDisbursements).execute(as('cashier'), { payouts })).value;
    },
    withdraw: async (who: keyof typeof people, id: number, reason = '金额需要再核对') =>
      (await app.get(disbursements.WithdrawApproval).execute(as(who), { id, reason })).value,
    cancel: async (who: keyof typeof people, id: number, reason = '物业公司撤回申请') =>
      (await app.get(disbursements.CancelDisbursement).execute(as(who), { id, version: (await seen(id)).version, reason })).value,
    fail: async (id: number, reason = '银行退回：系统维护') =>
      (await app.get(disbursements.FailDisbursement).execute(as('cashier'), { id, version: (await seen(id)).version, reason })).value,
    /** As settlement does: in its own transaction, under its own lock. */
    settle: (settled: { disbursementId: number; bankLineId: number; bookedOn: BusinessDate; amount: Money }) =>
      run(async (tx) => {
        await app.get(ledger.LedgerService).lock(tx);
        return app
          .get(disbursements.DisbursementSettlement)
          .settle(tx, { by: people.bookkeeper.personId, at: database.clock.now() }, { ...settled, bankAccountId: compound.bankAccountId });
      }),
    returned: (returned: { disbursementId: number; bankLineId: number; on: BusinessDate; amount?: Money }) =>
      run(async (tx) => {
        await app.get(ledger.LedgerService).lock(tx);
        return app
          .get(disbursements.DisbursementSettlement)
          .returned(tx, { by: people.bookkeeper.personId, at: database.clock.now() }, { ...returned, bankAccountId: compound.bankAccountId });
      }),
    /** The bookkeeper asks for what a document gives. */
    prepare: async (
      kind: disbursements.DocumentKind,
      claimId: number,
      amount: string,
      change: { bankName?: string | null; by?: keyof typeof people; key?: string } = {},
    ) =>
      (
        await app.get(disbursements.SubmitDisbursement).execute(as(change.by ?? 'bookkeeper', change.key ?? null), {
          kind,
          claimId,
          amount: Money.parse(amount),
          bankName: change.bankName === undefined ? '嘉善农商银行魏塘支行' : change.bankName,
        })
      ).value,
    /** Money that nobody can place came in on a line and is to be sent back (P21, P21f), as settlement does. */
    async suspend(bankLineId: number, amount: string, back = amount): Promise<void> {
      const line: ledger.AccountRef = { code: '2301', holder: { type: 'bank_line', id: bankLineId } };
      await post('P21', amount, (yuan) => ledger.transfer('TRN', yuan, { code: '1001', holder: { type: 'bank_account', id: 1 } }, line));
      if (back !== '0.00')
        await post('P21f', back, (yuan) => ledger.transfer('TRN', yuan, line, { code: '2302', holder: { type: 'bank_line', id: bankLineId } }));
    },
    /** The last decision to send money back is undone: the money waits in suspense again. */
    unsend: () =>
      run(async (tx) => {
        await app.get(ledger.LedgerService).lock(tx);
        const sent = (await app.get(ledger.LedgerQueries).entries(tx, { limit: 1000 })).filter(({ rule }) => rule === 'P21f').at(-1);
        const { seq, effectiveOn } = required(sent, 'the entry that sends back');
        await app.get(ledger.LedgerService).reverse(tx, { by: null, at: database.clock.now() }, { seq, effectiveOn, description: 'test' });
      }),
    /** Other income came in: cash of the fund of common income (P32). */
    receiveCommonIncome: (amount: string) =>
      post('P32', amount, (yuan) => ledger.transfer('COM', yuan, { code: '1001', holder: { type: 'bank_account', id: 1 } }, { code: '4901' })),
    /** Cash of the service fund that becomes somebody's claim: Available falls by it. */
    spend: (amount: string) =>
      post('P03e', amount, (yuan) =>
        ledger.transfer('SVC', yuan, { code: '1101', holder: { type: 'unit', id: 1 } }, { code: '2001', holder: { type: 'unit', id: 1 } }),
      ),
    /** The bank takes money for which nobody has asked: recorded whatever it leaves. */
    bankFact: (amount: string) =>
      post('P22b', amount, (yuan) =>
        ledger.transfer('SVC', yuan, { code: '1101', holder: { type: 'unit', id: 1 } }, { code: '1001', holder: { type: 'bank_account', id: 1 } }),
      ),
    closeJanuary: () =>
      run(async (tx) => {
        await app.get(ledger.LedgerService).lock(tx);
        await app.get(ledger.LedgerService).closePeriod(tx, { by: null, at: shanghaiTime(businessDate('2024-03-01'), '09:00') }, JANUARY);
      }),
    detail: (id: number) => read((tx) => queries.byId(tx, id)),
    available: async () => (await read((tx) => app.get(ledger.LedgerQueries).funds(tx))).find(({ fund }) => fund === 'SVC')?.available.toString(),
    balance: async (code: ledger.ChartCode, on?: BusinessDate) =>
      Money.sum((await read((tx) => app.get(ledger.LedgerQueries).balances(tx, { code, ...(on && { on }) }))).map(({ balance }) => balance)).toString(),
    /** Everything that must hold: the books, the entitlements and the payouts. */
    violations: async () =>
      violations(database, communityId, [...ledger.invariants, ...contracts.invariants, ...entitlements.invariants, ...disbursements.invariants]),
    /** What the books and the payouts hold, to see that a refusal has written nothing. */
    fingerprint: () =>
      database.as('postgres', async (client) => {
        const tables = [
          'disbursement',
          'disbursement_payload',
          'disbursement_step',
          'gate_result',
          'approval',
          'approval_withdrawal',
          'approval_challenge',
          'key_admission',
          'key_confirmation',
          'key_refusal',
          'payment_list',
          'payment_line',
          'disbursement_settlement',
          'disbursement_return',
          'payment_status_file',
          'payment_status',
        ];
        const content = tables.map((table) => `(select string_agg(t::text, '|' order by id) from mingbai.${table} t where community_id = $1) as ${table}`);
        const entry = '(select count(*)::int from ledger.entry where community_id = $1) as entry';
        const { rows } = await client.query<Record<string, unknown>>(`select ${[...content, entry].join(', ')}`, [communityId]);
        return required(rows[0], 'fingerprint');
      }),
  };
  return scene;
}

export type PayoutScene = Awaited<ReturnType<typeof payoutScene>>;

/** `from`: another party than the payer of the fees, or the firm; its money is not taken for fees. */
interface SketchedLine {
  readonly on: BusinessDate;
  readonly amount: string;
  readonly remark: string;
  readonly from?: { readonly name: string; readonly account: string };
}

/** The bank's side: statements that follow one another, and receipts recorded for money in. */
function bankOf({ app, communityId, unitOfWork, as, people, clock }: Compound) {
  let balance = Money.zero;
  let next = FIRST_DAY;
  let reference = 0;
  return {
    /** Imports the statement through a day. @returns the ids of its lines, in order */
    async through(to: BusinessDate, lines: readonly SketchedLine[]): Promise<number[]> {
      const bookings = lines.map(({ on, amount, remark, from }): BookingSketch => ({
        bookedOn: on,
        amount: Money.parse(amount),
        counterpartyName: from?.name ?? (amount.startsWith('-') ? demoPayeeAccount.accountName : '夏阿玉'),
        counterpartyAccount: from?.account ?? (amount.startsWith('-') ? demoPayeeAccount.accountNo : '9901000000000001'),
        remark,
        bankReference: `R${++reference}`,
      }));
      const file = new TextEncoder().encode(
        writeBankCsv({ accountNo: account.accountNo, accountName: account.accountName, from: next, to, opening: balance, bookings }),
      );
      await app.get(bank.ImportBankFile).execute(as('bookkeeper'), { fileName: 'statement.csv', file, dryRun: false });
      balance = Money.sum([balance, ...bookings.map(({ amount }) => amount)]);
      next = addDays(to, 1);
      return unitOfWork.run(communityId, async (tx) => {
        await app.get(ledger.LedgerService).lock(tx);
        const added = (await app.get(bank.BankQueries).lines(tx)).toReversed().slice(0, bookings.length).toReversed();
        const [unit] = await app.get(communities.UnitQueries).all(tx);
        const receipts = added
          .filter(({ amount, counterpartyAccount }) => amount.isPositive && counterpartyAccount === '9901000000000001')
          .map(({ id, accountId, amount, bookedOn }) => ({
            unitId: required(unit, 'the unit').id,
            amount,
            receivedOn: bookedOn,
            bankLineId: id,
            bankAccountId: accountId,
          }));
        await app.get(fees.FeeReceipts).record(tx, { by: people.bookkeeper.personId, at: clock.now() }, receipts);
        return added.map(({ id }): number => id);
      });
    },
  };
}

/** The quarter is assessed as in the demo: scored 87.32 on 04-15. */
export async function scoreQuarter({ app, at, as }: PayoutScene): Promise<Id<'assessment'>> {
  at('2024-04-05');
  await app.get(assessments.SubmitSelfEvaluation).execute(as('firm'), demoRequests.selfEvaluation);
  at('2024-04-10');
  await app.get(assessments.RecordInspection).execute(as('centre'), demoRequests.inspection);
  at('2024-04-12', '18:00');
  await app.get(assessments.RecordSurvey).execute(as('community'), demoRequests.survey);
  at('2024-04-15', '15:00');
  for (const measure of demoRequests.measures) await app.get(assessments.RecordMeasure).execute(as('community'), measure);
  await app.get(assessments.ScoreAssessment).execute(as('centre'), { quarter: Q1 });
  return firstAssessment({ app, as });
}

async function firstAssessment({ app, as }: Pick<Compound, 'app' | 'as'>): Promise<Id<'assessment'>> {
  const assessment = await app.get(UnitOfWork).read(as('firm').actor.communityId, (tx) => app.get(assessments.AssessmentQueries).byQuarter(tx, Q1));
  return required(assessment, 'the assessment of the quarter').id;
}

export { Q1 };
