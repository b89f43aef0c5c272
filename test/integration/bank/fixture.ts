import { businessDate, Money, shanghaiTime, type BusinessDate } from '../../../src/kernel/index.js';
import {
  BankLines,
  BankQueries,
  ChannelLines,
  ChannelQueries,
  ImportBankFile,
  ImportChannelFile,
  ReconciliationQueries,
  Reconciliations,
  entities as bankEntities,
} from '../../../src/modules/bank/index.js';
import { entities as communityEntities } from '../../../src/modules/communities/index.js';
import { LedgerQueries, LedgerService } from '../../../src/modules/ledger/index.js';
import { writeBankCsv, type BookingSketch, type StatementSketch } from '../../support/bank-files.js';
import { TestDatabase } from '../../support/database.js';
import { account, communitiesOn, contextOf, ryxc } from '../communities/fixture.js';

export const day = (text: string): BusinessDate => businessDate(`2024-${text}`);

let lastReference = 0;

/** One booking of the bank; its reference is new unless given. */
export function booking(on: string, amount: string, rest: Partial<BookingSketch> = {}): BookingSketch {
  return {
    bookedOn: day(on),
    amount: Money.parse(amount),
    counterpartyName: '王小明',
    counterpartyAccount: '9901000000003201',
    remark: 'WY03-201',
    bankReference: `R${++lastReference}`,
    ...rest,
  };
}

export function statement(from: string, to: string, opening: string, bookings: readonly BookingSketch[]): StatementSketch {
  return { accountNo: account.accountNo, accountName: account.accountName, from: day(from), to: day(to), opening: Money.parse(opening), bookings };
}

/** A compound with its book and account, and the bank module on it; today is 2024-03-05. */
export async function bankOnDatabase() {
  const database = await TestDatabase.create([...communityEntities, ...bankEntities]);
  const [ledger, books, queries] = [new LedgerService(), new LedgerQueries(), new BankQueries()];
  const communities = communitiesOn(database);
  database.clock.set(shanghaiTime(day('03-05'), '09:00'));
  const { communityId } = (await communities.createCommunity.execute(ryxc)).value;
  const { bankAccountId } = (await communities.openBankAccount.execute(contextOf(communityId), account)).value;
  const importBankFile = new ImportBankFile(database.unitOfWork, communities.bankAccounts, queries, ledger, books, database.clock);
  const channelQueries = new ChannelQueries();
  const importChannelFile = new ImportChannelFile(database.unitOfWork, channelQueries, ledger, database.clock);
  const importBytes = (file: Uint8Array, options: { key?: string; dryRun?: boolean; fileName?: string } = {}) =>
    importBankFile.execute(contextOf(communityId, options), { fileName: options.fileName ?? 'statement.csv', file, dryRun: options.dryRun ?? false });
  return {
    database,
    communityId,
    bankAccountId,
    ledger,
    books,
    queries,
    lines: new BankLines(queries, ledger),
    channelQueries,
    channelLines: new ChannelLines(channelQueries),
    importChannel: (text: string, options: { key?: string; dryRun?: boolean } = {}) =>
      importChannelFile.execute(contextOf(communityId, options), {
        fileName: 'bill.csv',
        file: new TextEncoder().encode(text),
        dryRun: options.dryRun ?? false,
      }),
    reconciliations: new Reconciliations(ledger),
    reconciliationQueries: new ReconciliationQueries(),
    importBankFile,
    importBytes,
    importStatement: (sketch: StatementSketch, options: { key?: string; dryRun?: boolean } = {}) =>
      importBytes(new TextEncoder().encode(writeBankCsv(sketch)), options),
    read: <T>(work: Parameters<typeof database.unitOfWork.read<T>>[1]) => database.unitOfWork.read<T>(communityId, work),
    run: <T>(work: Parameters<typeof database.unitOfWork.run<T>>[1]) => database.unitOfWork.run<T>(communityId, work),
  };
}

export type BankOnDatabase = Awaited<ReturnType<typeof bankOnDatabase>>;
