import { Injectable } from '@nestjs/common';
import { addDays, assertAllowed, Clock, dateOf, DomainError, Money, sha256Hex, timeOf, type BusinessDate, type Instant } from '../../../kernel/index.js';
import { insertRows, UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { BankAccountQueries, type BankAccountView } from '../../communities/index.js';
import { LedgerQueries, LedgerService } from '../../ledger/index.js';
import { accountContinued, accountSaid, type AccountBefore } from '../domain/account-of-file.js';
import { turnover } from '../domain/bank-file-checks.js';
import { safeFileName, yuan } from '../domain/bank-fields.js';
import type { BankFileId, BankLineId } from '../domain/bank-line.js';
import { planningImport, type AccountRegister, type ImportPlan } from '../domain/import-plan.js';
import type { BankFileFormat, ParsedBankFile } from '../domain/parsed-bank-file.js';
import { readingBankFile } from '../domain/read-bank-file.js';
import { BankFile } from '../persistence/bank-file.js';
import { BankLine } from '../persistence/bank-line.js';
import { BankQueries } from './bank-queries.js';
import { inSlices } from './in-slices.js';
import { openBankFile } from './open-bank-file.js';

/** The bytes as they came from the bank. A dry run says what would happen and writes nothing. */
export interface ImportBankFileRequest {
  readonly fileName: string;
  readonly file: Uint8Array;
  readonly dryRun: boolean;
  /** The mapping profile by which a table must be read; left out: whichever knows its headings. */
  readonly profile?: string | undefined;
  /** The days that a table is about which does not say it itself. */
  readonly from?: BusinessDate | undefined;
  readonly to?: BusinessDate | undefined;
  /** The end of the number of the account that the person means, four characters or more; a table that names no account may need it. */
  readonly account?: string | undefined;
}

/** Hears how many of the new lines are written, and of how many; before that, how many lines the file has. Nothing of it is there for others before the end. */
export type ImportReport = (progress: { readonly done: number; readonly total: number }) => void;

/** Amounts in yuan. `firstLines` only in a dry run, for a person to look at: names of payers are in them. */
export type BankFileImported = {
  readonly dryRun: boolean;
  readonly fileId: BankFileId | null;
  readonly fileName: string;
  readonly format: BankFileFormat;
  /** The mapping profile by which a table was read. */
  readonly profile: string | null;
  readonly accountLast4: string;
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  readonly opening: string;
  readonly closing: string;
  readonly lineCount: number;
  readonly newLineCount: number;
  /** Lines that an earlier file has brought; they are not added again. */
  readonly knownLineCount: number;
  readonly moneyIn: string;
  readonly moneyOut: string;
  readonly firstLines: readonly BankLinePreview[];
};

export type BankLinePreview = {
  readonly bookedOn: BusinessDate;
  readonly amount: string;
  readonly counterpartyName: string;
  readonly remark: string;
  readonly balanceAfter: string;
};

interface Import {
  readonly fileName: string;
  readonly sha256: string;
  readonly file: ParsedBankFile;
  readonly account: BankAccountView;
  readonly plan: ImportPlan;
}

const PREVIEW_LINES = 10;
/** Rows that are built and written at a time: the next wait until these are in the database. */
const ROWS_PER_STEP = 1_000;

/** Adds the lines of a bank statement to the account, all or none; what is there already is not added again (I16). */
@Injectable()
export class ImportBankFile {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: BankAccountQueries,
    private readonly queries: BankQueries,
    private readonly ledger: LedgerService,
    private readonly books: LedgerQueries,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_ALLOWED, BANK_FILE_… naming the line and the figures; BANK_FILE_ALREADY_IMPORTED for the very same bytes, with nothing written */
  async execute(context: CommandContext, request: ImportBankFileRequest, report: ImportReport = () => undefined): Promise<Outcome<BankFileImported>> {
    assertAllowed(context.actor, 'bank.import');
    const { communityId, personId } = context.actor;
    const fileName = safeFileName(request.fileName);
    const file = await this.read(context, { ...request, fileName });
    const source = { fileName, sha256: sha256Hex(request.file), file, said: request.account ?? null };
    report({ done: 0, total: file.lines.length });
    if (request.dryRun) {
      const value = await this.unitOfWork.read(communityId, async (tx) => preview(await this.plan(tx, source)));
      return { value, replayed: false };
    }
    const { profile = null, from = null, to = null, account } = request;
    const compared = { file: source.sha256, profile, from, to, ...(account !== undefined && { account: account.slice(-4) }) };
    return this.unitOfWork.once({ context, command: 'ImportBankFile', request: compared }, async (tx) => {
      await this.ledger.lock(tx);
      const planned = await this.plan(tx, source);
      const fileId = await this.write(tx, planned, { importedAt: this.clock.now(), importedBy: personId }, report);
      return { ...summary(planned), dryRun: false, fileId };
    });
  }

  /** Reads the file before anything is locked; in slices, so that others are served meanwhile. */
  private async read({ actor }: CommandContext, request: ImportBankFileRequest): Promise<ParsedBankFile> {
    const { file, fileName, profile = null, from = null, to = null } = request;
    const { accounts, profiles } = await this.unitOfWork.read(actor.communityId, async (tx) => ({
      accounts: await this.accounts.all(tx),
      profiles: await this.queries.mappingProfiles(tx),
    }));
    const accountNos = accounts.map(({ accountNo }) => accountNo);
    const meant = request.account === undefined ? null : accountSaid(accounts, request.account);
    const said = { from, to, accountNo: meant?.accountNo ?? accountNos.at(-1) ?? null };
    return inSlices(readingBankFile(await openBankFile(file), { fileName, accountNos, profiles, profile, said }));
  }

  private async plan(tx: Tx, { said, ...source }: Pick<Import, 'fileName' | 'sha256' | 'file'> & { readonly said: string | null }): Promise<Import> {
    const earlier = await tx.query<{ fileName: string; importedAt: Instant }>(
      `select file_name as "fileName", imported_at as "importedAt" from mingbai.bank_file where community_id = $1 and sha256 = $2`,
      [tx.communityId, source.sha256],
    );
    if (earlier[0])
      throw new DomainError('BANK_FILE_ALREADY_IMPORTED', {
        fileName: earlier[0].fileName,
        importedAt: `${dateOf(earlier[0].importedAt)} ${timeOf(earlier[0].importedAt)}`,
      });
    const account = await this.accountOf(tx, source.file, said);
    const file = source.file.accountSaid ? { ...source.file, accountNo: account.accountNo } : source.file;
    const register = await this.register(tx, account, file.from);
    return { ...source, file, account, plan: await inSlices(planningImport(file, register)) };
  }

  /** The account that the file names; where it names none, the one that the person says, else the one that held what it opens with. @throws COMMUNITY_ACCOUNT_NONE, BANK_FILE_ACCOUNT_… */
  private async accountOf(tx: Tx, { accountNo, accountSaid: namesNone, from, to, opening }: ParsedBankFile, said: string | null): Promise<BankAccountView> {
    const all = await this.accounts.all(tx);
    if (said !== null) return accountSaid(all, said);
    if (namesNone && all.length > 1) {
      const before: AccountBefore<BankAccountView>[] = [];
      for (const account of all) before.push({ account, balanceBefore: await this.queries.balanceOn(tx, account.id, addDays(from, -1)) });
      const continued = accountContinued(before, { from, opening });
      if (continued) return continued;
    }
    return all.find((account) => account.accountNo === accountNo) ?? this.accounts.active(tx, to);
  }

  private async register(tx: Tx, account: BankAccountView, from: BusinessDate): Promise<AccountRegister> {
    const book = await this.books.book(tx);
    if (!book) throw new DomainError('LEDGER_BOOK_MISSING');
    return {
      accountNo: account.accountNo,
      known: (await this.queries.lines(tx, { from })).filter(({ accountId }) => accountId === account.id),
      balanceBefore: await this.queries.balanceOn(tx, account.id, addDays(from, -1)),
      firstDay: account.openedOn > book.openedOn ? account.openedOn : book.openedOn,
      reachedTo: (await this.queries.reached(tx, account.id))?.to ?? null,
      closedThrough: book.closedThrough,
      endedOn: account.endedOn,
      today: this.clock.today(),
    };
  }

  private async write(
    tx: Tx,
    { fileName, sha256, file, account, plan }: Import,
    by: Pick<BankFile, 'importedAt' | 'importedBy'>,
    report: ImportReport,
  ): Promise<BankFileId> {
    const { communityId } = tx;
    const firstId = await this.ledger.takeIds(tx, plan.newLines.length + 1);
    const fileId = firstId as BankFileId;
    const { format, profile, from: fromOn, to: toOn, opening, closing } = file;
    const counts = { lineCount: file.lines.length, newLineCount: plan.newLines.length };
    await tx.manager.insert(BankFile, {
      communityId,
      id: fileId,
      accountId: account.id,
      sha256,
      fileName,
      format,
      profile,
      fromOn,
      toOn,
      opening,
      closing,
      ...counts,
      ...by,
    });
    const [last] = await tx.query<{ position: number }>(
      `select coalesce(max(position), 0) as position from mingbai.bank_line where community_id = $1 and account_id = $2`,
      [communityId, account.id],
    );
    const position = (last?.position ?? 0) + 1;
    for (let at = 0; at < plan.newLines.length; at += ROWS_PER_STEP) {
      const rows = plan.newLines.slice(at, at + ROWS_PER_STEP).map((line, index) => ({
        communityId,
        id: (firstId + 1 + at + index) as BankLineId,
        accountId: account.id,
        fileId,
        position: position + at + index,
        fileLine: line.fileLine,
        bookedOn: line.bookedOn,
        valueOn: line.valueOn,
        amount: line.amount,
        counterpartyName: line.counterpartyName,
        counterpartyAccount: line.counterpartyAccount,
        remark: line.remark,
        bankReference: line.bankReference,
        reversal: line.reversal,
        balanceAfter: line.balanceAfter,
        state: 'NEW' as const,
        suspenseOpen: Money.zero,
        reason: null,
      }));
      await insertRows(tx, BankLine, rows);
      report({ done: at + rows.length, total: plan.newLines.length });
    }
    return fileId;
  }
}

function summary({ fileName, file, account, plan }: Import): BankFileImported {
  const moved = turnover(plan.newLines);
  return {
    dryRun: true,
    fileId: null,
    fileName,
    format: file.format,
    profile: file.profile,
    accountLast4: account.last4,
    from: file.from,
    to: file.to,
    opening: file.opening.toString(),
    closing: file.closing.toString(),
    lineCount: file.lines.length,
    newLineCount: plan.newLines.length,
    knownLineCount: plan.knownCount,
    moneyIn: yuan(moved.in),
    moneyOut: yuan(moved.out),
    firstLines: [],
  };
}

function preview(planned: Import): BankFileImported {
  const firstLines = planned.plan.newLines.slice(0, PREVIEW_LINES).map(({ bookedOn, amount, counterpartyName, remark, balanceAfter }) => {
    return { bookedOn, amount: amount.toString(), counterpartyName, remark, balanceAfter: balanceAfter.toString() };
  });
  return { ...summary(planned), firstLines };
}
