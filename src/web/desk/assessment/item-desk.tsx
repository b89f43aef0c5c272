import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { DomainError, quarter, required } from '../../../kernel/index.js';
import { SaveDraft } from '../../../modules/assessments/index.js';
import { StoreEvidenceFiles } from '../../../modules/evidence/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { DeskFrames, type Area } from '../desk-frames.js';
import { attempt, postedText } from '../desk-form.js';
import { refusedFiles, storeAllPosted } from '../evidence-link.js';
import { formSeal, type Refusal } from '../form-parts.js';
import { seeOther, sendPage } from '../send-page.js';
import type { PostedVisit, Visit } from '../visit.js';
import { AssessmentReader } from './assessment-reader.js';
import { ItemFiles } from './item-files.js';
import { ItemPage } from './item-page.js';

/** An item of the sheet of a quarter: "2024-Q1", "3". */
export interface ItemPlace {
  readonly area: Area;
  readonly q: string;
  readonly n: string;
}

const NAV = { w: 'assessments', f: 'selfEvaluation', b: 'month' } as const;

/** One item of a sheet, to be written on a phone; the same for the firm and for those who inspect. */
@Injectable()
export class ItemDesk {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly frames: DeskFrames,
    private readonly reader: AssessmentReader,
    private readonly files: ItemFiles,
    private readonly saveDraft: SaveDraft,
    private readonly storeFiles: StoreEvidenceFiles,
  ) {}

  /** @throws NOT_FOUND for an item that the contract does not have */
  async page(reply: FastifyReply, visit: Visit, of: ItemPlace, after: { saved?: boolean; refusal?: Refusal; status?: number } = {}): Promise<void> {
    const view = await this.unitOfWork.read(visit.actor.communityId, async (tx) => {
      const { view: assessment, facts } = await this.reader.read(tx, quarter(of.q), visit.actor);
      const { item, place } = itemAt(facts.items, of);
      const draft = await this.files.draft(tx, visit.actor, assessment);
      return {
        frame: await this.frames.frame(tx, visit, { area: of.area, current: NAV[of.area] }),
        base: `/${of.area}/${visit.slug}/assessments/${assessment.quarter}`,
        quarter: visit.m.quarter(assessment.quarter),
        item,
        place,
        count: facts.items.length,
        draft: draft.find(({ name }) => name === item.name) ?? null,
        seal: formSeal(visit.session.formToken),
        saved: after.saved ?? false,
        refusal: after.refusal ?? null,
      };
    });
    await sendPage(reply, ItemPage({ m: visit.m, view }), after.status);
  }

  /** Files first, where anything may be written at all: what was stored stays stored, and is named in the draft once all of the item can be kept. */
  async save(reply: FastifyReply, { visit, posted }: PostedVisit, context: CommandContext, of: ItemPlace): Promise<void> {
    const facts = await this.unitOfWork.read(visit.actor.communityId, async (tx) => (await this.reader.read(tx, quarter(of.q), visit.actor)).facts);
    const { item, place } = itemAt(facts.items, of);
    const texts = visit.m.service.item;
    const { form } = visit.m.workbench.assessments;
    const outcome = await attempt(
      visit,
      posted,
      async () => {
        const kept = Object.keys(posted).filter((name) => name.startsWith('keep_'));
        const known = postedText(posted, 'known').toLowerCase();
        await this.unitOfWork.read(context.actor.communityId, (tx) => this.saveDraft.writable(tx, context.actor, quarter(of.q)));
        const stored: string[] = [];
        for (const field of ['photo', 'paper']) stored.push(...(await storeAllPosted(this.storeFiles, context, posted, field)));
        const evidence = [...new Set([...kept.map((name) => postedText(posted, name)), ...(known === '' ? [] : [known]), ...stored])];
        const written = { name: item.name, score: postedText(posted, 'score'), note: postedText(posted, 'note'), evidence };
        await this.saveDraft.execute(context, { quarter: quarter(of.q), items: [written] });
      },
      {
        labels: { score: form.points(item.name), note: form.note(item.name), known: texts.known, photo: texts.photo },
        codes: {
          ASSESSMENT_SCORE_OUTSIDE: 'score',
          RATE_INVALID: 'score',
          ASSESSMENT_NOTE: 'note',
          ASSESSMENT_EVIDENCE: 'photo',
          EVIDENCE_UNKNOWN: 'known',
          ...refusedFiles('photo'),
        },
      },
    );
    const own = `/${of.area}/${visit.slug}/assessments/${facts.quarter}/items/${place}`;
    if ('done' in outcome) return seeOther(reply, `${own}?saved=1`);
    await this.page(reply, { ...visit, path: own }, of, outcome);
  }
}

function itemAt<Item>(items: readonly Item[], { n }: ItemPlace): { readonly item: Item; readonly place: number } {
  const place = /^[1-9]\d{0,2}$/.test(n) ? Number.parseInt(n, 10) : 0;
  if (place < 1 || place > items.length) throw new DomainError('NOT_FOUND');
  return { item: required(items[place - 1], 'an item of the contract'), place };
}
