import { canonicalJson, DomainError, type Json } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { appealWindowEnd, ContractQueries, responseHoursOf, scoreTemplateJson } from '../../contracts/index.js';
import { correctedScore, missingFindings, scoreOf, type Score, type ScoredComponent } from '../domain/score.js';
import type { ResponseHours } from '../domain/repair-log.js';
import { AssessmentComponent } from '../persistence/assessment-component.js';
import { AssessmentQueries, type AssessmentView } from './assessment-queries.js';
import type { AssessmentId } from './assessment-records.js';
import { findingsOf, hadSafetyEvent } from './findings.js';

const contracts = new ContractQueries();
const assessments = new AssessmentQueries(contracts);

/** Every score again from the records and the contract, with its days: what was found, what an appeal corrected, until when it could be appealed. */
export async function checkScores(tx: Tx): Promise<string[]> {
  const scored = await tx.query<{ id: AssessmentId; quarter: string }>(
    'select id, quarter from mingbai.assessment where community_id = $1 and score is not null order by id',
    [tx.communityId],
  );
  const violations: string[] = [];
  for (const { id, quarter } of scored) {
    const found = await checkScore(tx, id);
    violations.push(...found.map((violation) => `assessment ${id} of ${quarter}: ${violation}`));
  }
  return violations;
}

async function checkScore(tx: Tx, id: AssessmentId): Promise<string[]> {
  try {
    const view = await assessments.byId(tx, id);
    if (!view.inspection || !view.scoredOn) return ['has a score without an inspection or a day of it'];
    const version = await contracts.version(tx, view.contractVersionId);
    const { template } = version;
    const findings = findingsOf(view);
    const inspectionAlone = view.scoredOn > view.dates.decidedOn && missingFindings(view.template, findings).length > 0;
    const first = scoreOf(view.template, { ...findings, inspectionAlone });
    const last = view.review ? correctedScore(first, view.review.corrections) : first;
    const stored = await tx.manager.find(AssessmentComponent, { where: { communityId: tx.communityId, assessmentId: id }, order: { id: 'ASC' } });
    const revision = (number: number) => stored.filter((component) => component.revision === number);
    const facts: [what: string, isSo: boolean][] = [
      ['its template is not that of the contract', same(scoreTemplateJson(view.template), scoreTemplateJson(template))],
      ['its records give other components', same(printed(first.components), printed(revision(1)))],
      ['its review gives other components', same(view.review ? printed(last.components) : [], printed(revision(2)))],
      [`its records give the score ${last.published.toFixed(2)}`, isScore(view, first, last)],
      ['whether the inspection alone decided is not as the days say', view.inspectionAlone === inspectionAlone],
      ['its safety event is not that of its records', view.severeSafetyEvent === hadSafetyEvent(view)],
      ['its repairs are counted by other hours than those of the contract', hasContractHours(view, responseHoursOf(version))],
      ['its time to appeal is not that of the calendar', view.appealUntil === appealWindowEnd(view.dates, view.scoredOn)],
      ['it became FINAL while somebody could appeal', view.finalOn === null || (view.appealUntil !== null && view.finalOn > view.appealUntil)],
    ];
    return facts.filter(([, isSo]) => !isSo).map(([what]) => what);
  } catch (error) {
    if (error instanceof DomainError) return [`cannot be computed again: ${error.message}`];
    throw error;
  }
}

function isScore({ score, review }: AssessmentView, first: Score, last: Score): boolean {
  if (!score?.published.equals(last.published) || !score.unrounded.equals(last.unrounded) || !score.adjustment.equals(first.adjustment)) return false;
  return review === null || (review.scoreBefore === first.published.toFixed(2) && review.score.equals(last.published));
}

function hasContractHours({ measures }: AssessmentView, hours: ResponseHours): boolean {
  return measures.every(({ log, beside = log }) => !beside || same(beside.hours, hours));
}

function printed(components: readonly ScoredComponent[]): Json {
  return components.map(({ code, name, weight, score, points }) => [code, name, weight.toString(), score?.toString() ?? null, points.toString()]);
}

function same(a: Json, b: Json): boolean {
  return canonicalJson(a) === canonicalJson(b);
}
