import type { ResolutionView } from '../application/resolution-queries.js';

export class ResolutionResponse {
  number!: string;
  kind!: string;
  title!: string;
  decidedOn!: string;
  from!: string;
  to!: string | null;
  /** Yuan in all; null where nothing limits it. */
  limit!: string | null;
  documentSha256!: string;
  replaces!: string | null;
  replacedBy!: string | null;
  /** The vote that it rests on. */
  vote!: string | null;
  recordedAt!: string;

  static from(view: ResolutionView): ResolutionResponse {
    const { number, kind, title, decidedOn, from, to, limit, documentSha256, replaces, replacedBy, vote, recordedAt } = view;
    const told = { number, kind, title, decidedOn, from, to, limit: limit?.toString() ?? null, documentSha256, replaces, replacedBy, vote, recordedAt };
    return Object.assign(new ResolutionResponse(), told);
  }
}
