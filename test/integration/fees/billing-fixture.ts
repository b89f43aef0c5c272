import { accountingPeriod, businessDate, type AccountingPeriod, type BusinessDate } from '../../../src/kernel/index.js';
import { ChangeUnitOwner, UnitCorrections } from '../../../src/modules/communities/index.js';
import {
  ArrearsQueries,
  DecideDiscount,
  DecideDiscountEnd,
  AskUnitCorrection,
  DecideUnitCorrection,
  DecideWaiver,
  EndDiscount,
  EndFeeItem,
  GiveFeeRate,
  ImportMeters,
  ImportReadings,
  LateFeeQueries,
  RecordDiscount,
  RecordFeeItem,
  RecordReminders,
  RequestWaiver,
  RunLateFees,
  SetUnitTerm,
  UndoBillRun,
  UndoWaiver,
  UnitCorrectionRequests,
  WaiverQueries,
  type DecideDiscountEndRequest,
  type DecideDiscountRequest,
  type RecordDiscountRequest,
  type RecordFeeItemRequest,
} from '../../../src/modules/fees/index.js';
import { LateFeePlanner } from '../../../src/modules/fees/application/late-fee-planner.js';
import type { CommandContext } from '../../../src/platform/database/index.js';
import { contextIn } from '../contracts/fixture.js';
import { resolutionsOn } from '../resolutions/fixture.js';
import { feesOnDatabase } from './fixture.js';

const csv = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The module with everything that bills and what follows them need; `compound()` makes one with its bookkeeper, its committee and a resolution for fees. */
export async function billingOnDatabase() {
  const module = await feesOnDatabase();
  const on = billingOn(module);
  return { ...on, compound: async () => billingIn(on, await module.compound()) };
}

function billingOn(module: Awaited<ReturnType<typeof feesOnDatabase>>) {
  const { database, ledger, fees, feeItems, prepayments, units, contracts, substitutions } = module;
  const { unitOfWork, clock } = database;
  const decisions = resolutionsOn(database);
  const { resolutions } = decisions;
  const waivers = new WaiverQueries();
  const [correctionRequests, unitCorrections] = [new UnitCorrectionRequests(), new UnitCorrections(units)];
  const arrears = new ArrearsQueries(units);
  return {
    ...module,
    decisions,
    waivers,
    arrears,
    lateFees: new LateFeeQueries(),
    undoBillRun: new UndoBillRun(unitOfWork, clock, ledger, fees, prepayments),
    recordFeeItem: new RecordFeeItem(unitOfWork, clock, ledger, feeItems, resolutions),
    giveFeeRate: new GiveFeeRate(unitOfWork, clock, ledger, feeItems, resolutions),
    endFeeItem: new EndFeeItem(unitOfWork, ledger, feeItems),
    recordDiscount: new RecordDiscount(unitOfWork, clock, ledger, units, feeItems),
    endDiscount: new EndDiscount(unitOfWork, clock, ledger, feeItems),
    decideDiscountEnd: new DecideDiscountEnd(unitOfWork, clock, ledger, feeItems, substitutions),
    decideDiscount: new DecideDiscount(unitOfWork, clock, ledger, feeItems, substitutions),
    setUnitTerm: new SetUnitTerm(unitOfWork, clock, ledger, units),
    importMeters: new ImportMeters(unitOfWork, clock, ledger, units, feeItems),
    importReadings: new ImportReadings(unitOfWork, clock, ledger, feeItems),
    runLateFees: new RunLateFees(unitOfWork, clock, ledger, new LateFeePlanner(contracts)),
    requestWaiver: new RequestWaiver(unitOfWork, clock, ledger, waivers, contracts, resolutions),
    correctionRequests,
    askCorrection: new AskUnitCorrection(unitOfWork, clock, ledger, units, unitCorrections, correctionRequests),
    decideCorrection: new DecideUnitCorrection(unitOfWork, clock, ledger, unitCorrections, correctionRequests, substitutions),
    decideWaiver: new DecideWaiver(unitOfWork, clock, ledger, waivers, substitutions, resolutions),
    undoWaiver: new UndoWaiver(unitOfWork, clock, ledger, waivers, substitutions, prepayments),
    recordReminders: new RecordReminders(unitOfWork, clock, ledger, arrears),
    changeUnitOwner: new ChangeUnitOwner(unitOfWork, clock, ledger, units),
    destroy: async () => {
      decisions.removeFiles();
      await database.destroy();
    },
  };
}

