import type { LateCounts } from '../../../modules/assessments/index.js';
import type { Messages } from '../../messages/index.js';

/** What to say of what was written down late in a log, a sentence for each kind that there is; a measure of before is told by the rule that counted it. */
export function lateNotes(m: Messages, { late, lateByFirm, lateByOthers = 0, lateAnswers }: LateCounts & { readonly lateAnswers?: number }): string[] {
  const texts = m.service.repairs;
  const before = lateAnswers === undefined ? texts.lateBefore : texts.lateLeftOut;
  const notes: [count: number, note: (count: number) => string][] = [
    [late, lateByFirm === undefined ? before : texts.late],
    [lateByFirm ?? 0, texts.lateByFirm],
    [lateByOthers, texts.lateByOthers],
    [lateAnswers ?? 0, texts.lateAnswers],
  ];
  return notes.filter(([count]) => count > 0).map(([count, note]) => note(count));
}
