import { StoreEvidence } from '../modules/evidence/index.js';
import type { CommandContext } from '../platform/database/index.js';
import type { Stage } from './step.js';

/** A paper of the demo, handed in under a key of its step. @returns its SHA-256 */
export async function stored(stage: Stage, paper: string, context: CommandContext): Promise<string> {
  return (await stage.get(StoreEvidence).execute(alsoFor(context, 'paper'), { fileName: paper, bytes: stage.files.bytes(`papers/${paper}`) })).value.sha256;
}

/** A second command of the same step, under a key of its own. */
export function alsoFor(context: CommandContext, part: string): CommandContext {
  return { ...context, idempotencyKey: `${context.idempotencyKey}:${part}` };
}
