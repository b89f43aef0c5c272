import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { dateOf, DomainError, isAllowed, SystemClock, timeOf, type Instant } from '../../../kernel/index.js';
import { HandoverPack, type HandoverManifest } from '../../../modules/statements/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { zipOf } from '../../../platform/files/index.js';
import { KEPT_MS_MAX, UploadShelf } from '../../books/upload-shelf.js';
import { DeskFrames, type Area } from '../desk-frames.js';
import { attempt } from '../desk-form.js';
import { formSeal, type Refusal } from '../form-parts.js';
import { seeOther, sendPage } from '../send-page.js';
import type { Visit } from '../visit.js';
import { HandoverPage, type HandoverView } from './handover-page.js';

/** What the shelf keeps beside a pack. */
interface About {
  readonly manifest: HandoverManifest;
  readonly wholeNames: boolean;
}

const RETRY_SECONDS = 30;
/** As the shelf, in real time, whatever the clock of a demo says. */
const realTime = new SystemClock();

/** The page of the handover pack, for the bookkeeper and for those who watch over the firm. */
@Injectable()
export class HandoverDesk {
  /** Since when one is being made: a pack is whole in memory, so a process makes one at a time. */
  private busySince: Instant | null = null;
  /** What was asked for within the hour that packs are kept, by person and key: a form that is sent twice makes one pack. */
  private readonly asked = new Map<string, Promise<string>>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly frames: DeskFrames,
    private readonly pack: HandoverPack,
    private readonly shelf: UploadShelf,
  ) {}

  async page(reply: FastifyReply, visit: Visit, area: Area): Promise<void> {
    await this.show(reply, visit, area, { made: null, refusal: null });
  }

  /** Makes it of this moment, keeps it for an hour, and goes on to what is in it. */
  async make(reply: FastifyReply, visit: Visit, area: Area, context: CommandContext): Promise<void> {
    const base = handoverBase(visit, area);
    const outcome = await attempt(visit, {}, () => this.once(visit, context));
    if ('done' in outcome) return seeOther(reply, `${base}/${outcome.done}`);
    await this.show(reply, { ...visit, path: base }, area, { made: null, ...outcome });
  }

  /** The same pack for the same key; one that was refused may be asked for again. @throws HANDOVER_BUSY, and what the pack throws */
  private once(visit: Visit, { actor, idempotencyKey }: CommandContext): Promise<string> {
    const key = JSON.stringify([actor.communityId, actor.personId, idempotencyKey]);
    const before = this.asked.get(key);
    if (before) return before;
    const making = this.alone(visit);
    this.asked.set(key, making);
    void making.then(
      () => setTimeout(() => this.asked.delete(key), KEPT_MS_MAX).unref(),
      () => this.asked.delete(key),
    );
    return making;
  }

  private async alone(visit: Visit): Promise<string> {
    if (this.busySince !== null)
      throw new DomainError('HANDOVER_BUSY', { since: `${dateOf(this.busySince)} ${timeOf(this.busySince)}`, seconds: RETRY_SECONDS });
    this.busySince = realTime.now();
    try {
      const { manifest, files } = await this.pack.execute(visit.actor);
      return await this.shelf.put(visit.actor, {
        fileName: `handover-${visit.slug}-${manifest.on}.zip`,
        bytes: await zipOf(files),
        about: JSON.stringify({ manifest, wholeNames: wholeNames(visit) } satisfies About),
      });
    } finally {
      this.busySince = null;
    }
  }

  async made(reply: FastifyReply, visit: Visit, area: Area, sha256: string): Promise<void> {
    const kept = await this.kept(visit, sha256);
    if (kept) return this.show(reply, visit, area, { made: { sha256, bytes: kept.byteCount, manifest: kept.manifest }, refusal: null });
    await this.gone(reply, visit, area);
  }

  async download(reply: FastifyReply, visit: Visit, area: Area, sha256: string): Promise<void> {
    const kept = await this.kept(visit, sha256);
    if (!kept) return this.gone(reply, visit, area);
    await reply
      .header('content-type', 'application/zip')
      .header('content-disposition', `attachment; filename="${kept.fileName}"`)
      .header('content-length', kept.byteCount)
      .header('cache-control', 'private, no-store')
      .send(this.shelf.stream(visit.actor.communityId, sha256));
  }

  /** What the shelf holds under this name, when it is a pack that this person could have made: names that they may not read stay with whoever may. */
  private async kept(visit: Visit, sha256: string): Promise<{ fileName: string; byteCount: number; manifest: HandoverManifest } | null> {
    const file = await this.shelf.look(visit.actor.communityId, sha256);
    if (!file || !/^handover-[a-z0-9-]+\.zip$/.test(file.fileName) || file.about === undefined) return null;
    const about = JSON.parse(file.about) as About;
    return about.wholeNames && !wholeNames(visit) ? null : { fileName: file.fileName, byteCount: file.byteCount, manifest: about.manifest };
  }

  private async gone(reply: FastifyReply, visit: Visit, area: Area): Promise<void> {
    const refusal = { errors: [{ name: null, message: visit.m.handover.gone }], typed: {} };
    await this.show(reply, { ...visit, path: handoverBase(visit, area) }, area, { made: null, refusal, status: 404 });
  }

  private async show(
    reply: FastifyReply,
    visit: Visit,
    area: Area,
    after: { made: HandoverView['made']; refusal: Refusal | null; status?: number },
  ): Promise<void> {
    const view = {
      frame: await this.unitOfWork.read(visit.actor.communityId, (tx) => this.frames.frame(tx, visit, { area, current: 'handover' })),
      base: handoverBase(visit, area),
      seal: formSeal(visit.session.formToken),
      wholeNames: wholeNames(visit),
      made: after.made,
      refusal: after.refusal,
    };
    await sendPage(reply, HandoverPage({ m: visit.m, view }), after.status);
  }
}

function wholeNames({ actor }: Visit): boolean {
  return isAllowed(actor.roles, 'unit.read-owner-name');
}

function handoverBase({ slug }: Visit, area: Area): string {
  return `/${area}/${slug}/handover`;
}
