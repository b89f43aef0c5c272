import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Clock, DomainError, isAllowed, type OrganisationId } from '../../../kernel/index.js';
import { SubstitutionQueries } from '../../../modules/contracts/index.js';
import {
  AnswerFirmDispute,
  AnswerFirmDisputeBody,
  AskDisputeDecision,
  AskFirmDispute,
  DisputeDecisionBody,
  FirmDisputeBody,
  FirmDisputeQueries,
} from '../../../modules/entitlements/index.js';
import { StoreEvidence } from '../../../modules/evidence/index.js';
import { Parties } from '../../../modules/identity/index.js';
import { LedgerQueries } from '../../../modules/ledger/index.js';
import { UnitOfWork, type CommandContext, type Tx } from '../../../platform/database/index.js';
import { DeskFrames, type Area } from '../desk-frames.js';
import { attempt, formJson, requestOf, typedTexts } from '../desk-form.js';
import { storePosted } from '../evidence-link.js';
import { formSeal, type Refusal } from '../form-parts.js';
import { seeOther, sendPage } from '../send-page.js';
import type { Posted, PostedVisit, Visit } from '../visit.js';
import { DisputesPage, type DisputeRow, type DisputesView } from './disputes-page.js';

interface Asked {
  readonly done: DisputesView['done'];
  readonly about: number | null;
  readonly refusal: Refusal | null;
  readonly status?: number;
}

const EVIDENCE = { EVIDENCE_TYPE_REFUSED: 'document', EVIDENCE_EMPTY: 'document', EVIDENCE_TOO_LARGE: 'document' } as const;

