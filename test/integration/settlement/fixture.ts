import { Global, Module, type Provider, type Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { readFileSync } from 'node:fs';
import {
  accountingPeriod,
  addDays,
  addMinutes,
  businessDate,
  Clock,
  firstDay,
  lastDay,
  Money,
  shanghaiTime,
  type AccountingPeriod,
  type BusinessDate,
} from '../../../src/kernel/index.js';
import * as assessments from '../../../src/modules/assessments/index.js';
import * as bank from '../../../src/modules/bank/index.js';
import * as communities from '../../../src/modules/communities/index.js';
import * as contracts from '../../../src/modules/contracts/index.js';
import * as disbursements from '../../../src/modules/disbursements/index.js';
import * as evidence from '../../../src/modules/evidence/index.js';
import * as entitlements from '../../../src/modules/entitlements/index.js';
import * as fees from '../../../src/modules/fees/index.js';
import * as identity from '../../../src/modules/identity/index.js';
import * as ledger from '../../../src/modules/ledger/index.js';
import * as operatingIncome from '../../../src/modules/operating-income/index.js';
import * as resolutions from '../../../src/modules/resolutions/index.js';
import * as settlement from '../../../src/modules/settlement/index.js';
import { loadSettings, Settings } from '../../../src/platform/config/index.js';
import { UnitOfWork, type CommandContext, type Tx } from '../../../src/platform/database/index.js';
import { writeBankCsv, type BookingSketch } from '../../support/bank-files.js';
import { violations } from '../../support/books.js';
import { addCast } from '../../support/cast.js';
import { TestDatabase } from '../../support/database.js';
import { account, ryxc } from '../communities/fixture.js';
import { demoPayeeAccount, demoTerms } from '../contracts/fixture.js';

const capabilities = [
  ledger,
  communities,
  identity,
  evidence,
  resolutions,
  contracts,
  assessments,
  fees,
  entitlements,
  operatingIncome,
  bank,
  disbursements,
  settlement,
];
export const entities = capabilities.flatMap((capability) => ('entities' in capability ? [...capability.entities] : []));
export const modules = [
  ledger.LedgerModule,
  communities.CommunitiesModule,
  identity.IdentityModule,
  evidence.EvidenceModule,
  resolutions.ResolutionsModule,
  contracts.ContractsModule,
  assessments.AssessmentsModule,
  evidence.EvidenceModule,
  fees.FeesModule,
  entitlements.EntitlementsModule,
  operatingIncome.OperatingIncomeModule,
  bank.BankModule,
  disbursements.DisbursementsModule,
  settlement.SettlementModule,
];
const FIRST_DAY = businessDate('2024-01-01');

export const day = (text: string): BusinessDate => businessDate(`2024-${text}`);
export const month = (text: string): AccountingPeriod => accountingPeriod(`2024-${text}`);

/** Five flats of 88.50 m² (75.23 a month); two of them are of the same owner. */
const UNITS = ['01-101,甲方', '01-102,乙方', '01-103,丙方', '03-201,王小明', '03-202,王小明'].map((unit) => {
  const [code = '', owner = ''] = unit.split(',');
  return `${code},${code.slice(0, 2)}幢,${code},FLAT,88.50,${owner}`;
});
const LEASES = ['ZL01,停车位,4201.01,嘉善星泊停车管理有限公司,8000.00,MONTHLY,2024-01-05,2024-01-01,2026-12-31'];

/** Modules above these that a spec needs as well, with what they ask of the roof. */
interface More {
  readonly modules: readonly Type[];
  readonly entities: readonly Type[];
  readonly providers: readonly Provider[];
}

async function compile(database: TestDatabase, more?: More) {
  const settings = { provide: Settings, useValue: loadSettings({ MINGBAI_DATA: database.folder }, database.url('mingbai_app')) };
  const own = more?.providers ?? [];
  @Global()
  @Module({
    providers: [{ provide: Clock, useValue: database.clock }, { provide: UnitOfWork, useValue: database.unitOfWork }, settings, ...own],
    exports: [Clock, UnitOfWork, Settings, ...own.map((provider) => (typeof provider === 'object' ? provider.provide : provider))],
  })
  class TestPlatform {}
  return Test.createTestingModule({ imports: [TestPlatform, ...modules, ...(more?.modules ?? [])] }).compile();
}

type App = Awaited<ReturnType<typeof compile>>;

/** The modules on one database for a spec file; each test has a compound of its own on it. */
export async function openStage(more?: More) {
  const database = await TestDatabase.create([...entities, ...(more?.entities ?? [])]);
  const app = await compile(database, more);
  let compounds = 0;
  return {
    database,
    newScene: (files: SceneFiles = {}) => settlementScene(database, app, { slug: `ryxc-${++compounds}`, ...files }),
    async close(): Promise<void> {
      await app.close();
      await database.destroy();
    },
  };
}

/** What a compound begins with in place of five flats, one lease and the demo's terms. */
interface SceneFiles {
  readonly basis?: contracts.EntitlementBasis;
  readonly units?: Uint8Array;
  readonly leases?: Uint8Array;
}

/** The parties of a compound, each with one person. */
const CAST = {
  bodies: {
    agency: { name: '禾明代理记账', kind: 'AGENCY' },
    community: { name: '小东门社区居民委员会', kind: 'COMMUNITY' },
    firm: { name: '久旺物业', kind: 'FIRM' },
    centre: { name: '县物管中心', kind: 'CENTRE' },
    street: { name: '魏塘街道办事处', kind: 'STREET' },
  },
  people: {
    firm: { role: 'FIRM', of: 'firm' },
    community: { role: 'COMMUNITY', of: 'community' },
    registrar: { role: 'COMMUNITY', of: 'community' },
    centre: { role: 'CENTRE', of: 'centre' },
    street: { role: 'STREET', of: 'street' },
    bookkeeper: { role: 'BOOKKEEPER', of: 'agency' },
    cashier: { role: 'CASHIER', of: 'agency' },
  },
} as const;

const utf8 = (lines: readonly string[]): Uint8Array => new TextEncoder().encode(`${lines.join('\n')}\n`);

/** A compound with its contract, parties, account, units and lease on 2024-01-01. */
async function compound(database: TestDatabase, app: App, { slug, units, leases, basis }: SceneFiles & { slug: string }) {
  const at = (on: BusinessDate, time = '09:00') => database.clock.set(shanghaiTime(on, time));
  at(FIRST_DAY, '08:00');
  const { communityId } = (await app.get(communities.CreateCommunity).execute({ ...ryxc, slug })).value;
  const { people } = await addCast(database, { communityId, slug, ...CAST });
  const as = (who: keyof typeof people, key: string | null = null): CommandContext => ({ actor: people[who], idempotencyKey: key });
  const { bankAccountId } = (await app.get(communities.OpenBankAccount).execute(as('community'), account)).value;
  await app.get(communities.ImportUnits).execute(as('community'), { file: units ?? utf8(['code,building,label,kind,area,owner', ...UNITS]), dryRun: false });
  const header = 'code,asset,kind,counterparty,amount,schedule,firstDueOn,from,to';
  await app.get(operatingIncome.ImportLeases).execute(as('bookkeeper'), { file: leases ?? utf8([header, ...LEASES]), dryRun: false });
  const substitution = { ground: 'NO_COMMITTEE' as const, legalBasis: '嘉兴市住宅物业管理条例 第二十三条', from: FIRST_DAY, to: null };
  await app.get(contracts.RecordSubstitution).execute(as('street'), { ...substitution, organisationId: people.community.organisationId });
  const contract = {
    number: 'RYXC-WY-2024-01',
    signedOn: businessDate('2023-12-20'),
    from: FIRST_DAY,
    to: businessDate('2026-12-31'),
    terms: { ...demoTerms, ...(basis && { basis }) },
  };
  const { contractId } = (await app.get(contracts.SignContract).execute(as('community'), { ...contract, firmId: people.firm.organisationId })).value;
  await app.get(contracts.RegisterPayeeAccount).execute(as('registrar'), { contractId, ...demoPayeeAccount });
  return { database, app, at, slug, communityId, people, as, bankAccountId };
}

type Compound = Awaited<ReturnType<typeof compound>>;

async function settlementScene(database: TestDatabase, app: App, files: SceneFiles & { slug: string }) {
  const place = await compound(database, app, files);
  const { at, as, communityId } = place;
  const read = <T>(work: (tx: Tx) => Promise<T>) => database.unitOfWork.read(communityId, work);
  const context = (key?: string) => as('bookkeeper', key ?? null);
  const reconciling = reconciliationsOf(place);
  return {
    ...place,
    ...statementsOf(place),
    /** The bank's side of another account, from a day on. */
    statementsOn: (other: typeof account, from: BusinessDate) => statementsOf(place, other, from),
    ...payoutsOf(place),
    read,
    run: <T>(work: (tx: Tx) => Promise<T>) => database.unitOfWork.run(communityId, work),
    lines: () => read((tx) => app.get(bank.BankQueries).lines(tx)),
    matches: async () => {
      const lines = await read((tx) => app.get(bank.BankQueries).lines(tx));
      return read((tx) =>
        app.get(bank.BankQueries).matches(
          tx,
          lines.map(({ id }) => id),
        ),
      );
    },
    /** The month is billed and its income accrued, on its first day. */
    async begin(period: AccountingPeriod): Promise<void> {
      at(firstDay(period));
      await app.get(fees.RunBills).execute(context(), { period, dryRun: false });
      await app.get(operatingIncome.AccrueOperatingIncome).execute(context(), { period });
    },
    match: async (key?: string) => (await app.get(settlement.MatchBankLines).execute(context(key))).value,
    assign: async (lineId: bank.BankLineId, parts: readonly (Omit<settlement.AssignedPart, 'amount'> & { amount?: string })[], key?: string) => {
      const given = parts.map(({ target, reference, amount }) => ({ target, reference, amount: amount === undefined ? null : Money.parse(amount) }));
      return (await app.get(settlement.AssignBankLine).execute(context(key), { lineId, parts: given })).value;
    },
    checklist: (period: AccountingPeriod) => read((tx) => app.get(settlement.CloseChecklist).of(tx, period)),
    ...reconciling,
    /** Reconciled and signed where it can be, then closed. */
    close: async (period: AccountingPeriod, key?: string) => {
      await reconciling.reconcile(period);
      return (await app.get(settlement.ClosePeriod).execute(context(key), { period })).value;
    },
    /** The bookkeeper asks, the centre agrees. */
    reopen: async (period: AccountingPeriod, expiresAt = addMinutes(database.clock.now(), 60 * 24 * 5)) => {
      const asked = (await app.get(settlement.ProposeReopening).execute(context(), { month: period, reason: 'a bill of the wrong flat', expiresAt })).value;
      return (await app.get(settlement.ConfirmReopening).execute(as('centre'), { number: asked.number })).value;
    },
    /** Reverses the bill of a unit that has not paid it. */
    reverseBill: async (period: AccountingPeriod, unit: string) => {
      const bill = await read((tx) =>
        tx.query<{ seq: number }>(
          `select b.entry_seq as seq from mingbai.bill b join mingbai.unit u on u.community_id = $1 and u.id = b.unit_id where b.community_id = $1 and b.period = $2 and u.code = $3`,
          [tx.communityId, period, unit],
        ),
      );
      return (await app.get(fees.ReverseEntry).execute(context(), { seq: bill[0]?.seq ?? 0, reason: 'nobody lives there' })).value;
    },
    cash: async () => Object.fromEntries((await read((tx) => app.get(ledger.LedgerQueries).funds(tx))).map(({ fund, cash }) => [fund, cash.toString()])),
    violations: () =>
      violations(
        database,
        communityId,
        capabilities.flatMap(({ invariants }) => [...invariants]),
      ),
    /** What is in the books and at the bank, to see that a refusal has written nothing. */
    fingerprint: () =>
      read(async (tx) => {
        const [found] = await tx.query<object>(
          `select (select last_seq from ledger.book where community_id = $1) as seq, (select closed_through from ledger.book where community_id = $1) as closed,
             (select count(*) from mingbai.bank_match where community_id = $1) as matches, (select count(*) from mingbai.receipt where community_id = $1) as receipts,
             (select count(*) from mingbai.entitlement_month where community_id = $1) as months, (select count(*) from mingbai.reconciliation_end where community_id = $1 and kind = 'CLOSED') as signed,
             (select string_agg(state, ',' order by id) from mingbai.bank_line where community_id = $1) as states`,
          [tx.communityId],
        );
        return found;
      }),
  };
}

export type SettlementScene = Awaited<ReturnType<typeof settlementScene>>;

/** The bank's side: statements that follow one another. */
function statementsOf({ app, as, at }: Compound, of: typeof account = account, from = FIRST_DAY) {
  let balance = Money.zero;
  let next = from;
  let reference = 0;
  return {
    /** Imports the statement through a day on the day after it, unless that is past. @returns the lines that it brought */
    async statement(to: BusinessDate, bookings: readonly Omit<BookingSketch, 'bankReference'>[]): Promise<void> {
      const sketch = {
        accountNo: of.accountNo,
        accountName: of.accountName,
        from: next,
        to,
        opening: balance,
        bookings: bookings.map((line) => ({ ...line, bankReference: `R${++reference}` })),
      };
      at(addDays(to, 2));
      await app.get(bank.ImportBankFile).execute(as('bookkeeper'), {
        fileName: 'statement.csv',
        file: utf8([writeBankCsv(sketch)]),
        dryRun: false,
      });
      balance = Money.sum([balance, ...bookings.map(({ amount }) => amount)]);
      next = addDays(to, 1);
    },
    /** Where the bank stands after files that were imported in another way. */
    continueAfter(closing: string, from: BusinessDate): void {
      balance = Money.parse(closing);
      next = from;
    },
    /** Imports a file of the demo as it stands, on the second day of the next month. */
    async demoStatement(name: string, period: AccountingPeriod): Promise<void> {
      at(addDays(lastDay(period), 2));
      await app.get(bank.ImportBankFile).execute(as('bookkeeper'), { fileName: name, file: readFileSync(`demo/bank/${name}`), dryRun: false });
    },
  };
}

/** Both signatures under a month. */
function reconciliationsOf({ app, as, database, communityId }: Compound) {
  const read = <T>(work: (tx: Tx) => Promise<T>) => database.unitOfWork.read(communityId, work);
  const prepare = async (period: AccountingPeriod) => (await app.get(settlement.PrepareReconciliation).execute(as('bookkeeper'), { month: period })).value;
  const sign = async ({ id, sha256 }: { id: number; sha256: string }, who: 'community' | 'centre' = 'community') =>
    (await app.get(settlement.SignReconciliation).execute(as(who), { id, sha256 })).value;
  return {
    prepare,
    sign,
    pending: (period: AccountingPeriod) => read((tx) => app.get(bank.ReconciliationQueries).pending(tx, period)),
    /** Prepared and signed when nothing else blocks the month and it is not yet. */
    reconcile: async (period: AccountingPeriod): Promise<void> => {
      const { steps, reconciliation } = await read((tx) => app.get(settlement.CloseChecklist).of(tx, period));
      if (reconciliation === 'SIGNED' || steps.some(({ name, blocker }) => name !== 'SIGNED' && blocker !== null)) return;
      await sign(await prepare(period));
    },
  };
}

/** The firm's side: a payout asked for, approved by everybody and instructed. */
function payoutsOf({ app, as, at, database, communityId }: Compound) {
  const seen = async (id: number) => {
    const { version, payloadSha256 } = await database.unitOfWork.read(communityId, (tx) => app.get(disbursements.DisbursementQueries).byId(tx, id));
    return { id, version, payloadSha256 };
  };
  const decide = async (who: 'community' | 'centre' | 'street', id: number) =>
    app.get(disbursements.DecideDisbursement).execute(as(who), { ...(await seen(id)), decision: 'APPROVE', reason: null });
  return {
    /** @returns the number that the bank's remark will carry */
    async instructedPayout(request: disbursements.SubmitDisbursementRequest, submitOn: BusinessDate): Promise<string> {
      at(submitOn, '14:00');
      const { id } = (await app.get(disbursements.SubmitDisbursement).execute(as('firm'), request)).value;
      at(submitOn, '15:00');
      await decide('community', id);
      at(submitOn, '15:30');
      const { value } = await decide('centre', id);
      if (value.state !== 'APPROVED') {
        at(submitOn, '16:00');
        await decide('street', id);
      }
      at(addDays(submitOn, 1), '10:00');
      const { version } = await seen(id);
      await app.get(disbursements.InstructDisbursements).execute(as('cashier'), { payouts: [{ id, version }] });
      return (await database.unitOfWork.read(communityId, (tx) => app.get(disbursements.DisbursementQueries).byId(tx, id))).number;
    },
  };
}

/** One booking of the bank. */
export function booking(on: string, amount: string, rest: Partial<Omit<BookingSketch, 'bankReference'>> = {}): Omit<BookingSketch, 'bankReference'> {
  return {
    bookedOn: day(on),
    amount: Money.parse(amount),
    counterpartyName: '某人',
    counterpartyAccount: amount.startsWith('-') ? '9903000000000001' : '9901000000000001',
    remark: '',
    ...rest,
  };
}
