import { Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { businessDate, DomainError, type BusinessDate } from '../../kernel/index.js';
import { BankFileRejected, BANK_FILE_BYTES_MAX, ImportBankFile, ImportChannelFile, MappingDrafts, type ChannelFileImported } from '../../modules/bank/index.js';
import { UnitOfWork, type CommandContext } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission, Reveals, TakesUpload, UploadedFile } from '../../platform/http/index.js';
import { LongWork } from '../../platform/jobs/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import type { DeskFrame } from '../desk/desk-layout.js';
import { attempt, postedText } from '../desk/desk-form.js';
import { formSeal, type Refusal } from '../desk/form-parts.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type Posted, type PostedVisit, type Visit } from '../desk/visit.js';
import { BankViews } from './bank-views.js';
import { ChannelPreviewPage } from './channel-preview-page.js';
import { PreviewPage, UploadPage } from './import-page.js';
import { RejectedPage, rejectedRowsCsv } from './rejected-page.js';
import { UploadShelf } from './upload-shelf.js';
import { PATIENCE_MS, workLabel } from './work-words.js';

/** How the person says that a table is to be read, in the address of its preview. */
interface Said {
  readonly profile?: string;
  readonly from?: BusinessDate;
  readonly to?: BusinessDate;
  readonly account?: string;
}

const CODES = { BANK_FILE_ACCOUNT_UNCLEAR: 'account', BANK_FILE_ACCOUNT_UNKNOWN: 'account' } as const;

