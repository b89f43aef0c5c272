import { businessDate, required, shanghaiTime, type BusinessDate, type Role } from '../../../src/kernel/index.js';
import { entities as communityEntities } from '../../../src/modules/communities/index.js';
import { entities as contractEntities } from '../../../src/modules/contracts/index.js';
import { entities as evidenceEntities } from '../../../src/modules/evidence/index.js';
import { invariants as ledgerInvariants, LedgerQueries } from '../../../src/modules/ledger/index.js';
import {
  AccrueOperatingIncome,
  AskClaim,
  ClaimQueries,
  ClaimRegister,
  Collections,
  CollectedQueries,
  DecideClaim,
  DepositQueries,
  Deposits,
  EndLease,
  entities,
  Floats,
  ImportLeases,
  IncomeClaims,
  invariants,
  LeaseQueries,
  LeaseReceipts,
  MaintenanceProposals,
  OtherIncome,
  OtherReceipts,
  PassOnCollected,
  PayableClaims,
  ProposeMaintenance,
  RecordTax,
  RecordUseRule,
  RefundLease,
  ReleaseDeposit,
  TakeBackPassedOn,
  WithdrawClaim,
  WriteOffCharge,
  type AskClaimRequest,
} from '../../../src/modules/operating-income/index.js';
import { Advances } from '../../../src/modules/operating-income/application/advances.js';
import { entities as resolutionEntities, invariants as resolutionInvariants, type RecordResolutionRequest } from '../../../src/modules/resolutions/index.js';
import type { Tx } from '../../../src/platform/database/index.js';
import { posting, violations, yuan } from '../../support/books.js';
import { TestDatabase } from '../../support/database.js';
import { account } from '../communities/fixture.js';
import { contextIn, contractOf, contractsOn, demoPayeeAccount, type Party } from '../contracts/fixture.js';
import { resolutionsOn } from '../resolutions/fixture.js';
import { demoLeases } from './fixture.js';

export const day = businessDate;
export const allEntities = [...communityEntities, ...contractEntities, ...evidenceEntities, ...resolutionEntities, ...entities];

/** The module on a test's database with all it leans on. */
export function claimsOn(database: TestDatabase) {
  const { unitOfWork, clock } = database;
  const base = contractsOn(database);
  const papers = resolutionsOn(database);
  const { ledger, contracts, payees, substitutions, bankAccounts } = base;
  const [books, leases, claims] = [new LedgerQueries(), new LeaseQueries(), new ClaimQueries()];
  const register = new ClaimRegister(ledger, clock, payees, papers.evidence, claims);
  const proposals = new MaintenanceProposals(books, claims);
  const collected = new CollectedQueries();
  const receipts = new OtherReceipts(ledger, collected);
  const deposits = new DepositQueries();
  return {
    ...base,
    ...papers,
    database,
    books,
    leases,
    claims,
    deposits,
    proposals,
    importLeases: new ImportLeases(unitOfWork, clock, ledger, books, leases),
    accrueOperatingIncome: new AccrueOperatingIncome(unitOfWork, clock, ledger, leases),
    leaseReceipts: new LeaseReceipts(ledger, leases, new Advances(ledger, leases)),
    askClaim: new AskClaim(unitOfWork, clock, ledger, contracts, payees, leases, papers.resolutions, claims, register),
    recordTax: new RecordTax(unitOfWork, ledger, register),
    decideClaim: new DecideClaim(unitOfWork, clock, ledger, substitutions, claims, proposals),
    withdrawClaim: new WithdrawClaim(unitOfWork, clock, ledger, claims),
    recordUseRule: new RecordUseRule(unitOfWork, clock, ledger, papers.resolutions, claims, substitutions),
    proposeMaintenance: new ProposeMaintenance(unitOfWork, clock, ledger, papers.resolutions, claims, proposals, register),
    releaseDeposit: new ReleaseDeposit(unitOfWork, clock, ledger, bankAccounts, papers.evidence, deposits, substitutions),
    refundLease: new RefundLease(unitOfWork, clock, ledger, leases, new PayableClaims(claims), payees),
    endLease: new EndLease(unitOfWork, clock, ledger, papers.evidence, leases),
    writeOffCharge: new WriteOffCharge(unitOfWork, clock, ledger, papers.resolutions, leases),
    payable: new PayableClaims(claims),
    incomeClaims: new IncomeClaims(),
    receipts,
    collected,
    collections: new Collections(receipts, payees),
    passOn: new PassOnCollected(unitOfWork, ledger, register, collected),
    takeBackPassedOn: new TakeBackPassedOn(unitOfWork, clock, ledger, books, claims),
    otherIncome: new OtherIncome(receipts),
    depositReceipts: new Deposits(receipts),
    floats: new Floats(receipts),
  };
}

let paper = 0;

