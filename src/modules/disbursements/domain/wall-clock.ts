import { dateOf, timeOf, type Instant } from '../../../kernel/index.js';

/** A moment as the clock on a wall in Shanghai shows it, for messages: "2024-02-18 09:00". */
export function wallClock(moment: Instant): string {
  return `${dateOf(moment)} ${timeOf(moment)}`;
}
