import { AskKeyAdmission, ConfirmKey } from '../modules/disbursements/index.js';
import { demoKeyOf } from './demo-key.js';
import type { Stage, Step } from './step.js';

/** Each who approves asks for their key to be admitted, and two other parties confirm it. */
export function keySteps(stage: Stage): Step[] {
  return stage.scenario.keys.flatMap(({ on, of: login, confirmedBy }) => {
    const request = { keyHash: demoKeyOf(login).hash };
    const asked: Step = { on, time: '08:25', by: login, key: `key:${login}`, run: (context) => stage.get(AskKeyAdmission).execute(context, request) };
    const confirmed = confirmedBy.map((by): Step => {
      return { on, time: '08:26', by, key: `key:${login}:${by}`, run: (context) => stage.get(ConfirmKey).execute(context, request) };
    });
    return [asked, ...confirmed];
  });
}
