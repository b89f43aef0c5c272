import { Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { businessDate, DomainError } from '../../kernel/index.js';
import {
  dateOrders,
  MappingDrafts,
  mappedColumns,
  SaveMappingProfile,
  signRules,
  type MappedColumn,
  type MappingProfile,
  type TableHead,
} from '../../modules/bank/index.js';
import { UnitOfWork, type CommandContext } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission, Reveals } from '../../platform/http/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { attempt, postedText, typedTexts } from '../desk/desk-form.js';
import { formSeal, type Refusal } from '../desk/form-parts.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type Posted, type PostedVisit, type Visit } from '../desk/visit.js';
import { MappingPage, type MappingPreview } from './mapping-page.js';
import { UploadShelf, type ShelvedFile } from './upload-shelf.js';

/** A table whose headings nobody knows yet: a person says what its columns are, looks at what comes of it, and keeps it. */
@Controller('b/:c/bank/import/:sha256/mapping')
@RequirePermission('bank.import')
@Reveals()
export class MappingPagesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly frames: DeskFrames,
    private readonly shelf: UploadShelf,
    private readonly drafts: MappingDrafts,
    private readonly saveMappingProfile: SaveMappingProfile,
  ) {}

  @Get()
  async choose(@CurrentVisit() visit: Visit, @Param('sha256') sha256: string, @Query() query: Posted, @Res() reply: FastifyReply): Promise<void> {
    await this.page(reply, visit, { sha256, typed: typedTexts(query), preview: null, refusal: null });
  }

  /** Shows what the mapping makes of the file, or keeps it and goes on to the preview of the import. */
  @Post()
  async map(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('sha256') sha256: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const own = { ...visit, path: `/b/${visit.slug}/bank/import/${sha256}/mapping` };
    const keeps = postedText(posted, 'do') === 'save';
    const outcome = await attempt(
      visit,
      posted,
      async () => {
        const profile = profileOf(posted);
        const days = daysOf(posted);
        const read = await this.use(visit, sha256, (file) => this.drafts.read(visit.actor, { fileName: file.fileName, file: file.bytes, profile, ...days }));
        if (keeps) await this.saveMappingProfile.execute(context, profile);
        return { read, query: new URLSearchParams({ profile: profile.name, ...days }).toString() };
      },
      {
        codes: { MAPPING_NAME: 'name', MAPPING_NAME_TAKEN: 'name', MAPPING_TITLE: 'title' },
        labels: { ...visit.m.bankImport.columns, from: visit.m.bankImport.from, to: visit.m.bankImport.to },
      },
    );
    if ('done' in outcome && keeps) return seeOther(reply, `/b/${visit.slug}/bank/import/${sha256}?${outcome.done.query}`);
    const preview = 'done' in outcome ? { lines: outcome.done.read.lines.slice(0, 10), count: outcome.done.read.lines.length, read: outcome.done.read } : null;
    const refusal = 'done' in outcome ? null : outcome.refusal;
    await this.page(reply, own, { sha256, typed: typedTexts(posted), preview, refusal }, 'done' in outcome ? 200 : outcome.status);
  }

  private async page(
    reply: FastifyReply,
    visit: Visit,
    { sha256, typed, preview, refusal }: { sha256: string; typed: Readonly<Record<string, string>>; preview: MappingPreview | null; refusal: Refusal | null },
    status = 200,
  ): Promise<void> {
    const { fileName, head } = await this.use(visit, sha256, async (file) => ({
      fileName: file.fileName,
      head: await this.drafts.head(visit.actor, { fileName: file.fileName, file: file.bytes }),
    }));
    if (!head) throw new DomainError('NOT_FOUND');
    const frame = await this.unitOfWork.read(visit.actor.communityId, (tx) => this.frames.frame(tx, visit, { area: 'b', current: 'bank' }));
    const view = {
      frame,
      seal: formSeal(visit.session.formToken),
      upload: sha256,
      fileName,
      head,
      row: headerRow(head, typed['row']),
      typed,
      preview,
      refusal,
    };
    await sendPage(reply, MappingPage({ m: visit.m, view }), status);
  }

  /** @throws NOT_FOUND when the file's hour is over, SHELF_BUSY */
  private async use<T extends object>(visit: Visit, sha256: string, work: (file: ShelvedFile) => Promise<T>): Promise<T> {
    const done = await this.shelf.use(visit.actor, sha256, work);
    if (!done) throw new DomainError('NOT_FOUND');
    return done;
  }
}

/** The row that was chosen, else the one with most cells that are no numbers. */
function headerRow({ rows }: TableHead, asked: string | undefined): number {
  const chosen = rows.findIndex(({ fileLine }) => String(fileLine) === asked);
  if (chosen !== -1) return chosen;
  const words = rows.map(({ cells }) => cells.filter((cell) => cell !== '' && !/^[\d.,:/-]+$/.test(cell)).length);
  return Math.max(0, words.indexOf(Math.max(...words)));
}

function profileOf(posted: Posted): MappingProfile {
  const chosen = mappedColumns.map((column): [MappedColumn, readonly string[]] => [column, [postedText(posted, column)].filter((word) => word !== '')]);
  const sign = signRules.find((known) => known === postedText(posted, 'sign')) ?? 'SIDES';
  const dates = dateOrders.find((known) => known === postedText(posted, 'dates')) ?? 'YMD';
  const columns = Object.fromEntries(chosen.filter(([, words]) => words.length > 0));
  return { name: postedText(posted, 'name'), title: postedText(posted, 'title'), columns, marks: [], sign, dates, currency: 'YUAN', proof: 'CHAIN' };
}

/** @throws DATE_INVALID */
function daysOf(posted: Posted): { from?: ReturnType<typeof businessDate>; to?: ReturnType<typeof businessDate> } {
  const [from, to] = [postedText(posted, 'from'), postedText(posted, 'to')];
  return { ...(from !== '' && { from: businessDate(from) }), ...(to !== '' && { to: businessDate(to) }) };
}
