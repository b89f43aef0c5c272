import { readFileSync } from 'node:fs';
import { accountingPeriod, businessDate, required, shanghaiTime, type AccountingPeriod, type BusinessDate, type Role } from '../../../src/kernel/index.js';
import { BankQueries, ChannelLines, ChannelQueries, ImportBankFile, ImportChannelFile, entities as bankEntities } from '../../../src/modules/bank/index.js';
import { entities as communityEntities, type UnitId } from '../../../src/modules/communities/index.js';
import { entities as contractEntities } from '../../../src/modules/contracts/index.js';
import {
  BillMissing,
  entities,
  FeeItemQueries,
  FeeQueries,
  CancelFeeRefund,
  ChannelReceipts,
  FeeReceipts,
  LateFeeQueries,
  FeeRefunds,
  invariants as feeInvariants,
  Prepayments,
  ReallocateReceipt,
  ReceiptQueries,
  ReceiptVoids,
  ReceiptWriter,
  RequestFeeRefund,
  ReverseEntry,
  RunBills,
  type FeeReceiptRequest,
} from '../../../src/modules/fees/index.js';
import { BounceUndo } from '../../../src/modules/fees/application/bounce-undo.js';
import { RefundSources } from '../../../src/modules/fees/application/refund-sources.js';
import { ChannelRefunds } from '../../../src/modules/fees/application/channel-refunds.js';
import { BillPlanner } from '../../../src/modules/fees/application/bill-planner.js';
import { BillWriter } from '../../../src/modules/fees/application/bill-writer.js';
import { entities as evidenceEntities } from '../../../src/modules/evidence/index.js';
import { entities as resolutionEntities } from '../../../src/modules/resolutions/index.js';
import { entities as identityEntities } from '../../../src/modules/identity/index.js';
import { invariants as ledgerInvariants, LedgerQueries, LedgerService, transfer, type Posting } from '../../../src/modules/ledger/index.js';
import type { CommandContext, Tx } from '../../../src/platform/database/index.js';
import { posting, violations, yuan } from '../../support/books.js';
import { TestDatabase } from '../../support/database.js';
import { account } from '../communities/fixture.js';
import { contextIn, contractOf, contractsOn } from '../contracts/fixture.js';

export const day = (text: string): BusinessDate => businessDate(`2024-${text}`);
export const month = (text: string): AccountingPeriod => accountingPeriod(`2024-${text}`);
export const demoUnits = readFileSync('demo/units.csv');
/** Two flats of 75.23 and one of 90.27 yuan a month, and a shop of 112.00. */
export const fourUnits = new TextEncoder().encode(
  [
    'code,building,label,kind,area,owner',
    '01-101,1幢,1幢101室,FLAT,88.50,甲',
    '01-102,1幢,1幢102室,FLAT,88.50,乙',
    '02-101,2幢,2幢101室,FLAT,106.20,丙',
    'S-01,商铺,商铺01号,SHOP,70.00,丁',
  ].join('\n'),
);

/** A database, and on it the module and those it leans on. `compound()` makes one with the demo's contract. */
export async function feesOnDatabase() {
  const module = feesOn(
    await TestDatabase.create([
      ...evidenceEntities,
      ...resolutionEntities,
      ...communityEntities,
      ...identityEntities,
      ...contractEntities,
      ...bankEntities,
      ...entities,
    ]),
  );
  return { ...module, compound: (units: Uint8Array | null = fourUnits) => compoundOn(module, units) };
}

function feesOn(database: TestDatabase) {
  const { unitOfWork, clock } = database;
  const base = contractsOn(database);
  const [ledger, books] = [new LedgerService(), new LedgerQueries()];
  const fees = new FeeQueries(books);
  const feeItems = new FeeItemQueries();
  const prepayments = new Prepayments(ledger, books, fees);
  const [receiptQueries, bank] = [new ReceiptQueries(), new BankQueries()];
  const refunds = new FeeRefunds(books, bank);
  const [writer, voids, channelQueries] = [new ReceiptWriter(ledger), new ReceiptVoids(ledger, fees, prepayments, refunds, books), new ChannelQueries()];
  const receipts = new FeeReceipts(fees, new LateFeeQueries(), prepayments, writer, voids, new BounceUndo(ledger, fees, prepayments));
  const channelLines = new ChannelLines(channelQueries);
  const [planner, billWriter] = [new BillPlanner(base.units, base.contracts, feeItems), new BillWriter(ledger)];
  return {
    database,
    ...base,
    ledger,
    books,
    fees,
    feeItems,
    receipts,
    channelQueries,
    channelReceipts: new ChannelReceipts(ledger, books, fees, channelQueries, channelLines, receipts, writer, new ChannelRefunds(voids, ledger)),
    importBankFile: new ImportBankFile(unitOfWork, base.bankAccounts, bank, ledger, books, clock),
    importChannelFile: new ImportChannelFile(unitOfWork, channelQueries, ledger, clock),
    bank,
    prepayments,
    receiptQueries,
    refunds,
    reallocate: new ReallocateReceipt(unitOfWork, clock, ledger, fees, receiptQueries, prepayments),
    requestRefund: new RequestFeeRefund(unitOfWork, clock, ledger, base.units, receiptQueries, new RefundSources(bank, fees, receiptQueries, refunds)),
    cancelRefund: new CancelFeeRefund(unitOfWork, clock, ledger, refunds),
    runBills: new RunBills(unitOfWork, clock, ledger, books, planner, fees, prepayments, billWriter),
    billMissing: new BillMissing(unitOfWork, clock, ledger, books, planner, fees, prepayments, billWriter),
    reverseEntry: new ReverseEntry(unitOfWork, clock, ledger, books, fees, prepayments),
  };
}

