import { Injectable } from '@nestjs/common';
import { stringify } from 'csv-stringify/sync';
import {
  assertAllowed,
  canonicalJson,
  Clock,
  DomainError,
  isAllowed,
  Money,
  required,
  sha256Hex,
  type Actor,
  type BusinessDate,
  type Instant,
  type Json,
} from '../../../kernel/index.js';
import { UnitOfWork, type Tx } from '../../../platform/database/index.js';
import { neutralCell } from '../../../platform/files/index.js';
import { BankQueries } from '../../bank/index.js';
import { CommunityQueries, maskedName, UnitQueries } from '../../communities/index.js';
import { ContractQueries } from '../../contracts/index.js';
import { FeeQueries, ReceiptQueries } from '../../fees/index.js';
import { Parties } from '../../identity/index.js';
import { ExportJournal, LedgerQueries, type AccountBalance, type ChartCode } from '../../ledger/index.js';
import { CollectedQueries, DepositQueries, LeaseQueries } from '../../operating-income/index.js';
import { StatementQueries } from './statement-queries.js';

export interface HandoverFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** What the pack is of, and every file of it with its fingerprint; itself the file `manifest.json`. */
export type HandoverManifest = {
  readonly community: string;
  readonly on: BusinessDate;
  readonly madeAt: Instant;
  readonly throughEntry: number;
  readonly totals: {
    readonly openBills: string;
    readonly prepayments: string;
    readonly leaseCharges: string;
    readonly suspense: string;
    readonly deposits: string;
    /** Money of others that has not been passed on to them. */
    readonly collected: string;
  };
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
};

type Totals = Readonly<Record<keyof HandoverManifest['totals'], Money>>;

/** Which account of the books each list is held against. */
const ACCOUNT: Readonly<Record<keyof Totals, ChartCode>> = {
  openBills: '1101',
  prepayments: '2001',
  leaseCharges: '1103',
  suspense: '2301',
  deposits: '2501',
  collected: '2502',
};

/**
 * What is handed over when the firm changes (民法典 949): units, open bills, prepayments, leases, deposits, money of others, suspense, contracts, receipts, the books
 * as a journal, and every published statement, of one moment, with a list of all files and their SHA-256. Lists that do not add up to the books
 * are not handed over. Names of owners are whole only for who may read them; what payers wrote and whole account numbers are in no file.
 */
