import type { ResolutionView } from '../application/resolution-queries.js';

export class ResolutionResponse {
  number!: string;
  kind!: string;
  title!: string;
  /** WAITING until another organisation has confirmed that the paper says so; only what is CONFIRMED counts. */
  state!: string;
  /** Of one that was refused. */
  reason!: string | null;
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
    const { number, state, answer, kind, title, decidedOn, from, to, limit, documentSha256, replaces, replacedBy, vote, recordedAt } = view;
    const told = {
      number,
      state,
      reason: answer?.reason ?? null,
      kind,
      title,
      decidedOn,
      from,
      to,
      limit: limit?.toString() ?? null,
      documentSha256,
      replaces,
      replacedBy,
      vote,
      recordedAt,
    };
    return Object.assign(new ResolutionResponse(), told);
  }
}
