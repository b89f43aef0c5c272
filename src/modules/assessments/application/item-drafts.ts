import { Injectable } from '@nestjs/common';
import { DomainError, Rate, required, type Actor, type Instant } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { readScoreTemplate } from '../../contracts/index.js';
import { readItemEvidence, readNote, readScore, type ItemScoreJson } from '../domain/score-records.js';
import type { Assessment } from '../persistence/assessment.js';
import type { AssessmentId } from './assessment-records.js';

/** An item of a sheet that is not handed in yet: its score may still be empty. */
export type DraftItem = Required<ItemScoreJson>;

/** What an organisation has written so far of its sheet: the firm of its self-evaluation, an inspecting body of the inspection. Nobody else reads it, and it counts for nothing. */
@Injectable()
export class ItemDrafts {
  async read(tx: Tx, assessmentId: AssessmentId, { organisationId }: Pick<Actor, 'organisationId'>): Promise<DraftItem[]> {
    const [draft] = await tx.query<{ items: DraftItem[] }>(
      'select items from mingbai.assessment_draft where community_id = $1 and assessment_id = $2 and organisation_id = $3',
      [tx.communityId, assessmentId, organisationId],
    );
    return draft?.items ?? [];
  }

  /** Replaces what the draft says of these items; one of which nothing is said stays as it is. @throws ASSESSMENT_ITEMS_DIFFER ASSESSMENT_SCORE_OUTSIDE RATE_INVALID ASSESSMENT_NOTE ASSESSMENT_EVIDENCE */
  async save(tx: Tx, assessment: Assessment, stated: readonly ItemScoreJson[], said: { by: Actor; at: Instant }): Promise<DraftItem[]> {
    const template = readScoreTemplate(assessment.template);
    const full = new Map(template.items.map(({ name, scoreMax }) => [name, scoreMax]));
    const unknown = stated.filter(({ name }, at) => !full.has(name) || stated.findIndex((other) => other.name === name) !== at);
    if (unknown.length > 0) throw new DomainError('ASSESSMENT_ITEMS_DIFFER', { missing: '–', unknown: unknown.map(({ name }) => name).join(', ') });
    const read = (await this.withFiles(tx, assessment.id, said.by, stated)).map(({ name, score, note, evidence = [] }, at): DraftItem => {
      const text = score.trim();
      if (text !== '') readScore(`items[${at}].score`, text, { min: Rate.zero, max: required(full.get(name), 'an item of the template') });
      return { name, score: text, note: readNote(`items[${at}].note`, note), evidence: readItemEvidence(`items[${at}].evidence`, evidence) };
    });
    const before = await this.read(tx, assessment.id, said.by);
    const silent = new Set(stated.filter(({ score, note, evidence }) => score.trim() === '' && note === '' && evidence === undefined).map(({ name }) => name));
    const items = [...full.keys()].flatMap(
      (name) => (silent.has(name) ? null : read.find((item) => item.name === name)) ?? before.find((item) => item.name === name) ?? [],
    );
    const { organisationId, personId } = said.by;
    await tx.query(
      `insert into mingbai.assessment_draft (community_id, assessment_id, organisation_id, items, saved_by, saved_at) values ($1, $2, $3, $4, $5, $6)
       on conflict (community_id, assessment_id, organisation_id) do update set items = excluded.items, saved_by = excluded.saved_by, saved_at = excluded.saved_at`,
      [tx.communityId, assessment.id, organisationId, JSON.stringify(items), personId, said.at],
    );
    return items;
  }

  /** Items that name no files, with those that the draft has by now: whoever looks at an old page loses none that somebody else has added. */
  async withFiles(tx: Tx, assessmentId: AssessmentId, by: Actor, items: readonly ItemScoreJson[]): Promise<ItemScoreJson[]> {
    const draft = await this.read(tx, assessmentId, by);
    return items.map((item) => ({ ...item, evidence: item.evidence ?? draft.find(({ name }) => name === item.name)?.evidence ?? [] }));
  }

  /** Of a quarter that is inspected nobody writes a sheet any more. */
  async dropAll(tx: Tx, assessmentId: AssessmentId): Promise<void> {
    await tx.query('delete from mingbai.assessment_draft where community_id = $1 and assessment_id = $2', [tx.communityId, assessmentId]);
  }

  /** What was handed in is no draft any more. */
  async drop(tx: Tx, assessmentId: AssessmentId, { organisationId }: Pick<Actor, 'organisationId'>): Promise<void> {
    await tx.query('delete from mingbai.assessment_draft where community_id = $1 and assessment_id = $2 and organisation_id = $3', [
      tx.communityId,
      assessmentId,
      organisationId,
    ]);
  }
}
