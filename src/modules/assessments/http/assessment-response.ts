import { ApiProperty } from '@nestjs/swagger';
import type { Rate } from '../../../kernel/index.js';
import type { AssessmentView } from '../application/assessment-queries.js';
import type { DraftItem } from '../application/item-drafts.js';

/** An assessment as the API shows it; scores are text with the decimals that they have, published ones with two. */
export class AssessmentResponse {
  quarter!: string;
  state!: string;
  dates!: AssessmentView['dates'];
  selfEvaluation!: Readonly<Record<string, unknown>> | null;
  inspection!: Readonly<Record<string, unknown>> | null;
  sheets!: readonly Readonly<Record<string, unknown>>[];
  safetyEvents!: readonly Readonly<Record<string, unknown>>[];
  survey!: Readonly<Record<string, unknown>> | null;
  measures!: readonly Readonly<Record<string, unknown>>[];
  score!: Readonly<Record<string, unknown>> | null;
  severeSafetyEvent!: boolean;
  inspectionAlone!: boolean;
  scoredOn!: string | null;
  appealUntil!: string | null;
  appeal!: Readonly<Record<string, unknown>> | null;
  hearing!: Readonly<Record<string, unknown>> | null;
  review!: Readonly<Record<string, unknown>> | null;
  finalOn!: string | null;
  voided!: Readonly<Record<string, unknown>> | null;

  static from(view: AssessmentView): AssessmentResponse {
    return Object.assign(new AssessmentResponse(), {
      quarter: view.quarter,
      state: view.state,
      dates: view.dates,
      selfEvaluation: shown(view.selfEvaluation),
      inspection: shown(view.inspection),
      sheets: view.sheets.map((sheet) => shown(sheet)),
      safetyEvents: view.safetyEvents.map((event) => shown(event)),
      survey: shown(view.survey),
      measures: view.measures.map((measure) => shown(measure)),
      severeSafetyEvent: view.severeSafetyEvent,
      inspectionAlone: view.inspectionAlone,
      scoredOn: view.scoredOn,
      appealUntil: view.appealUntil,
      appeal: shown(view.appeal),
      hearing: shown(view.hearing),
      review: shown(view.review),
      finalOn: view.finalOn,
      voided: shown(view.voided),
      score: view.score && {
        published: view.score.published.toFixed(2),
        unrounded: view.score.unrounded.toString(),
        adjustment: view.score.adjustment.toString(),
        components: view.score.components.map(({ code, name, weight, score, points }) => ({
          code,
          name,
          weight: weight.toString(),
          score: score?.toFixed(2) ?? null,
          points: points.toString(),
        })),
      },
    });
  }
}

/** A record without the ids of who said it; its score with two decimals. */
function shown(part: { readonly organisationId: number; readonly score?: Rate | null } | null): Record<string, unknown> | null {
  if (!part) return null;
  const { organisationId: _, score, ...rest } = part;
  return score === undefined ? rest : { ...rest, score: score?.toFixed(2) ?? null };
}

class DraftItemResponse {
  name!: string;
  /** Empty while there is none. */
  score!: string;
  note!: string;
  evidence!: readonly string[];
}

/** A sheet that is not handed in yet, as far as it is written. */
export class DraftResponse {
  @ApiProperty({ type: [DraftItemResponse] })
  items!: readonly DraftItemResponse[];

  static from(items: readonly DraftItem[]): DraftResponse {
    return Object.assign(new DraftResponse(), { items: items.map((item) => Object.assign(new DraftItemResponse(), item)) });
  }
}