async function compoundOn(module: ReturnType<typeof feesOn>, units: Uint8Array | null) {
  const { database, receipts, fees, ledger } = module;
  database.clock.set(shanghaiTime(day('01-01'), '08:30'));
  const parties = await module.newCompound();
  const { communityId } = parties;
  const as = (role: Role, key: string | null = null): CommandContext => contextIn(communityId, parties.community, role, key);
  // one day, for the contract: most of what follows is between the books and the units
  await module.standIn(parties, { to: day('01-01') });
  await module.signContract.execute(contextIn(communityId, parties.community, 'COMMUNITY'), contractOf(parties));
  const { bankAccountId } = (await module.openBankAccount.execute(as('BOOKKEEPER'), account)).value;
  const read = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => database.unitOfWork.read(communityId, work);
  const run = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => database.unitOfWork.run(communityId, work);
  const importUnits = (file: Uint8Array) => module.importUnits.execute(as('COMMUNITY'), { file, dryRun: false });
  if (units) await importUnits(units);
  const unitOf = new Map((await read((tx) => module.units.all(tx))).map((unit) => [unit.code, unit.id]));
  const unitId = (code: string): UnitId => required(unitOf.get(code), code);
  let line = 900_000;
  const compound = {
    ...parties,
    bankAccountId,
    as,
    read,
    run,
    unitId,
    importUnits,
    today: (on: BusinessDate) => database.clock.set(shanghaiTime(on, '09:00')),
    bill: (period: AccountingPeriod, options: { key?: string; dryRun?: boolean; role?: Role } = {}) =>
      module.runBills.execute(as(options.role ?? 'BOOKKEEPER', options.key ?? null), { period, dryRun: options.dryRun ?? false }),
    /** One bank line for a unit. */
    money: (code: string, amount: string, on: string, rest: Partial<FeeReceiptRequest> = {}): FeeReceiptRequest => ({
      unitId: unitId(code),
      amount: yuan(amount),
      receivedOn: day(on),
      bankLineId: ++line,
      bankAccountId,
      ...rest,
    }),
    record: (requests: readonly FeeReceiptRequest[], by: Posting = posting) => run(async (tx) => (await ledger.lock(tx), receipts.record(tx, by, requests))),
    /** What settlement posts for a line that it cannot assign (P21). */
    suspend: (request: FeeReceiptRequest) =>
      run((tx) =>
        ledger.post(tx, posting, [
          {
            rule: 'P21',
            effectiveOn: request.receivedOn,
            source: { type: 'bank_line', id: request.bankLineId },
            description: 'unidentified receipt',
            transfers: transfer(
              'TRN',
              request.amount,
              { code: '1001', holder: { type: 'bank_account', id: bankAccountId } },
              { code: '2301', holder: { type: 'bank_line', id: request.bankLineId } },
            ),
          },
        ]),
      ),
    find: (request: FeeReceiptRequest, foundOn: BusinessDate) =>
      run(async (tx) => (await ledger.lock(tx), receipts.recordFromSuspense(tx, posting, [{ ...request, foundOn }]))),
    close: (period: AccountingPeriod) => run((tx) => ledger.closePeriod(tx, posting, period)),
    /** Balance of an account of a unit, or of all units. */
    balance: (code: '1101' | '1102' | '2001' | '4001' | '4002' | '5002' | '5003', unit?: string, on?: BusinessDate) =>
      read(async (tx) =>
        (await module.books.balance(tx, 'SVC', { code, ...(unit && { holder: { type: 'unit' as const, id: unitId(unit) } }) }, on)).toString(),
      ),
    unitLedger: (code: string) => read(async (tx) => fees.unitLedger(tx, required(await module.units.byCode(tx, code), code))),
    violations: () => violations(database, communityId, [...ledgerInvariants, ...feeInvariants]),
    /** Everything that this module and the books hold, to tell that nothing was written. */
    footprint: () =>
      read(async (tx) => {
        const [row] = await tx.query(
          `select (select last_seq from ledger.book) as seq, (select count(*) from mingbai.bill_run) as runs, (select count(*) from mingbai.bill) as bills,
             (select count(*) from mingbai.receipt) as receipts, (select count(*) from mingbai.allocation) as allocations, (select sum(paid) from mingbai.bill) as paid,
             (select count(*) from mingbai.bill where voided_on is not null) as voided`,
        );
        return row;
      }),
  };
  return compound;
}

export type Compound = Awaited<ReturnType<typeof compoundOn>>;
