import { Asset } from './persistence/asset.js';
import { IncomeAccrual } from './persistence/income-accrual.js';
import { LeaseAllocation } from './persistence/lease-allocation.js';
import { LeaseCharge } from './persistence/lease-charge.js';
import { LeaseReceipt } from './persistence/lease-receipt.js';
import { Lease } from './persistence/lease.js';

export * from './application/accrue-operating-income.js';
export * from './application/import-leases.js';
export * from './application/lease-queries.js';
export * from './application/lease-receipts.js';
export * from './application/lease-views.js';
export { leaseInvariants as invariants } from './application/lease-invariants.js';
export * from './domain/lease.js';
export type { Advance, ChargeId, OpenCharge } from './domain/settlement.js';
export * from './operating-income.module.js';

export const entities = [Asset, Lease, IncomeAccrual, LeaseCharge, LeaseReceipt, LeaseAllocation];