@Injectable()
export class HandoverPack {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly journal: ExportJournal,
    private readonly books: LedgerQueries,
    private readonly communities: CommunityQueries,
    private readonly units: UnitQueries,
    private readonly fees: FeeQueries,
    private readonly receipts: ReceiptQueries,
    private readonly leases: LeaseQueries,
    private readonly deposits: DepositQueries,
    private readonly collected: CollectedQueries,
    private readonly bank: BankQueries,
    private readonly contracts: ContractQueries,
    private readonly parties: Parties,
    private readonly statements: StatementQueries,
  ) {}

  /** @throws NOT_ALLOWED, HANDOVER_APART with list, account and both figures */
  async execute(actor: Actor): Promise<{ manifest: HandoverManifest; files: HandoverFile[] }> {
    assertAllowed(actor, 'handover.make');
    return this.unitOfWork.read(actor.communityId, async (tx) => {
      const pieces: string[] = [];
      for await (const piece of this.journal.execute(tx, { format: 'hledger' })) pieces.push(piece); // first: it fixes the moment that the transaction sees
      const { lists, totals } = await this.lists(tx, isAllowed(actor.roles, 'unit.read-owner-name'));
      const balances = await this.books.balances(tx);
      refuseApart(totals, balances);
      const statements = (await this.statements.documents(tx)).filter(({ publishedAt }) => publishedAt !== null);
      const files = [
        ...Object.entries(lists).map(([name, rows]) => ({ path: `${name}.csv`, bytes: utf8(csvOf(rows)) })),
        { path: 'balances.csv', bytes: utf8(csvOf(balancesOf(balances))) },
        { path: 'journal.hledger', bytes: utf8(pieces.join('')) },
        ...statements.map(({ period, version, json }) => ({ path: `statements/${period}-v${version}.json`, bytes: utf8(json) })),
      ];
      const manifest = await this.manifest(tx, totals, files);
      return { manifest, files: [...files, { path: 'manifest.json', bytes: utf8(`${canonicalJson(manifest as unknown as Json)}\n`) }] };
    });
  }

  private async manifest(tx: Tx, totals: Totals, files: readonly HandoverFile[]): Promise<HandoverManifest> {
    const { slug } = await this.communities.of(tx);
    const text = (name: keyof Totals): string => totals[name].toString();
    return {
      community: slug,
      on: this.clock.today(),
      madeAt: this.clock.now(),
      throughEntry: required(await this.books.book(tx), 'the book of a compound').lastSeq,
      totals: {
        openBills: text('openBills'),
        prepayments: text('prepayments'),
        leaseCharges: text('leaseCharges'),
        suspense: text('suspense'),
        deposits: text('deposits'),
        collected: text('collected'),
      },
      files: files.map(({ path, bytes }) => ({ path, bytes: bytes.length, sha256: sha256Hex(bytes) })),
    };
  }

  private async lists(tx: Tx, wholeNames: boolean): Promise<{ lists: Record<string, Row[]>; totals: Totals }> {
    const units = await this.units.all(tx);
    const codeOf = new Map<number, string>(units.map(({ id, code }) => [id, code]));
    const bills = await this.fees.openBills(tx);
    const prepayments = await this.fees.prepayments(tx);
    const charges = await this.leases.open(tx);
    const suspense = await this.bank.lines(tx, { inSuspense: true });
    const deposits = (await this.deposits.all(tx)).filter(({ held }) => held.isPositive);
    const collected = (await this.collected.all(tx)).filter(({ held }) => held.isPositive);
    const name = (owner: string | null): string => (owner === null ? '' : wholeNames ? owner : maskedName(owner));
    return {
      lists: {
        units: units.map(({ code, label, kind, area, ownerName }) => ({ code, label, kind, area: area.toFixed(2), owner: name(ownerName) })),
        'open-bills': bills.map(({ unitCode, item, period, dueOn, amount, paid, waived, open }) => ({
          unit: unitCode,
          item,
          month: period,
          dueOn,
          amount,
          paid,
          waived,
          open,
        })),
        prepayments: prepayments.map(({ unitId, amount }) => ({ unit: required(codeOf.get(unitId), 'the unit of a prepayment'), amount })),
        leases: (await this.leases.all(tx)).map(({ code, asset, kind, counterparty, from }) => ({ code, asset, kind, counterparty, from })),
        'lease-charges': charges.map(({ leaseCode, accruedOn, dueOn, amount, open }) => ({ lease: leaseCode, accruedOn, dueOn, amount, open })),
        deposits: deposits.map(({ id, payerName, lease, receivedOn, held }) => ({
          deposit: id,
          payer: wholeNames ? payerName : maskedName(payerName),
          lease: lease ?? '',
          receivedOn,
          held,
        })),
        collected: collected.map(({ payee, name: whose, isPerson, heldSince, held }) => ({
          payee,
          name: isPerson && !wholeNames ? maskedName(whose) : whose,
          heldSince: heldSince ?? '',
          held,
        })),
        suspense: suspense.map(({ bookedOn, amount, suspenseOpen }) => ({ bookedOn, amount, waits: suspenseOpen })),
        receipts: (await this.receipts.list(tx, {})).map((receipt) => ({
          number: receipt.number,
          unit: receipt.unitCode,
          receivedOn: receipt.receivedOn,
          countsFrom: receipt.effectiveOn,
          amount: receipt.amount,
          prepaid: receipt.excess,
          lateFees: receipt.lateFees,
          void: receipt.void?.kind ?? '',
        })),
        contracts: await this.contractRows(tx),
      },
      totals: {
        openBills: Money.sum(bills.map(({ open }) => open)),
        prepayments: Money.sum(prepayments.map(({ amount }) => amount)),
        leaseCharges: Money.sum(charges.map(({ open }) => open)),
        suspense: Money.sum(suspense.map(({ suspenseOpen }) => suspenseOpen)),
        deposits: Money.sum(deposits.map(({ held }) => held)),
        collected: Money.sum(collected.map(({ held }) => held)),
      },
    };
  }

  private async contractRows(tx: Tx): Promise<Row[]> {
    const rows: Row[] = [];
    for (const { number, versionNo, firmId, from, to, fromPeriod, signedOn } of await this.contracts.versions(tx))
      rows.push({ number, version: versionNo, firm: (await this.parties.organisation(tx, firmId)).name, from, to, countsFrom: fromPeriod, signedOn });
    return rows;
  }
}

type Row = Readonly<Record<string, string | number | Money>>;

function balancesOf(balances: readonly AccountBalance[]): Row[] {
  return balances
    .filter(({ balance }) => !balance.isZero)
    .toSorted((a, b) => a.code.localeCompare(b.code) || a.accountId - b.accountId)
    .map(({ code, name, fund, holderType, holderId, normalSide, balance }) => ({
      account: code,
      name,
      fund,
      holderType,
      holder: holderId,
      side: normalSide,
      balance,
    }));
}

/** A list with its heading, in the form that a spreadsheet opens and runs nothing of. An empty list has no heading: nothing names its columns. */
function csvOf(rows: readonly Row[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const cell = (value: Row[string] | undefined): string => (typeof value === 'string' ? neutralCell(value) : String(value ?? ''));
  return stringify([columns, ...rows.map((row) => columns.map((column) => cell(row[column])))].filter((line) => line.length > 0));
}

function refuseApart(totals: Totals, balances: readonly AccountBalance[]): void {
  for (const name of Object.keys(ACCOUNT) as (keyof Totals)[]) {
    const account = ACCOUNT[name];
    const books = Money.sum(balances.filter(({ code }) => code === account).map(({ balance }) => balance));
    if (!books.equals(totals[name])) throw new DomainError('HANDOVER_APART', { account, list: totals[name].toString(), books: books.toString() });
  }
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
