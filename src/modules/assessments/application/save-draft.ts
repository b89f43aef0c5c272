import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, isAllowed, type Actor, type Quarter } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Tx } from '../../../platform/database/index.js';
import { ContractQueries } from '../../contracts/index.js';
import { EvidenceQueries } from '../../evidence/index.js';
import { LedgerService } from '../../ledger/index.js';
import type { ItemScoreJson } from '../domain/score-records.js';
import type { Assessment } from '../persistence/assessment.js';
import { AssessmentRecords, bodyOf } from './assessment-records.js';
import { ItemDrafts, type DraftItem } from './item-drafts.js';

export type SaveDraftRequest = { readonly quarter: Quarter; readonly items: readonly ItemScoreJson[] };

/**
 * Keeps what somebody has written so far of a sheet, item by item, also while the quarter still runs. It may be written again as often as one likes, and so needs
 * no key: the firm until it hands in its self-evaluation, an inspecting body until it hands in its sheet.
 */
@Injectable()
export class SaveDraft {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly contracts: ContractQueries,
    private readonly records: AssessmentRecords,
    private readonly drafts: ItemDrafts,
    private readonly evidence: EvidenceQueries,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_ALLOWED (also a firm that the contract does not name) ASSESSMENT_NONE ASSESSMENT_DRAFT_OVER ASSESSMENT_SHEET_TWICE EVIDENCE_UNKNOWN, and what ItemDrafts.save throws */
  async execute({ actor }: CommandContext, { quarter, items }: SaveDraftRequest): Promise<{ readonly items: readonly DraftItem[] }> {
    assertAllowed(actor, 'assessment.draft');
    return this.unitOfWork.run(actor.communityId, async (tx) => {
      await this.ledger.lock(tx);
      const assessment = await this.writable(tx, actor, quarter);
      const saved = await this.drafts.save(tx, assessment, items, { by: actor, at: this.clock.now() });
      await this.evidence.refuseUnknown(
        tx,
        saved.flatMap(({ evidence }) => evidence),
      );
      return { items: saved };
    });
  }

  /** The quarter's assessment, where this organisation may still write of it; asked before files are stored for it, too. @throws as `execute` */
  async writable(tx: Tx, actor: Actor, quarter: Quarter): Promise<Assessment> {
    const assessment = await this.records.live(tx, quarter);
    const inspects = isAllowed(actor.roles, 'assessment.inspect');
    const { firmId } = await this.contracts.version(tx, assessment.contractVersionId);
    if (!inspects && firmId !== actor.organisationId) throw new DomainError('NOT_ALLOWED');
    const { state } = assessment;
    if (state !== 'OPEN' && !(inspects && state === 'SELF_EVALUATED')) throw new DomainError('ASSESSMENT_DRAFT_OVER', { state });
    if (inspects && (await this.records.sheets(tx, assessment.id)).includes(bodyOf(actor))) throw new DomainError('ASSESSMENT_SHEET_TWICE');
    return assessment;
  }
}
