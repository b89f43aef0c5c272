import { BankQueries } from '../../../src/modules/bank/index.js';
import { accountingPeriod, addDays, businessDate, instant, lastDay, Money, type AccountingPeriod, type PersonId } from '../../../src/kernel/index.js';
import { entities as assessmentEntities } from '../../../src/modules/assessments/index.js';
import { entities as communityEntities, type UnitId } from '../../../src/modules/communities/index.js';
import { entities as contractEntities, type SignContractRequest } from '../../../src/modules/contracts/index.js';
import {
  entities as entitlementEntities,
  EntitlementQueries,
  FinaliseAssessment,
  MonthlyEntitlements,
  QuarterMonths,
} from '../../../src/modules/entitlements/index.js';
import {
  entities as feeEntities,
  FeeItemQueries,
  FeeQueries,
  FeeReceipts,
  FeeRefunds,
  LateFeeQueries,
  Prepayments,
  ReceiptVoids,
  ReceiptWriter,
  ReverseEntry,
  RunBills,
} from '../../../src/modules/fees/index.js';
import { BounceUndo } from '../../../src/modules/fees/application/bounce-undo.js';
import { BillPlanner } from '../../../src/modules/fees/application/bill-planner.js';
import { BillWriter } from '../../../src/modules/fees/application/bill-writer.js';
import { LedgerQueries, type Posting } from '../../../src/modules/ledger/index.js';
import type { Tx } from '../../../src/platform/database/index.js';
import { TestDatabase } from '../../support/database.js';
import { assessmentsOn, quarterOn } from '../assessments/fixture.js';
import { account } from '../communities/fixture.js';
import { contextIn } from '../contracts/fixture.js';

export const entities = [...communityEntities, ...contractEntities, ...assessmentEntities, ...feeEntities, ...entitlementEntities];

/** One flat that stands for all: 66,639.77 m² at 0.85 make the demo's 56,643.80 a month. */
const UNITS = 'code,building,label,kind,area,owner\n01-101,1幢,1幢101室,FLAT,66639.77,夏阿玉';

/** What the demo quarter collects, 151,238.95 in all. */
export const demoCollected = { '2024-01': '50498.24', '2024-02': '50370.36', '2024-03': '50370.35' } as const;

/** The commands and queries of the module on a test's database, with the modules below it. */
export function entitlementsOn(database: TestDatabase) {
  const { unitOfWork, clock } = database;
  const below = assessmentsOn(database);
  const { ledger, contracts, records, assessments, bankAccounts, units } = below;
  const books = new LedgerQueries();
  const fees = new FeeQueries(books);
  const prepayments = new Prepayments(ledger, books, fees);
  const entitlements = new EntitlementQueries(assessments, new LedgerQueries());
  const quarterMonths = new QuarterMonths(contracts);
  return {
    ...below,
    books,
    fees,
    entitlements,
    receipts: new FeeReceipts(
      fees,
      new LateFeeQueries(),
      prepayments,
      new ReceiptWriter(ledger),
      new ReceiptVoids(ledger, fees, prepayments, new FeeRefunds(books, new BankQueries()), books),
      new BounceUndo(ledger, fees, prepayments),
    ),
    reverseEntry: new ReverseEntry(unitOfWork, clock, ledger, books, fees, prepayments),
    runBills: new RunBills(
      unitOfWork,
      clock,
      ledger,
      books,
      new BillPlanner(units, contracts, new FeeItemQueries()),
      fees,
      prepayments,
      new BillWriter(ledger),
    ),
    monthlyEntitlements: new MonthlyEntitlements(ledger, books, contracts, fees, records, entitlements, quarterMonths),
    finaliseAssessment: new FinaliseAssessment(unitOfWork, ledger, books, contracts, bankAccounts, assessments, records, entitlements, quarterMonths, clock),
  };
}

export type EntitlementApp = ReturnType<typeof entitlementsOn>;

/** A compound under the demo's contract with a bank account and one unit, and short ways to bill, to collect and to close. */
export async function moneyOn(database: TestDatabase, app: EntitlementApp, change: Partial<SignContractRequest> = {}) {
  const scene = await quarterOn(database, app, change);
  const { communityId } = scene;
  const bookkeeper = contextIn(communityId, scene.community, 'BOOKKEEPER');
  const { bankAccountId } = (await app.openBankAccount.execute(bookkeeper, account)).value;
  await app.importUnits.execute(contextIn(communityId, scene.community, 'COMMUNITY'), { file: new TextEncoder().encode(UNITS), dryRun: false });
  const read = <T>(work: (tx: Tx) => Promise<T>) => database.unitOfWork.read(communityId, work);
  const run = <T>(work: (tx: Tx) => Promise<T>) => database.unitOfWork.run(communityId, work);
  const [unit] = await read((tx) => app.units.all(tx));
  const posting = (): Posting => ({ by: scene.community.personId as PersonId, at: database.clock.now() });
  let bankLineId = 0;
  const month = (text: string): AccountingPeriod => accountingPeriod(text);
  const bill = async (text: string) => {
    scene.at(`${text}-01`);
    await app.runBills.execute(bookkeeper, { period: month(text), dryRun: false });
  };
  const collect = async (amount: string, on: string) => {
    const receipt = { unitId: unit?.id as UnitId, amount: Money.parse(amount), receivedOn: businessDate(on), bankLineId: ++bankLineId, bankAccountId };
    await run(async (tx) => {
      await app.ledger.lock(tx);
      return app.receipts.record(tx, { by: null, at: instant(`${on}T10:00:00+08:00`) }, [receipt]);
    });
  };
  const entitle = (text: string) => run((tx) => app.monthlyEntitlements.post(tx, posting(), month(text)));
  const close = (text: string) => {
    const last = lastDay(month(text));
    if (database.clock.today() <= last) scene.at(addDays(last, 1));
    return run((tx) => app.ledger.closePeriod(tx, posting(), month(text)));
  };
  return {
    ...scene,
    bankAccountId,
    read,
    run,
    posting,
    month,
    bill,
    collect,
    entitle,
    obstacle: (text: string) => read((tx) => app.monthlyEntitlements.obstacle(tx, month(text))),
    close,
    /** Bills, collects, posts P12 and closes a month, as the demo does. */
    async wholeMonth(text: keyof typeof demoCollected): Promise<void> {
      await bill(text);
      await collect(demoCollected[text], lastDay(month(text)));
      await entitle(text);
      await close(text);
    },
    async demoQuarter(): Promise<void> {
      for (const text of ['2024-01', '2024-02', '2024-03'] as const) await this.wholeMonth(text);
    },
    /** Balance of an account of SVC now, on its normal side. */
    svc: (code: '1001' | '2101' | '2103' | '1104' | '5001.01' | '5001.02' | '5003', holder?: { type: 'firm' | 'assessment'; id: number }) =>
      read(async (tx) => (await app.books.balance(tx, 'SVC', holder ? { code, holder } : { code })).toString()),
  };
}

export type MoneyScene = Awaited<ReturnType<typeof moneyOn>>;
