import { Injectable } from '@nestjs/common';
import { isAllowed, type Actor, type Quarter } from '../../../kernel/index.js';
import { AssessmentQueries, ItemDrafts, type AssessmentView, type DraftItem } from '../../../modules/assessments/index.js';
import { EvidenceQueries } from '../../../modules/evidence/index.js';
import type { Tx } from '../../../platform/database/index.js';

/** A file of an item. `name` is null for whoever may not read it; `elsewhere` are other quarters and items in which it serves. */
export interface FileFact {
  readonly sha256: string;
  readonly name: string | null;
  readonly elsewhere: readonly { readonly quarter: Quarter; readonly item: string }[];
}

/** An item of a sheet that is being written. */
export type DraftFact = Omit<DraftItem, 'evidence'> & { readonly evidence: readonly FileFact[] };

/** Tells the files of items to those who look at a page. */
@Injectable()
export class ItemFiles {
  constructor(
    private readonly assessments: AssessmentQueries,
    private readonly drafts: ItemDrafts,
    private readonly evidence: EvidenceQueries,
  ) {}

  /** Files by their hash, as this person may know them; without a person by their number alone. `of` is where they are looked at. */
  async facts(
    tx: Tx,
    hashes: readonly string[],
    { actor, of }: { actor: Actor | null; of: Quarter },
  ): Promise<ReadonlyMap<string, (item: string) => FileFact>> {
    if (hashes.length === 0) return new Map();
    const stored = await this.evidence.byHashes(tx, hashes);
    const uses = actor === null ? [] : await this.assessments.fileUses(tx, hashes);
    const mayRead = (storedFor: number): boolean => actor !== null && (isAllowed(actor.roles, 'evidence.read-all') || storedFor === actor.organisationId);
    return new Map(
      stored.map(({ sha256, name, storedFor }) => {
        const elsewhere = (item: string): FileFact['elsewhere'] => {
          const others = uses.filter((use) => use.sha256 === sha256 && !(use.quarter === of && use.item === item));
          return [...new Map(others.map((use) => [`${use.quarter} ${use.item}`, { quarter: use.quarter, item: use.item }])).values()];
        };
        return [sha256, (item: string) => ({ sha256, name: mayRead(storedFor) ? name : null, elsewhere: elsewhere(item) })];
      }),
    );
  }

  /** What this person's organisation has written so far. */
  async draft(tx: Tx, actor: Actor, { id, quarter }: Pick<AssessmentView, 'id' | 'quarter'>): Promise<DraftFact[]> {
    const items = await this.drafts.read(tx, id, actor);
    const facts = await this.facts(
      tx,
      items.flatMap(({ evidence }) => evidence),
      { actor, of: quarter },
    );
    return items.map((item) => ({ ...item, evidence: item.evidence.flatMap((sha256) => facts.get(sha256)?.(item.name) ?? []) }));
  }
}
