import { setImmediate } from 'node:timers/promises';
import type { Steps } from '../domain/steps.js';

/** What one piece of work may take before others are served. */
const SLICE_MS = 25;

/** Takes the steps of long work, and lets the server answer others in between. */
export async function inSlices<T>(steps: Steps<T>): Promise<T> {
  let began = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - began < SLICE_MS) continue;
    await setImmediate();
    began = performance.now();
  }
}