async function billingIn(on: ReturnType<typeof billingOn>, compound: Awaited<ReturnType<Awaited<ReturnType<typeof feesOnDatabase>>['compound']>>) {
  const { communityId } = compound;
  const [clerk, committee] = [await on.party(communityId, 'BOOKKEEPER'), await on.party(communityId, 'COMMITTEE')];
  const bookkeeper = (key: string | null = null): CommandContext => contextIn(communityId, clerk, 'BOOKKEEPER', key);
  const owners = (key: string | null = null): CommandContext => contextIn(communityId, committee, 'COMMITTEE', key);
  const askDiscount = (change: Partial<RecordDiscountRequest> = {}) =>
    on.recordDiscount.execute(bookkeeper(), {
      item: 'PM',
      unit: '01-101',
      unitKind: null,
      percent: '30',
      yuan: null,
      from: businessDate('2024-01-01'),
      to: businessDate('2024-12-31'),
      ground: 'VACANCY',
      document: '空置证明 2024-7',
      ...change,
    });
  const agree = (id: number, by: CommandContext = owners()) =>
    on.decideDiscount.execute(by, { id: id as DecideDiscountRequest['id'], decision: 'AGREED', reason: null });
  const askEnd = (id: number, lastOn: BusinessDate, reason = '房屋已经入住') => on.endDiscount.execute(bookkeeper(), { id, lastOn, reason });
  const agreeToEnd = (end: number, by: CommandContext = owners()) =>
    on.decideDiscountEnd.execute(by, { endId: end as DecideDiscountEndRequest['endId'], decision: 'AGREED', reason: null });
  const resolutionNo = await on.decisions.decide(owners(), { kind: 'FEE', title: '电梯维护费' });
  return {
    ...compound,
    bookkeeper,
    owners,
    resolutionNo,
    item: (change: Partial<RecordFeeItemRequest> = {}) =>
      on.recordFeeItem.execute(bookkeeper(), {
        code: 'LIFT',
        name: '电梯费',
        basis: 'UNIT',
        cycle: 'MONTHLY',
        lateFees: false,
        from: accountingPeriod('2024-01'),
        rates: [{ unitKind: 'FLAT', rate: '30' }],
        resolutionNo,
        ...change,
      }),
    askDiscount,
    agree,
    askEnd,
    agreeToEnd,
    /** Asked for, and agreed to by the owner side. */
    endDiscount: async (id: number, lastOn: BusinessDate) => agreeToEnd((await askEnd(id, lastOn)).value.end),
    /** Recorded, and agreed to by the owner side. */
    discount: async (change: Partial<RecordDiscountRequest> = {}) => {
      const { id } = (await askDiscount(change)).value;
      await agree(id);
      return id;
    },
    undo: (period: AccountingPeriod, key: string | null = null) => on.undoBillRun.execute(bookkeeper(key), { period, reason: '面积录错' }),
    meters: (item: string, text: string, dryRun = false) => on.importMeters.execute(bookkeeper(), { item, file: csv(text), dryRun }),
    readings: (item: string, period: AccountingPeriod, text: string, dryRun = false) =>
      on.importReadings.execute(bookkeeper(), { item, period, file: csv(text), dryRun }),
    charge: (through: BusinessDate, options: { dryRun?: boolean; fingerprint?: string; key?: string } = {}) =>
      on.runLateFees.execute(bookkeeper(options.key ?? null), { through, dryRun: options.dryRun ?? false, fingerprint: options.fingerprint ?? null }),
  };
}

export type BillingCompound = Awaited<ReturnType<Awaited<ReturnType<typeof billingOnDatabase>>['compound']>>;