/** A compound with its parties, a contract in force, payees, the demo's leases, a substitution: 居委会 speaks for the owners; 100,000.00 of other income. */
export async function claimScene(app: ReturnType<typeof claimsOn>) {
  const { database } = app;
  const at = (date: string, time = '09:00') => database.clock.set(shanghaiTime(day(date), time));
  at('2024-01-01', '08:30');
  const compound = await app.newCompound();
  const { communityId, community, firm } = compound;
  const bookkeeper = await app.party(communityId, 'BOOKKEEPER');
  const by = (party: Party, role: Role, key: string | null = null) => contextIn(communityId, party, role, key);
  const who = {
    bookkeeper: (key?: string) => by(bookkeeper, 'BOOKKEEPER', key ?? null),
    firm: (key?: string) => by(firm, 'FIRM', key ?? null),
    owners: (key?: string) => by(community, 'COMMUNITY', key ?? null),
    street: () => by(compound.street, 'STREET'),
  };
  const { bankAccountId } = (await app.openBankAccount.execute(who.owners(), { ...account, openedOn: day('2024-01-01') })).value;
  await app.standIn(compound);
  const { contractId } = (await app.signContract.execute(who.owners(), contractOf(compound))).value;
  await app.registerPayeeAccount.execute(who.owners(), { contractId, ...demoPayeeAccount });
  const payee = async (kind: 'VENDOR' | 'TAX_OFFICE' | 'CUSTODIAN', name: string, accountNo: string) =>
    (await app.registerPayee.execute(who.bookkeeper(), { kind, name, bankName: '嘉善农商银行', accountNo, accountName: name })).value.number;
  const payees = {
    vendor: await payee('VENDOR', '嘉善安防用品店', '9905000000000001'),
    taxOffice: await payee('TAX_OFFICE', '嘉善县税务局', '9905000000000002'),
    custodian: await payee('CUSTODIAN', '嘉善县维修资金中心', '9905000000000003'),
  };
  await app.importLeases.execute(who.bookkeeper(), { file: demoLeases, dryRun: false });
  const run = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => database.unitOfWork.run(communityId, async (tx) => (await app.ledger.lock(tx), work(tx)));
  const read = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => database.unitOfWork.read(communityId, work);
  let line = 900_000;
  const comes = (amount: string, on: string, words = '废旧物品出售') =>
    run((tx) => app.otherIncome.record(tx, posting, { bankLineId: ++line, bankAccountId, amount: yuan(amount), on: day(on), words }));
  const cost = async (change: Partial<AskClaimRequest> = {}): Promise<AskClaimRequest> => ({
    kind: 'COST',
    payee: payees.vendor,
    lease: 'ZL01',
    period: '2024-01',
    amount: yuan('1200.00'),
    description: '停车场道闸维修',
    invoiceNo: null,
    resolution: null,
    costCode: null,
    fund: null,
    evidence: [await app.paper(who.bookkeeper(), `发票 ${++paper}`)],
    ...change,
  });
  return {
    ...compound,
    app,
    bankAccountId,
    who,
    by,
    at,
    payees,
    run,
    read,
    comes,
    nextLine: () => ++line,
    cost,
    paper: (text = `凭据 ${++paper}`) => app.paper(who.bookkeeper(), text),
    decide: (change: Partial<RecordResolutionRequest> = {}) => app.decide(who.owners(), change),
    ask: async (change: Partial<AskClaimRequest> = {}) => (await app.askClaim.execute(who.bookkeeper(), await cost(change))).value.number,
    decideOn: (number: string, decision: 'APPROVE' | 'REJECT' = 'APPROVE', reason: string | null = null) =>
      app.decideClaim.execute(who.owners(), { number, decision, reason }),
    claim: (number: string) => read((tx) => app.claims.byNumber(tx, number)),
    balance: (
      fund: 'SVC' | 'COM' | 'QLT' | 'TRN',
      code: '1201' | '1103' | '2002' | '2104' | '2201' | '2302' | '2401' | '2501' | '2502' | '4901' | '5101' | '5201' | '5003' | '5901',
    ) => read(async (tx) => (await app.books.balance(tx, fund, { code })).toString()),
    com: () =>
      read(async (tx) =>
        required(
          (await app.books.funds(tx)).find(({ fund }) => fund === 'COM'),
          'COM',
        ),
      ),
    lastRules: (count: number) =>
      read(async (tx) => (await app.books.entries(tx, { limit: 1000 })).slice(-count).map(({ rule, effectiveOn }) => `${rule} ${effectiveOn}`)),
    close: (period: string) => run((tx) => app.ledger.closePeriod(tx, posting, period as never)),
    violations: () => violations(database, communityId, [...ledgerInvariants, ...resolutionInvariants, ...invariants]),
    /** The documents against the books: what both say of each account, where nothing was paid out. */
    documents: (on: BusinessDate) =>
      read(async (tx) => (await app.incomeClaims.claims(tx, on)).map(({ fund, account: code, amount }) => `${fund} ${code} ${amount.toString()}`)),
    footprint: () =>
      read(async (tx) => {
        const [row] = await tx.query(
          `select (select last_seq from ledger.book) as seq, (select count(*) from mingbai.claim) as claims, (select count(*) from mingbai.claim_evidence) as papers,
             (select count(*) from mingbai.other_receipt where voided_on is null) as standing, (select count(*) from mingbai.other_receipt) as receipts, (select count(*) from mingbai.deposit_release) as releases, (select count(*) from mingbai.lease_refund) as refunds,
             (select string_agg(number || state, ' ' order by id) from mingbai.claim) as states`,
        );
        return row;
      }),
  };
}

export type ClaimScene = Awaited<ReturnType<typeof claimScene>>;