/** The page of disputes, the same for those who approve and for the firm. */
@Injectable()
export class DisputeDesk {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly frames: DeskFrames,
    private readonly disputes: FirmDisputeQueries,
    private readonly substitutions: SubstitutionQueries,
    private readonly books: LedgerQueries,
    private readonly parties: Parties,
    private readonly storeEvidence: StoreEvidence,
    private readonly askDispute: AskFirmDispute,
    private readonly askDecision: AskDisputeDecision,
    private readonly answerDispute: AnswerFirmDispute,
  ) {}

  async list(reply: FastifyReply, visit: Visit, area: Area, query: Posted): Promise<void> {
    const done = query['done'] === 'asked' || query['done'] === 'answered' ? query['done'] : null;
    await this.page(reply, visit, area, { done, about: null, refusal: null });
  }

  async ask(reply: FastifyReply, { visit, posted }: PostedVisit, context: CommandContext, area: Area): Promise<void> {
    const act = async () => this.askDispute.execute(context, await requestOf(FirmDisputeBody, await this.withPaper(context, posted, ['firmId'])));
    const codes = { FIRM_DISPUTE_FIRM: 'firmId', FIRM_DISPUTE_NOTHING: 'amount', FIRM_DISPUTE_WORDS: 'reason', ...EVIDENCE } as const;
    const outcome = await attempt(visit, posted, act, { labels: visit.m.disputes.fields, codes });
    if ('done' in outcome) return seeOther(reply, `${baseOf(visit, area)}?done=asked`);
    await this.page(reply, visit, area, { done: null, about: null, ...outcome });
  }

  async decide(reply: FastifyReply, { visit, posted }: PostedVisit, context: CommandContext, { area, id }: { area: Area; id: number }): Promise<void> {
    const act = async () => {
      const body = await requestOf(DisputeDecisionBody, await this.withPaper(context, posted));
      return this.askDecision.execute(context, { disputeId: id, ...body });
    };
    const codes = { FIRM_DISPUTE_TOO_MUCH: 'toFirm', FIRM_DISPUTE_WORDS: 'reason', ...EVIDENCE } as const;
    const outcome = await attempt(visit, posted, act, { labels: visit.m.disputes.fields, codes });
    if ('done' in outcome) return seeOther(reply, `${baseOf(visit, area)}?done=asked`);
    await this.page(reply, visit, area, { done: null, about: id, ...outcome });
  }

  async answer(reply: FastifyReply, { visit, posted }: PostedVisit, context: CommandContext, { area, id }: { area: Area; id: number }): Promise<void> {
    const act = async () => {
      const { answerReason, answer } = formJson(posted);
      const body = await requestOf(AnswerFirmDisputeBody, { answer, ...(answerReason !== undefined && { reason: answerReason }) });
      return this.answerDispute.execute(context, { id, answer: body.answer, reason: body.reason ?? null });
    };
    const outcome = await attempt(visit, posted, act, { labels: visit.m.disputes.fields, codes: { FIRM_DISPUTE_WORDS: 'answerReason' } });
    if ('done' in outcome) return seeOther(reply, `${baseOf(visit, area)}?done=answered`);
    await this.page(reply, visit, area, { done: null, about: id, ...outcome });
  }

  private async withPaper(context: CommandContext, posted: Posted, integers: readonly string[] = []): Promise<Record<string, unknown>> {
    const { sha256: documentSha256 } = await storePosted(this.storeEvidence, context, posted, 'document');
    return { ...formJson(typedTexts(posted), integers), documentSha256 };
  }

  private async page(reply: FastifyReply, visit: Visit, area: Area, { status, ...asked }: Asked): Promise<void> {
    const own = { ...visit, path: baseOf(visit, area) };
    const view = await this.unitOfWork.read(visit.actor.communityId, (tx) => this.view(tx, own, area, asked));
    await sendPage(reply, DisputesPage({ m: visit.m, view }), status);
  }

  /** Firms that are owed something. */
  private async owed(tx: Tx): Promise<DisputesView['firms']> {
    const firms: { value: string; label: string }[] = [];
    for (const { holderId, balance } of await this.books.balances(tx, { fund: 'SVC', code: '2101' }))
      if (balance.isPositive && holderId !== null)
        firms.push({ value: String(holderId), label: (await this.parties.organisation(tx, holderId as OrganisationId)).name });
    return firms;
  }

  private async view(tx: Tx, visit: Visit, area: Area, asked: Omit<Asked, 'status'>): Promise<DisputesView> {
    const { actor } = visit;
    const seal = () => formSeal(visit.session.formToken);
    const ownerSide = (await this.substitutions.slotOf(tx, actor, this.clock.today())) === 'OWNER_SIDE';
    const all = await this.disputes.all(tx);
    const answers = isAllowed(actor.roles, 'firm-dispute.answer');
    const waits = new Set(all.filter(({ state }) => state === 'ASKED').map(({ disputeId }) => disputeId));
    const rows = all.map((dispute): DisputeRow => {
      const isFirm = dispute.firmId === actor.organisationId;
      const isParty = ownerSide || isFirm;
      const party = isFirm ? 'FIRM' : ownerSide ? 'OWNER_SIDE' : actor.roles.includes('CENTRE') ? 'CENTRE' : null;
      const may =
        answers && dispute.state === 'ASKED'
          ? answersOf({ own: dispute.askedFor === actor.organisationId, isOther: party !== null && party !== dispute.askedParty })
          : [];
      const decides = isParty && isAllowed(actor.roles, 'firm-dispute.ask-decision') && dispute.open.isPositive && !waits.has(dispute.id);
      return { ...dispute, answer: may.length > 0 ? { seal: seal(), answers: may } : null, decide: decides ? seal() : null };
    });
    return {
      frame: await this.frames.frame(tx, visit, { area, current: null }),
      base: baseOf(visit, area),
      rows,
      ask: ownerSide && isAllowed(actor.roles, 'firm-dispute.ask') ? seal() : null,
      firms: await this.owed(tx),
      ...asked,
    };
  }
}

function answersOf({ own, isOther }: { own: boolean; isOther: boolean }): NonNullable<DisputeRow['answer']>['answers'] {
  return own ? ['WITHDRAW'] : isOther ? ['CONFIRM', 'REFUSE'] : [];
}

function baseOf({ slug }: Visit, area: Area): string {
  if (area === 'b') throw new DomainError('NOT_FOUND');
  return `/${area}/${slug}/disputes`;
}
