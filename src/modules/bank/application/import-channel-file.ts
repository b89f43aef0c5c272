import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, dateOf, DomainError, Money, sha256Hex, timeOf, type BusinessDate, type Instant } from '../../../kernel/index.js';
import { insertRows, UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import { safeFileName } from '../domain/bank-fields.js';
import { netOf, type Channel, type ChannelFacts, type ChannelFileId, type ChannelLineId, type ParsedChannelFile } from '../domain/channel-line.js';
import { readChannelFile } from '../domain/read-channel-file.js';
import { ChannelFile } from '../persistence/channel-file.js';
import { ChannelLine } from '../persistence/channel-line.js';
import { ChannelQueries } from './channel-queries.js';

/** The bytes as the channel gave them. A dry run says what would happen and writes nothing. */
export interface ImportChannelFileRequest {
  readonly fileName: string;
  readonly file: Uint8Array;
  readonly dryRun: boolean;
}

/** Amounts in yuan, of the new lines: what people paid and got back, what the channel keeps, and what will reach the bank. */
export type ChannelFileImported = {
  readonly dryRun: boolean;
  readonly fileId: ChannelFileId | null;
  readonly fileName: string;
  readonly channel: Channel;
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  readonly lineCount: number;
  readonly newLineCount: number;
  readonly knownLineCount: number;
  readonly paid: string;
  readonly refunded: string;
  readonly fees: string;
  readonly net: string;
};

interface Planned {
  readonly fileName: string;
  readonly sha256: string;
  readonly file: ParsedChannelFile;
  readonly added: readonly ChannelFacts[];
}

/** Adds the payments that a channel's bill lists, all or none; what an earlier bill brought is not added again. Nothing is booked by it. */
@Injectable()
export class ImportChannelFile {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly queries: ChannelQueries,
    private readonly ledger: LedgerService,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_ALLOWED, BANK_FILE_…, CHANNEL_… naming the line and the figures, with nothing written */
  async execute(context: CommandContext, request: ImportChannelFileRequest): Promise<Outcome<ChannelFileImported>> {
    assertAllowed(context.actor, 'bank.import');
    const fileName = safeFileName(request.fileName);
    const file = readChannelFile(request.file, fileName);
    const sha256 = sha256Hex(request.file);
    const today = this.clock.today();
    if (file.to > today) throw new DomainError('BANK_FILE_DAY_NOT_OVER', { to: file.to, today });
    const { communityId, personId } = context.actor;
    if (request.dryRun) {
      const value = await this.unitOfWork.read(communityId, async (tx) => summary(await this.plan(tx, { fileName, sha256, file })));
      return { value, replayed: false };
    }
    return this.unitOfWork.once({ context, command: 'ImportChannelFile', request: { file: sha256 } }, async (tx) => {
      await this.ledger.lock(tx);
      const planned = await this.plan(tx, { fileName, sha256, file });
      const fileId = await this.write(tx, planned, { importedAt: this.clock.now(), importedBy: personId });
      return { ...summary(planned), dryRun: false, fileId };
    });
  }

  private async plan(tx: Tx, source: Omit<Planned, 'added'>): Promise<Planned> {
    const [earlier] = await tx.query<{ fileName: string; importedAt: Instant }>(
      `select file_name as "fileName", imported_at as "importedAt" from mingbai.channel_file where community_id = $1 and sha256 = $2`,
      [tx.communityId, source.sha256],
    );
    if (earlier) {
      const importedAt = `${dateOf(earlier.importedAt)} ${timeOf(earlier.importedAt)}`;
      throw new DomainError('CHANNEL_FILE_ALREADY_IMPORTED', { fileName: earlier.fileName, importedAt });
    }
    const { channel, lines } = source.file;
    const known = await this.queries.lines(tx, { channel, orderNos: lines.map(({ orderNo }) => orderNo) });
    const knownBy = new Map(known.map((line) => [`${line.kind} ${line.orderNo}`, line]));
    const added = lines.filter(({ fileLine, kind, orderNo, gross, fee, paidOn }) => {
      const earlierLine = knownBy.get(`${kind} ${orderNo}`);
      if (!earlierLine) return true;
      if (!earlierLine.gross.equals(gross) || !earlierLine.fee.equals(fee) || earlierLine.paidOn !== paidOn) {
        const figures = { known: figuresOf(earlierLine), stated: figuresOf({ gross, fee, paidOn }) };
        throw new DomainError('CHANNEL_LINE_CHANGED', { fileLine, orderNo, ...figures });
      }
      return false;
    });
    return { ...source, added };
  }

  private async write(tx: Tx, { fileName, sha256, file, added }: Planned, by: Pick<ChannelFile, 'importedAt' | 'importedBy'>): Promise<ChannelFileId> {
    const { communityId } = tx;
    const { channel, from: fromOn, to: toOn, lines } = file;
    const firstId = await this.ledger.takeIds(tx, added.length + 1);
    const fileId = firstId as ChannelFileId;
    const counts = { lineCount: lines.length, newLineCount: added.length };
    await tx.manager.insert(ChannelFile, { communityId, id: fileId, channel, sha256, fileName, fromOn, toOn, ...counts, ...by });
    const rows = added.map((facts, index) => {
      const { fileLine, kind, orderNo, paidOn, gross, fee, payerName, remark } = facts;
      const own = { communityId, id: (firstId + 1 + index) as ChannelLineId, channel, fileId };
      return { ...own, fileLine, kind, orderNo, paidOn, gross, fee, payerName, remark, state: 'NEW' as const, bankLineId: null };
    });
    await insertRows(tx, ChannelLine, rows);
    return fileId;
  }
}

function figuresOf({ gross, fee, paidOn }: Pick<ChannelFacts, 'gross' | 'fee' | 'paidOn'>): string {
  return `${gross.toString()} (${fee.toString()}, ${paidOn})`;
}

function summary({ fileName, file, added }: Planned): ChannelFileImported {
  const { channel, from, to, lines } = file;
  const of = (kind: ChannelFacts['kind']): ChannelFacts[] => added.filter((line) => line.kind === kind);
  const total = (amounts: readonly Money[]): string => Money.sum(amounts).toString();
  return {
    dryRun: true,
    fileId: null,
    fileName,
    channel,
    from,
    to,
    lineCount: lines.length,
    newLineCount: added.length,
    knownLineCount: lines.length - added.length,
    paid: total(of('PAYMENT').map(({ gross }) => gross)),
    refunded: total(of('REFUND').map(({ gross }) => gross)),
    fees: total(added.map(({ kind, fee }) => (kind === 'PAYMENT' ? fee : fee.negated()))),
    net: total(added.map(netOf)),
  };
}
