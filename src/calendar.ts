import type { INestApplicationContext } from '@nestjs/common';
import { RunCalendar, type CalendarRun } from './modules/assessments/index.js';
import { CommunityQueries } from './modules/communities/index.js';
import { SweepEvidence } from './modules/evidence/index.js';
import { Logger } from './platform/logging/index.js';

const HOUR_MS = 60 * 60 * 1000;

/** What the calendar did in a compound. */
export type CommunityCalendar = CalendarRun & { readonly community: string };

/** Does what is due in every compound, or in one; one that cannot keeps no other from it. */
export async function runCalendar(app: INestApplicationContext, slug?: string): Promise<{ done: CommunityCalendar[]; failed: string[] }> {
  const queries = app.get(CommunityQueries);
  const communities = slug === undefined ? await queries.list() : [await queries.bySlug(slug)];
  const done: CommunityCalendar[] = [];
  const failed: string[] = [];
  for (const { id, slug: community } of communities)
    try {
      done.push({ community, ...(await app.get(RunCalendar).execute(id)) });
    } catch (error) {
      app.get(Logger).error({ error, community }, 'the calendar of a compound could not be run');
      failed.push(community);
    }
  return { done, failed };
}

/**
 * The calendar, and the sweep of files that nothing came to name: now and every hour, for as long as the server runs; it keeps no process alive. Beside another server it
 * finds nothing left to do. @returns what stops it
 */
export function startCalendar(app: INestApplicationContext): () => Promise<void> {
  const logged = (work: Promise<unknown>, what: string): Promise<void> =>
    work.then(
      () => undefined,
      (error: unknown) => app.get(Logger).error({ error }, what),
    );
  const due = async (): Promise<void> => {
    await logged(runCalendar(app), 'the calendar could not be run');
    await logged(app.get(SweepEvidence).execute(), 'files without a row could not be swept');
  };
  let running = due();
  const timer = setInterval(() => {
    running = due();
  }, HOUR_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
