import { Injectable } from '@nestjs/common';
import { Rate, type Quarter } from '../../../kernel/index.js';
import type { CommandContext, Outcome } from '../../../platform/database/index.js';
import { readScoreTemplate } from '../../contracts/index.js';
import { itemRecords, readItems, statedItems, type ItemScoreJson } from '../domain/score-records.js';
import { EvidenceQueries } from '../../evidence/index.js';
import { AssessmentRecords } from './assessment-records.js';
import { assertIsTheFirm, AssessmentStep, type AssessmentStepped } from './assessment-step.js';
import { ItemDrafts } from './item-drafts.js';

export type SubmitSelfEvaluationRequest = { readonly quarter: Quarter; readonly items: readonly ItemScoreJson[] };

/** The firm scores itself, item by item. It weighs nothing and is shown beside the score. */
@Injectable()
export class SubmitSelfEvaluation {
  constructor(
    private readonly step: AssessmentStep,
    private readonly records: AssessmentRecords,
    private readonly drafts: ItemDrafts,
    private readonly evidence: EvidenceQueries,
  ) {}

  /** @throws NOT_ALLOWED (also a firm that the contract does not name) ASSESSMENT_NONE ASSESSMENT_TOO_EARLY ASSESSMENT_STATE, EVIDENCE_UNKNOWN, and what readItems throws */
  async execute(context: CommandContext, { quarter, items }: SubmitSelfEvaluationRequest): Promise<Outcome<AssessmentStepped>> {
    const step = {
      context,
      permission: 'assessment.self-evaluate',
      command: 'SubmitSelfEvaluation',
      quarter,
      request: { quarter, items: statedItems(items) },
    } as const;
    return this.step.take(step, async (scene) => {
      const { tx, assessment, today, said } = scene;
      assertIsTheFirm(scene);
      await this.records.move(tx, assessment, 'SELF_EVALUATED');
      const read = readItems(readScoreTemplate(assessment.template), await this.drafts.withFiles(tx, assessment.id, said.by, items));
      await this.evidence.refuseUnknown(
        tx,
        read.flatMap(({ evidence }) => evidence),
      );
      const score = Rate.sum(read.map((item) => item.score));
      await this.records.append(tx, assessment.id, { kind: 'SELF_EVALUATION', score, happenedOn: today, content: { items: itemRecords(read) } }, said);
      await this.drafts.drop(tx, assessment.id, said.by);
      return { assessmentId: assessment.id, state: 'SELF_EVALUATED' };
    });
  }
}
