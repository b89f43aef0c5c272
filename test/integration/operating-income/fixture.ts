import { readFileSync } from 'node:fs';
import { accountingPeriod, businessDate, required, shanghaiTime, type AccountingPeriod, type BusinessDate, type Role } from '../../../src/kernel/index.js';
import { entities as communityEntities } from '../../../src/modules/communities/index.js';
import { invariants as ledgerInvariants, LedgerQueries, LedgerService, transfer } from '../../../src/modules/ledger/index.js';
import {
  AccrueOperatingIncome,
  entities,
  ImportLeases,
  invariants as leaseInvariants,
  LeaseQueries,
  LeaseReceipts,
  type LeaseReceiptRequest,
} from '../../../src/modules/operating-income/index.js';
import { Advances } from '../../../src/modules/operating-income/application/advances.js';
import type { Tx } from '../../../src/platform/database/index.js';
import { posting, violations, yuan } from '../../support/books.js';
import { TestDatabase } from '../../support/database.js';
import { account, communitiesOn, contextOf, ryxc } from '../communities/fixture.js';

export const day = (text: string): BusinessDate => businessDate(`2024-${text}`);
export const month = (text: string): AccountingPeriod => accountingPeriod(`2024-${text}`);
export const demoLeases = readFileSync('demo/leases.csv');
export const COLUMNS = 'code,asset,kind,counterparty,amount,schedule,firstDueOn,from,to';
export const leasesFile = (...lines: string[]): Uint8Array => new TextEncoder().encode([COLUMNS, ...lines].join('\n'));

/** A database, and on it the module and those it leans on. `compound()` makes one with the demo's leases. */
export async function incomeOnDatabase() {
  const module = incomeOn(await TestDatabase.create([...communityEntities, ...entities]));
  return { ...module, compound: (file: Uint8Array | null = demoLeases) => compoundOn(module, file) };
}

function incomeOn(database: TestDatabase) {
  const { unitOfWork, clock } = database;
  const base = communitiesOn(database);
  const [ledger, books, leases] = [new LedgerService(), new LedgerQueries(), new LeaseQueries()];
  return {
    database,
    ...base,
    ledger,
    books,
    leases,
    receipts: new LeaseReceipts(ledger, leases, new Advances(ledger, leases)),
    importLeases: new ImportLeases(unitOfWork, clock, ledger, books, leases),
    accrueOperatingIncome: new AccrueOperatingIncome(unitOfWork, clock, ledger, leases),
  };
}

let made = 0;

async function compoundOn(module: ReturnType<typeof incomeOn>, file: Uint8Array | null) {
  const { database, ledger, receipts, leases } = module;
  database.clock.set(shanghaiTime(day('01-01'), '08:30'));
  const { communityId } = (await module.createCommunity.execute({ ...ryxc, slug: `income-${++made}` })).value;
  const { bankAccountId } = (await module.openBankAccount.execute(contextOf(communityId), account)).value;
  const read = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => database.unitOfWork.read(communityId, work);
  const run = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => database.unitOfWork.run(communityId, work);
  const importFile = (bytes: Uint8Array, options: { dryRun?: boolean; key?: string; roles?: readonly Role[] } = {}) =>
    module.importLeases.execute(contextOf(communityId, options), { file: bytes, dryRun: options.dryRun ?? false });
  if (file) await importFile(file);
  let line = 900_000;
  const leaseId = async (code: string) =>
    required(
      (await read((tx) => leases.all(tx))).find((lease) => lease.code === code),
      code,
    ).id;
  return {
    communityId,
    bankAccountId,
    read,
    run,
    importFile,
    leaseId,
    today: (on: BusinessDate) => database.clock.set(shanghaiTime(on, '09:00')),
    accrue: (period: AccountingPeriod, options: { key?: string; roles?: readonly Role[] } = {}) =>
      module.accrueOperatingIncome.execute(contextOf(communityId, options), { period }),
    /** One bank line for a lease. */
    money: async (code: string, amount: string, on: string, rest: Partial<LeaseReceiptRequest> = {}): Promise<LeaseReceiptRequest> => ({
      leaseId: await leaseId(code),
      amount: yuan(amount),
      receivedOn: day(on),
      bankLineId: ++line,
      bankAccountId,
      ...rest,
    }),
    record: (...requests: LeaseReceiptRequest[]) => run(async (tx) => (await ledger.lock(tx), receipts.record(tx, posting, requests))),
    /** What settlement posts for a line that it cannot assign (P21). */
    suspend: (request: LeaseReceiptRequest) =>
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
    find: (request: LeaseReceiptRequest, foundOn: BusinessDate) =>
      run(async (tx) => (await ledger.lock(tx), receipts.recordFromSuspense(tx, posting, [{ ...request, foundOn }]))),
    close: (period: AccountingPeriod) => run((tx) => ledger.closePeriod(tx, posting, period)),
    balance: async (code: '1103' | '2002' | '4201.01' | '4201.02', lease?: string, on?: BusinessDate) => {
      const holder = lease ? { holder: { type: 'lease' as const, id: await leaseId(lease) } } : {};
      return read(async (tx) => (await module.books.balance(tx, 'COM', { code, ...holder }, on)).toString());
    },
    rules: () => read(async (tx) => (await module.books.entries(tx, { limit: 1000 })).map((entry) => `${entry.rule} ${entry.effectiveOn}`)),
    violations: () => violations(database, communityId, [...ledgerInvariants, ...leaseInvariants]),
    footprint: () =>
      read(async (tx) => {
        const [row] = await tx.query(
          `select (select last_seq from ledger.book) as seq, (select count(*) from mingbai.asset) as assets, (select count(*) from mingbai.lease) as leases,
             (select count(*) from mingbai.income_accrual) as accruals, (select count(*) from mingbai.lease_charge) as charges,
             (select count(*) from mingbai.lease_receipt) as receipts, (select count(*) from mingbai.lease_allocation) as allocations`,
        );
        return row;
      }),
  };
}

export type Compound = Awaited<ReturnType<typeof compoundOn>>;
