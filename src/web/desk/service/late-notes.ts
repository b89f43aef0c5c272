import type { LateCounts } from '../../../modules/assessments/index.js';
import type { Messages } from '../../messages/index.js';

/** What to say of what was written down late in a log, a sentence for each kind that there is; a measure of before is told by the rule that counted it. */
export function lateNotes(m: Messages, counts: LateCounts & { readonly lateAnswers?: number }): string[] {
  const texts = m.service.repairs;
  const { late, lateByFirm = 0, lateByOthers = 0, lateAnswers = 0, lateHoursMin } = counts;
  const notes: [count: number, note: (count: number) => string][] = [
    [late, leftOut(m, counts)],
    [lateByFirm, texts.lateByFirm],
    [lateByOthers, lateHoursMin === undefined ? texts.lateFromWriting : texts.lateByOthers],
    [lateAnswers, texts.lateAnswers],
  ];
  return notes.filter(([count]) => count > 0).map(([count, note]) => note(count));
}

/** What `late` says by the rule of its count: each rule brought a figure that those before it lack. */
function leftOut(
  { service: { repairs: texts } }: Messages,
  { lateHoursMin, lateByFirm, lateAnswers }: Parameters<typeof lateNotes>[1],
): (count: number) => string {
  if (lateHoursMin !== undefined) return texts.late;
  if (lateByFirm !== undefined) return texts.lateAfterQuarter;
  return lateAnswers === undefined ? texts.lateBefore : texts.lateLeftOut;
}
