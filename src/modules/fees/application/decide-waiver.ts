import { Injectable } from '@nestjs/common';
import { addDays, assertAllowed, Clock, DomainError, required, type Actor, type BusinessDate, type Id } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { isPlainText } from '../../communities/index.js';
import { SubstitutionQueries } from '../../contracts/index.js';
import { LedgerService, type Book } from '../../ledger/index.js';
import { ResolutionQueries } from '../../resolutions/index.js';
import { journalForWaiver } from '../domain/journals.js';
import { WaiverDecision, type WaiverId } from '../persistence/waiver.js';
import { WaiverQueries, type WaiverView } from './waiver-queries.js';

export interface DecideWaiverRequest {
  readonly id: WaiverId;
  readonly decision: 'APPROVED' | 'REFUSED';
  /** Needed when it is refused. */
  readonly reason: string | null;
}

export type WaiverDecided = { readonly id: number; readonly state: 'APPROVED' | 'REFUSED'; readonly entrySeq: number | null; readonly effectiveOn: string };

/** The owner side decides on a waiver or write-off: approved, it is booked at once (P04); refused, it is kept with the reason. */
@Injectable()
export class DecideWaiver {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly waivers: WaiverQueries,
    private readonly substitutions: SubstitutionQueries,
    private readonly resolutions: ResolutionQueries,
  ) {}

  /** @throws NOT_ALLOWED, NOT_FOUND, OWNER_SIDE_ONLY, WAIVER_OWN, WAIVER_DECIDED, WAIVER_OVER_OPEN, WAIVER_REASON_MISSING, RESOLUTION_… */
  async execute(context: CommandContext, request: DecideWaiverRequest): Promise<Outcome<WaiverDecided>> {
    assertAllowed(context.actor, 'waiver.decide');
    const { id, decision, reason } = request;
    if (reason === null ? decision === 'REFUSED' : !isPlainText(reason, 200)) throw new DomainError('WAIVER_REASON_MISSING', { field: 'reason', max: 200 });
    return this.unitOfWork.once({ context, command: 'DecideWaiver', request: { id, decision, reason } }, async (tx) => {
      const book = await this.ledger.lock(tx);
      const waiver = await this.waivers.byId(tx, id);
      if (!waiver) throw new DomainError('NOT_FOUND');
      await this.refuseDecider(tx, context.actor, waiver);
      const effectiveOn = this.dayOf(book);
      const entrySeq = decision === 'APPROVED' ? await this.approve(tx, context.actor, { waiver, effectiveOn }) : null;
      const rowId = (await this.ledger.takeIds(tx, 1)) as Id<'waiver_decision'>;
      const { personId: decidedBy, organisationId: decidedFor } = context.actor;
      const row = {
        communityId: tx.communityId,
        id: rowId,
        waiverId: id,
        askedBy: waiver.askedBy,
        askedFor: waiver.askedFor,
        decision,
        reason,
        decidedBy,
        decidedFor,
      };
      await tx.manager.insert(WaiverDecision, { ...row, decidedAt: this.clock.now(), effectiveOn, entrySeq });
      return { id, state: decision, entrySeq, effectiveOn };
    });
  }

  private async refuseDecider(tx: Tx, actor: Actor, waiver: WaiverView): Promise<void> {
    if (waiver.state !== 'ASKED') throw new DomainError('WAIVER_DECIDED', { state: waiver.state, at: String(waiver.decidedAt) });
    if (waiver.askedBy === actor.personId || waiver.askedFor === actor.organisationId) throw new DomainError('WAIVER_OWN');
    await this.substitutions.refuseStranger(tx, actor, this.clock.today());
  }

  private async approve(tx: Tx, actor: Actor, { waiver, effectiveOn }: { waiver: WaiverView; effectiveOn: BusinessDate }): Promise<number> {
    const { id, kind, unitId, amount, open, lateFeeId, resolutionNo } = waiver;
    if (open.lessThan(amount)) throw new DomainError('WAIVER_OVER_OPEN', { asked: amount.toString(), open: open.toString() });
    if (resolutionNo !== null) {
      const used = await this.resolutions.waivedBy(tx, resolutionNo);
      await this.resolutions.covering(tx, resolutionNo, { kinds: ['WAIVER'], on: this.clock.today(), asked: amount, used });
    }
    const draft = journalForWaiver({ id, kind, unitId, ofLateFee: lateFeeId !== null, amount, effectiveOn });
    const [entry] = await this.ledger.post(tx, { by: actor.personId, at: this.clock.now() }, [draft]);
    return required(entry, 'entry').seq;
  }

  private dayOf(book: Book): BusinessDate {
    const today = this.clock.today();
    return today > book.closedThrough ? today : addDays(book.closedThrough, 1);
  }
}
