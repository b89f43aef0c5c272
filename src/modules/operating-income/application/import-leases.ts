import { Injectable } from '@nestjs/common';
import {
  assertAllowed,
  Clock,
  DomainError,
  periodOf,
  periodsBetween,
  required,
  sha256Hex,
  type AccountingPeriod,
  type BusinessDate,
  type Id,
} from '../../../kernel/index.js';
import { type CommandContext, insertRows, type Outcome, type Tx, UnitOfWork } from '../../../platform/database/index.js';
import { LedgerQueries, LedgerService } from '../../ledger/index.js';
import { dueOn, type LeaseId } from '../domain/lease.js';
import { readLeases, type StatedLease } from '../domain/lease-list.js';
import { Asset } from '../persistence/asset.js';
import { Lease } from '../persistence/lease.js';
import { LeaseQueries } from './lease-queries.js';
import { readLeasesFile } from './leases-file.js';

/** The bytes of a CSV with the columns code, asset, kind, counterparty, amount, schedule, firstDueOn, from, to. A dry run writes nothing. */
export interface ImportLeasesRequest {
  readonly file: Uint8Array;
  readonly dryRun: boolean;
}

export type LeasesImported = { readonly dryRun: boolean; readonly added: number; readonly unchanged: number; readonly assetsAdded: number };

/** Adds the leases of a file, all or none. A lease that is recorded like this already is left as it is, so the same file adds nothing again. */
@Injectable()
export class ImportLeases {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly books: LedgerQueries,
    private readonly leases: LeaseQueries,
  ) {}

  /** @throws NOT_ALLOWED, LEASE_FILE_…, LEASE_… naming the line and what is wrong in it */
  async execute(context: CommandContext, { file, dryRun }: ImportLeasesRequest): Promise<Outcome<LeasesImported>> {
    assertAllowed(context.actor, 'lease.manage');
    const stated = readLeases(readLeasesFile(file));
    if (dryRun) {
      const { summary } = await this.unitOfWork.read(context.actor.communityId, (tx) => this.plan(tx, stated));
      return { value: { ...summary, dryRun }, replayed: false };
    }
    return this.unitOfWork.once({ context, command: 'ImportLeases', request: { file: sha256Hex(file) } }, async (tx) => {
      await this.ledger.lock(tx);
      const { added, summary } = await this.plan(tx, stated);
      await this.add(tx, added);
      return summary;
    });
  }

  private async plan(tx: Tx, stated: readonly StatedLease[]): Promise<{ added: StatedLease[]; summary: LeasesImported }> {
    const known = new Map((await this.leases.all(tx)).map((lease) => [lease.code, { content: contentOf(lease), endedOn: lease.endedOn }]));
    const added = stated.filter((lease) => {
      const { line, code, endedOn } = lease;
      const recorded = known.get(code);
      // one that ended is downloaded with its last day; a new one does not end by a list
      if (!recorded && endedOn !== undefined) throw new DomainError('LEASE_FIELD_INVALID', { line, field: 'endedOn', value: endedOn });
      if (recorded && (recorded.content !== contentOf(lease) || (endedOn !== undefined && recorded.endedOn !== endedOn)))
        throw new DomainError('LEASE_CODE_TAKEN', { line, code });
      return !recorded;
    });
    const { closedThrough } = required(await this.books.book(tx), 'book');
    const accrued = (await this.leases.accruals(tx)).map((accrual) => accrual.period);
    for (const lease of added) refuseMissedCharges(lease, closedThrough, accrued);
    const knownAssets = new Set((await tx.manager.findBy(Asset, { communityId: tx.communityId })).map((asset) => asset.name));
    const assetsAdded = new Set(added.map((lease) => lease.asset).filter((asset) => !knownAssets.has(asset))).size;
    return { added, summary: { dryRun: false, added: added.length, unchanged: stated.length - added.length, assetsAdded } };
  }

  private async add(tx: Tx, leases: readonly StatedLease[]): Promise<void> {
    const { communityId } = tx;
    const createdAt = this.clock.now();
    const assets = new Map((await tx.manager.findBy(Asset, { communityId })).map((asset) => [asset.name, asset.id]));
    const newAssets = [...new Set(leases.map((lease) => lease.asset))].filter((name) => !assets.has(name));
    const firstId = await this.ledger.takeIds(tx, newAssets.length + leases.length);
    newAssets.forEach((name, index) => assets.set(name, (firstId + index) as Id<'asset'>));
    await insertRows(
      tx,
      Asset,
      newAssets.map((name) => ({ communityId, id: required(assets.get(name), 'asset'), name })),
    );
    const rows = leases.map(({ code, asset, kind, counterparty, amount, schedule, firstDueOn, from: fromOn, to: toOn }, index) => {
      const id = (firstId + newAssets.length + index) as LeaseId;
      return {
        communityId,
        id,
        assetId: required(assets.get(asset), 'asset'),
        code,
        kind,
        counterparty,
        amount,
        schedule,
        firstDueOn,
        fromOn,
        toOn,
        createdAt,
      };
    });
    await insertRows(tx, Lease, rows);
  }
}

/** What a lease says, to compare; where it stands in a file is no part of it. */
function contentOf({ asset, kind, counterparty, amount, schedule, firstDueOn, from, to }: Omit<StatedLease, 'line' | 'endedOn'>): string {
  return [asset, kind, counterparty, amount.toString(), schedule, firstDueOn, from, to].join('\n');
}

/** A month is accrued once: what falls due in a closed or an accrued month would never be asked for. */
function refuseMissedCharges(lease: StatedLease, closedThrough: BusinessDate, accrued: readonly AccountingPeriod[]): void {
  const { line, firstDueOn } = lease;
  if (firstDueOn <= closedThrough) throw new DomainError('LEASE_DUE_CLOSED', { line, firstDueOn, closedThrough });
  const last = accrued.at(-1);
  if (last === undefined) return;
  const missed = periodsBetween(periodOf(firstDueOn), last).find((period) => accrued.includes(period) && dueOn(lease, period) !== null);
  if (missed) throw new DomainError('LEASE_DUE_ACCRUED', { line, period: missed });
}
