import type { StatementSnapshot } from '../domain/snapshot.js';

export type PageLocale = 'zh-CN' | 'en';
export const pageLocales: readonly PageLocale[] = ['zh-CN', 'en'];

/** A page and the content security policy that lets its inlined stylesheet pass. */
export interface RenderedPage {
  readonly html: string;
  readonly policy: string;
}

/** Makes the page that residents read from a snapshot. The pages belong to web, which stands above the modules: it implements this port. */
export abstract class StatementRenderer {
  /** The same snapshot always gives the same bytes; `sha256` is that of the snapshot and printed on the page. */
  abstract render(snapshot: StatementSnapshot, sha256: string, locale: PageLocale): RenderedPage;
}
