import { Money } from '../kernel/index.js';
import { AdoptBudget, AnswerRecord, RecordResolution } from '../modules/resolutions/index.js';
import { alsoFor, stored } from './papers.js';
import type { Stage, Step } from './step.js';

/** What the owners allow to be spent in a year: their resolution with its paper, the lines that rest on it, and the street that confirms both in one act. */
export function budgetSteps(stage: Stage): Step[] {
  return stage.files.budgets.flatMap(({ year, on, decidedOn, title, from, to, limit, paper, lines }): Step[] => {
    const run: Step['run'] = async (context) => {
      const documentSha256 = await stored(stage, paper, context);
      const decision = { kind: 'BUDGET' as const, title, decidedOn, from, to, limit: Money.parse(limit), documentSha256, replaces: null };
      const { number: resolution } = (await stage.get(RecordResolution).execute(context, decision)).value;
      const allowed = lines.map((line) => ({ ...line, amount: Money.parse(line.amount) }));
      await stage.get(AdoptBudget).execute(alsoFor(context, 'budget'), { year, resolution, lines: allowed });
    };
    const confirm: Step['run'] = (context) => stage.get(AnswerRecord).budget(context, { year, versionNo: 1, decision: 'CONFIRM', reason: null });
    return [
      { on, time: '11:10', by: stage.publisher(on), key: `budget:${year}`, run },
      { on, time: '11:30', by: 'jiedao1', key: `budget:${year}:confirm`, run: confirm },
    ];
  });
}
