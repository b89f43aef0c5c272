import { Injectable } from '@nestjs/common';
import { addDays, assertAllowed, Clock, DomainError, required, type BusinessDate, type Id, type OrganisationId, type PersonId } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { BankOpenings, type MatchPart } from '../../bank/index.js';
import type { UnitId } from '../../communities/index.js';
import { OpeningFirmDues } from '../../entitlements/index.js';
import { OpeningFees } from '../../fees/index.js';
import { LedgerService, type PostedEntry, type Posting } from '../../ledger/index.js';
import { OpeningLeases, OpeningReceipts, type LeaseId } from '../../operating-income/index.js';
import { journalForOpening } from '../domain/journals.js';
import { openingParties, type OpeningLine } from '../domain/opening.js';
import { OpeningQueries, type OpeningView } from './opening-queries.js';

/** Opening balances are posted by a person. */
type OwnPosting = Posting & { readonly by: PersonId };

export type OpeningPosted = { readonly id: number; readonly openedOn: BusinessDate; readonly entries: number; readonly bankBalance: string };

/**
 * Posts the signed opening balances (P26), the first entries of a book and only once: cash with the bank's signed balance as its line,
 * balances of the funds, bills and prepayments of the units, charges and advances of the leases, what the firm owes and is owed, and what is held for others.
 */
@Injectable()
export class PostOpening {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly openings: OpeningQueries,
    private readonly bank: BankOpenings,
    private readonly fees: OpeningFees,
    private readonly leases: OpeningLeases,
    private readonly firm: OpeningFirmDues,
    private readonly receipts: OpeningReceipts,
  ) {}

  /** @throws NOT_ALLOWED, OPENING_MISSING, OPENING_STATE, OPENING_NOT_SIGNED, OPENING_BOOK_BEGUN, OPENING_BANK_BEGUN, and what the books refuse */
  async execute(context: CommandContext, { id }: { readonly id: number }): Promise<Outcome<OpeningPosted>> {
    const { actor } = context;
    assertAllowed(actor, 'opening.prepare');
    return this.unitOfWork.once({ context, command: 'PostOpening', request: { id } }, async (tx) => {
      const { lastSeq } = await this.ledger.lock(tx);
      const view = await this.openings.byId(tx, id);
      if (!view) throw new DomainError('OPENING_MISSING', { id });
      await refuse(tx, view, lastSeq);
      const posting = { by: actor.personId, at: this.clock.now() };
      const lines = await this.openings.lines(tx, id);
      await this.post(tx, posting, view, lines);
      const { lastSeq: entries } = await this.ledger.lock(tx);
      await tx.query(
        `insert into mingbai.opening_end (community_id, opening_id, kind, first_seq, last_seq, ended_at, ended_by) values ($1, $2, 'POSTED', 1, $3, $4, $5)`,
        [tx.communityId, id, entries, posting.at, posting.by],
      );
      return { id, openedOn: view.openedOn, entries, bankBalance: view.bankBalance.toString() };
    });
  }

  private async post(tx: Tx, posting: OwnPosting, view: OpeningView, lines: readonly OpeningLine[]): Promise<void> {
    const { id, openedOn, accountId, bankBalance } = view;
    const own = lines.filter(({ holderType }) => holderType !== 'unit' && holderType !== 'payee');
    const entries = await this.ledger.post(
      tx,
      posting,
      own.map((line) => journalForOpening(line, { id, openedOn })),
    );
    const parts = own.flatMap(({ code, amount }, index): MatchPart[] =>
      code === '1001' ? [{ targetType: 'OPENING', targetId: id, amount, entrySeq: required(entries[index], 'entry').seq }] : [],
    );
    if (bankBalance.isPositive)
      await this.bank.record(tx, posting, { accountId, on: addDays(openedOn, -1), balance: bankBalance, fileName: 'opening', sha256: view.fileSha256, parts });
    await this.recordLeasesAndFirm(
      tx,
      posting,
      view,
      own.map((line, index) => ({ line, entrySeq: required(entries[index], 'entry').seq })),
    );
    const of = (wanted: string) => lines.filter(({ code }) => code === wanted);
    const held = (wanted: string) => of(wanted).map(({ line, holderId, amount }) => ({ line, payeeId: holderId as Id<'payee'>, amount }));
    await this.receipts.record(tx, posting, { openingId: id, openedOn, deposits: held('2501'), collected: held('2502') });
    await this.fees.record(tx, posting, {
      openingId: id,
      openedOn,
      bills: of('1101').map(({ holderId, period, amount }) => ({ unitId: holderId as UnitId, period: required(period, 'the month of a bill'), amount })),
      prepayments: of('2001').map(({ holderId, amount }) => ({ unitId: holderId as UnitId, amount })),
    });
  }

  /** What leases and the firm owe, what leases have paid in advance, and what the firm is owed, as documents that later money settles. */
  private async recordLeasesAndFirm(
    tx: Tx,
    posting: OwnPosting,
    { id: openingId, openedOn }: OpeningView,
    posted: readonly { readonly line: OpeningLine; readonly entrySeq: PostedEntry['seq'] }[],
  ): Promise<void> {
    const of = (wanted: string) => posted.filter(({ line }) => line.code === wanted);
    const charges = of('1103').map(({ line: { holderId, period, amount }, entrySeq }) => {
      return { leaseId: holderId as LeaseId, period: required(period, 'the month of a charge'), amount, entrySeq };
    });
    const advances = of('2002').map(({ line: { holderId, amount }, entrySeq }) => ({ leaseId: holderId as LeaseId, amount, entrySeq }));
    if (charges.length + advances.length > 0) await this.leases.record(tx, { openingId, openedOn, charges, advances });
    for (const { line, entrySeq } of of('1104'))
      await this.firm.record(tx, posting, { openingId, openedOn, firmId: line.holderId as OrganisationId, amount: line.amount, entrySeq });
    for (const { line, entrySeq } of of('2101')) {
      const { holderId, period, amount } = line;
      await this.firm.recordPayable(tx, {
        openingId,
        openedOn,
        firmId: holderId as OrganisationId,
        period: required(period, 'the month of what was earned'),
        amount,
        entrySeq,
      });
    }
  }
}

async function refuse(tx: Tx, { id, state, accountId, signatures }: OpeningView, lastSeq: number): Promise<void> {
  if (state === 'POSTED' || state === 'WITHDRAWN') throw new DomainError('OPENING_STATE', { id, state });
  const missing = openingParties.filter((party) => !signatures.some((signature) => signature.party === party));
  if (missing.length > 0) throw new DomainError('OPENING_NOT_SIGNED', { id, missing: missing.join(', ') });
  if (lastSeq > 0) throw new DomainError('OPENING_BOOK_BEGUN', { entries: lastSeq });
  const [file] = await tx.query('select from mingbai.bank_file where community_id = $1 and account_id = $2 limit 1', [tx.communityId, accountId]);
  if (file) throw new DomainError('OPENING_BANK_BEGUN');
}
