/**
 * Work that takes long, cut into steps of a few milliseconds: it yields where somebody else may be served meanwhile. Whoever runs it
 * decides how often that is (application/in-slices.ts); a test takes it in one go.
 */
export type Steps<T> = Generator<undefined, T>;

/** Records, entries or rows that are worked on before a step ends. */
export const STEP = 256;

/** Takes all steps at once. */
export function done<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