/** A file from the bank or a payment channel: chosen, looked at, imported. Nothing is kept in the books before its preview was confirmed. */
@Controller('b/:c/bank/import')
@RequirePermission('bank.import')
export class ImportPagesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly frames: DeskFrames,
    private readonly views: BankViews,
    private readonly shelf: UploadShelf,
    private readonly importBankFile: ImportBankFile,
    private readonly importChannelFile: ImportChannelFile,
    private readonly drafts: MappingDrafts,
    private readonly work: LongWork,
  ) {}

  @Get()
  @RequirePermission('bank.match')
  async choose(@CurrentVisit() visit: Visit, @Res() reply: FastifyReply): Promise<void> {
    await this.uploadPage(reply, visit, null);
  }

  /** Reads the file. One that can be imported is kept for its preview, one that a person can help with for that. */
  @Post()
  @TakesUpload(BANK_FILE_BYTES_MAX)
  async upload(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const texts = visit.m.bankImport;
    const labels = { file: visit.m.books.importing.file, from: texts.from, to: texts.to, account: texts.account };
    const outcome = await attempt(visit, posted, () => this.wayOf(visit, context, posted), { labels, codes: CODES });
    if ('done' in outcome) return seeOther(reply, outcome.done);
    await this.uploadPage(reply, { ...visit, path: ownPath(visit) }, outcome.refusal, outcome.status);
  }

  @Get(':sha256')
  @Reveals()
  @RequirePermission('bank.match')
  async preview(@CurrentVisit() visit: Visit, @Param('sha256') sha256: string, @Query() query: Posted, @Res() reply: FastifyReply): Promise<void> {
    const said = saidOf(query);
    const outcome = await attempt(visit, {}, () =>
      this.shelf.use(
        visit.actor,
        sha256,
        async ({ fileName, bytes }) => (await this.importBankFile.execute(lookingAs(visit), { fileName, file: bytes, ...said, dryRun: true })).value,
      ),
    );
    if ('refusal' in outcome) return this.uploadPage(reply, { ...visit, path: ownPath(visit) }, outcome.refusal, outcome.status);
    if (outcome.done === null) return this.gone(reply, visit);
    const frame = await this.frame(visit);
    const view = { frame, seal: formSeal(visit.session.formToken), upload: sha256, said: { ...said }, preview: outcome.done, refusal: null };
    await sendPage(reply, PreviewPage({ m: visit.m, view }));
  }

  @Post(':sha256')
  async confirm(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('sha256') sha256: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const outcome = await attempt(visit, {}, async () => {
      const file = await this.shelf.look(visit.actor.communityId, sha256);
      return file && this.begin(context, { fileName: file.fileName, sha256, said: saidOf(posted) });
    });
    if ('refusal' in outcome) return this.uploadPage(reply, { ...visit, path: ownPath(visit) }, outcome.refusal, outcome.status);
    if (outcome.done === null) return this.gone(reply, visit);
    if ('workId' in outcome.done) return seeOther(reply, `/b/${visit.slug}/work/${outcome.done.workId}`);
    const { newLineCount, knownLineCount } = outcome.done.value;
    await seeOther(reply, `/b/${visit.slug}/bank?state=NEW&imported=${newLineCount}.${knownLineCount}`);
  }

  /** What takes no longer than a person waits is answered at once; the rest goes on by itself, with a page of its own. The file is read once there is room for the work. */
  private begin(context: CommandContext, { fileName, sha256, said }: { fileName: string; sha256: string; said: Said }) {
    const { actor, idempotencyKey } = context;
    const request = { actor, kind: 'BANK_IMPORT' as const, label: workLabel(fileName), upload: sha256, request: { file: sha256, ...said }, idempotencyKey };
    return this.work.start(
      request,
      async (report) => {
        const file = await this.shelf.read(actor.communityId, sha256);
        if (!file) throw new DomainError('NOT_FOUND');
        const { value } = await this.importBankFile.execute(context, { fileName, file: file.bytes, ...said, dryRun: false }, report);
        await this.shelf.remove(actor.communityId, sha256);
        return value;
      },
      { patienceMs: PATIENCE_MS },
    );
  }

  /** Rows that cannot be read, each with its reason. */
  @Get(':sha256/rejected')
  @Reveals()
  async rejected(@CurrentVisit() visit: Visit, @Param('sha256') sha256: string, @Query() query: Posted, @Res() reply: FastifyReply): Promise<void> {
    const found = await this.rejectedRows(visit, sha256, saidOf(query));
    if (!found) return this.gone(reply, visit);
    const { fileName, rejected } = found;
    await sendPage(reply, RejectedPage({ m: visit.m, view: { frame: await this.frame(visit), upload: sha256, fileName, rejected, language: visit.language } }));
  }

  @Get(':sha256/rejected.csv')
  @Reveals()
  async rejectedFile(@CurrentVisit() visit: Visit, @Param('sha256') sha256: string, @Query() query: Posted, @Res() reply: FastifyReply): Promise<void> {
    const found = await this.rejectedRows(visit, sha256, saidOf(query));
    if (!found) return this.gone(reply, visit);
    await reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="rejected.csv"')
      .header('cache-control', 'no-store')
      .send(rejectedRowsCsv(visit.m, found.rejected, visit.language));
  }

  @Get(':sha256/channel')
  @Reveals()
  async channelPreview(@CurrentVisit() visit: Visit, @Param('sha256') sha256: string, @Res() reply: FastifyReply): Promise<void> {
    const outcome = await attempt(visit, {}, () => this.asChannelFile(lookingAs(visit), { sha256, dryRun: true }));
    if ('refusal' in outcome) return this.uploadPage(reply, { ...visit, path: ownPath(visit) }, outcome.refusal, outcome.status);
    if (outcome.done === null) return this.gone(reply, visit);
    const view = { frame: await this.frame(visit), seal: formSeal(visit.session.formToken), upload: sha256, preview: outcome.done };
    await sendPage(reply, ChannelPreviewPage({ m: visit.m, view }));
  }

  @Post(':sha256/channel')
  async confirmChannel(
    @CurrentPost() { visit }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('sha256') sha256: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const outcome = await attempt(visit, {}, () => this.asChannelFile(context, { sha256, dryRun: false }));
    if ('refusal' in outcome) return this.uploadPage(reply, { ...visit, path: ownPath(visit) }, outcome.refusal, outcome.status);
    if (outcome.done === null) return this.gone(reply, visit);
    await this.shelf.remove(visit.actor.communityId, sha256);
    await seeOther(reply, `/b/${visit.slug}/bank/channels?imported=${outcome.done.newLineCount}.${outcome.done.knownLineCount}`);
  }

  /** Where a file leads: its preview; the rows in it that cannot be read; the preview of a channel's bill; or the choice of its columns. */
  private async wayOf(visit: Visit, context: CommandContext, posted: Posted): Promise<string> {
    const { file } = posted;
    if (!(file instanceof UploadedFile) || file.bytes.length === 0) throw new DomainError('REQUEST_INVALID', {}, [{ path: 'file', message: 'missing' }]);
    const said = saidOf(posted);
    const kept = { fileName: file.name, bytes: file.bytes };
    const way = async (rest: string): Promise<string> => `${ownPath(visit)}/${await this.shelf.put(visit.actor, kept)}${rest}${queryOf(said)}`;
    try {
      await this.importBankFile.execute(context, { fileName: file.name, file: file.bytes, ...said, dryRun: true });
      return await way('');
    } catch (error) {
      if (error instanceof BankFileRejected) return way('/rejected');
      if (!(error instanceof DomainError) || error.code !== 'BANK_FILE_KIND_UNKNOWN') throw error;
      if (await this.isChannelFile(context, file)) return way('/channel');
      if (await this.drafts.head(visit.actor, { fileName: file.name, file: file.bytes })) return way('/mapping');
      throw error;
    }
  }

  /** @throws whatever is wrong with the bill of a channel */
  private async isChannelFile(context: CommandContext, file: UploadedFile): Promise<boolean> {
    try {
      await this.importChannelFile.execute(context, { fileName: file.name, file: file.bytes, dryRun: true });
      return true;
    } catch (error) {
      if (error instanceof DomainError && (error.code === 'CHANNEL_FILE_UNKNOWN' || error.code === 'BANK_FILE_TOO_LARGE')) return false;
      throw error;
    }
  }

  private asChannelFile(context: CommandContext, { sha256, dryRun }: { sha256: string; dryRun: boolean }): Promise<ChannelFileImported | null> {
    return this.shelf.use(
      context.actor,
      sha256,
      async ({ fileName, bytes }) => (await this.importChannelFile.execute(context, { fileName, file: bytes, dryRun })).value,
    );
  }

  private rejectedRows(visit: Visit, sha256: string, said: Said): Promise<{ fileName: string; rejected: BankFileRejected } | null> {
    return this.shelf.use(visit.actor, sha256, async ({ fileName, bytes }) => {
      try {
        await this.importBankFile.execute(lookingAs(visit), { fileName, file: bytes, ...said, dryRun: true });
        return null;
      } catch (error) {
        if (error instanceof BankFileRejected) return { fileName, rejected: error };
        throw error;
      }
    });
  }

  private async gone(reply: FastifyReply, visit: Visit): Promise<void> {
    const refusal = { errors: [{ name: 'file', message: visit.m.books.importing.gone }], typed: {} };
    await this.uploadPage(reply, { ...visit, path: ownPath(visit) }, refusal, 404);
  }

  private frame(visit: Visit): Promise<DeskFrame> {
    return this.unitOfWork.read(visit.actor.communityId, (tx) => this.frames.frame(tx, visit, { area: 'b', current: 'bank' }));
  }

  private async uploadPage(reply: FastifyReply, visit: Visit, refusal: Refusal | null, status?: number): Promise<void> {
    const view = await this.unitOfWork.read(visit.actor.communityId, (tx) => this.views.upload(tx, visit, refusal));
    await sendPage(reply, UploadPage({ m: visit.m, view }), status);
  }
}

/** A dry run writes nothing, so it needs no key. */
function lookingAs({ actor }: Visit): CommandContext {
  return { actor, idempotencyKey: null };
}

function ownPath({ slug }: Visit): string {
  return `/b/${slug}/bank/import`;
}

/** @throws DATE_INVALID */
function saidOf(posted: Posted): Said {
  const [profile, from, to, account] = (['profile', 'from', 'to', 'account'] as const).map((name) => postedText(posted, name)) as [
    string,
    string,
    string,
    string,
  ];
  return {
    ...(/^[a-z0-9-]{2,40}$/.test(profile) && { profile }),
    ...(from !== '' && { from: businessDate(from) }),
    ...(to !== '' && { to: businessDate(to) }),
    ...(account !== '' && { account }),
  };
}

function queryOf(said: Said): string {
  const query = new URLSearchParams({ ...said }).toString();
  return query === '' ? '' : `?${query}`;
}
