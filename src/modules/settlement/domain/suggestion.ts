import type { Json } from '../../../kernel/index.js';
import type { AssignmentTarget } from './assignment.js';
import { assignmentTargets } from './assignment.js';
import type { PlacedPart } from './matchables.js';

/** A likely place as it is kept with the reason of a line, in the words in which a person would assign it. */
export interface SuggestedPart {
  readonly target: AssignmentTarget;
  readonly reference: string | null;
  readonly amount: string;
}

export function suggestedPart({ place, amount }: PlacedPart): SuggestedPart {
  return { target: place.kind, reference: 'code' in place ? place.code : null, amount: amount.toString() };
}

/** What is suggested in the reason of a line; nothing where no place is likely. */
export function suggestionIn(reason: Json): SuggestedPart[] {
  const { suggested } = (reason ?? {}) as { suggested?: readonly SuggestedPart[] };
  return (suggested ?? []).filter(({ target }) => assignmentTargets.includes(target));
}
