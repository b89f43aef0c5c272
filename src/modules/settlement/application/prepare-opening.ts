import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, periodOf, required, sha256Hex, type Actor, type BusinessDate } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { BankAccountQueries, UnitQueries } from '../../communities/index.js';
import { ContractQueries, PayeeQueries } from '../../contracts/index.js';
import { LedgerQueries, LedgerService } from '../../ledger/index.js';
import { collectedFor, LeaseQueries } from '../../operating-income/index.js';
import { assertBalanced, openingBankBalance, openingHash, readOpening, type OpeningLine } from '../domain/opening.js';
import { OpeningQueries } from './opening-queries.js';

/** A CSV with the columns account, fund, holder, month, amount. A dry run writes nothing. */
export interface PrepareOpeningRequest {
  readonly file: Uint8Array;
  readonly dryRun: boolean;
}

/** What was prepared, or would be: to compare with the paper. `id` and `sha256` null in a dry run. */
export type OpeningPrepared = {
  readonly dryRun: boolean;
  readonly id: number | null;
  readonly sha256: string | null;
  readonly lines: number;
  readonly bankBalance: string;
};

interface Read {
  readonly accountId: number;
  readonly openedOn: BusinessDate;
  readonly lines: readonly OpeningLine[];
}

/** The bookkeeper hands in the opening balances, all or none; nothing is posted before the three parties have signed them. */
@Injectable()
export class PrepareOpening {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly books: LedgerQueries,
    private readonly accounts: BankAccountQueries,
    private readonly units: UnitQueries,
    private readonly leases: LeaseQueries,
    private readonly contracts: ContractQueries,
    private readonly payees: PayeeQueries,
    private readonly openings: OpeningQueries,
  ) {}

  /** @throws NOT_ALLOWED, OPENING_… naming the line, OPENING_UNBALANCED, OPENING_BOOK_BEGUN, OPENING_STATE (one waits already) */
  async execute(context: CommandContext, { file, dryRun }: PrepareOpeningRequest): Promise<Outcome<OpeningPrepared>> {
    const { actor } = context;
    assertAllowed(actor, 'opening.prepare');
    const summary = ({ lines }: Read) => ({ lines: lines.length, bankBalance: openingBankBalance(lines).toString() });
    if (dryRun) {
      const value = await this.unitOfWork.read(actor.communityId, async (tx) => ({
        dryRun: true,
        id: null,
        sha256: null,
        ...summary(await this.read(tx, file)),
      }));
      return { value, replayed: false };
    }
    return this.unitOfWork.once({ context, command: 'PrepareOpening', request: { file: sha256Hex(file) } }, async (tx) => {
      await this.ledger.lock(tx);
      const read = await this.read(tx, file);
      const pending = (await this.openings.all(tx)).find(({ state }) => state === 'PREPARED' || state === 'SIGNED');
      if (pending) throw new DomainError('OPENING_STATE', { id: pending.id, state: pending.state });
      return { dryRun: false, ...(await this.write(tx, actor, file, read)), ...summary(read) };
    });
  }

  private async read(tx: Tx, file: Uint8Array): Promise<Read> {
    const { openedOn, lastSeq } = required(await this.books.book(tx), 'the book of a compound');
    if (lastSeq > 0) throw new DomainError('OPENING_BOOK_BEGUN', { entries: lastSeq });
    const account = await this.accounts.active(tx, openedOn);
    const units = new Map((await this.units.all(tx)).map(({ code, id }) => [code as string, id as number]));
    const leases = new Map((await this.leases.all(tx)).map(({ code, id }) => [code as string, id as number]));
    const kinds: readonly string[] = collectedFor;
    const payees = new Map((await this.payees.all(tx)).filter(({ kind }) => kinds.includes(kind)).map(({ number, id }) => [number, id as number]));
    const firmId = (await this.contracts.findVersion(tx, periodOf(openedOn)))?.firmId ?? null;
    const lines = readOpening(file, { openedOn, accountId: account.id, accountLast4: account.last4, units, leases, payees, firmId });
    assertBalanced(lines);
    return { accountId: account.id, openedOn, lines };
  }

  private async write(tx: Tx, actor: Actor, file: Uint8Array, { accountId, openedOn, lines }: Read): Promise<{ id: number; sha256: string }> {
    const id = await this.ledger.takeIds(tx, 1);
    const prepared = { by: actor.personId, for: actor.organisationId, at: this.clock.now() };
    const fileSha256 = sha256Hex(file);
    const sha256 = openingHash({ accountId, openedOn, fileSha256, lines }, prepared);
    await tx.query(
      `insert into mingbai.opening (community_id, id, account_id, opened_on, bank_balance, file_sha256, line_count, prepared_at, prepared_by, prepared_for, sha256)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [tx.communityId, id, accountId, openedOn, openingBankBalance(lines).toString(), fileSha256, lines.length, prepared.at, prepared.by, prepared.for, sha256],
    );
    await tx.query(
      `insert into mingbai.opening_line (community_id, opening_id, line, code, fund, holder_type, holder_id, holder, period, amount)
       select $1, $2, l.* from unnest($3::int[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::text[], $9::text[], $10::numeric[]) l`,
      [
        tx.communityId,
        id,
        lines.map(({ line }) => line),
        lines.map(({ code }) => code),
        lines.map(({ fund }) => fund),
        lines.map(({ holderType }) => holderType ?? ''),
        lines.map(({ holderId }) => holderId),
        lines.map(({ holder }) => holder),
        lines.map(({ period }) => period),
        lines.map(({ amount }) => amount.toString()),
      ],
    );
    return { id, sha256 };
  }
}
