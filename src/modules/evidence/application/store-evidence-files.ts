import { Injectable } from '@nestjs/common';
import { assertAllowed, DomainError, type Actor } from '../../../kernel/index.js';
import type { CommandContext, Outcome } from '../../../platform/database/index.js';
import { evidenceName } from '../domain/evidence-name.js';
import { EvidenceIntake, type AcceptedFile, type EvidenceStored, type HandedIn } from './evidence-intake.js';

export interface StoreEvidenceFilesRequest {
  /** Of the spool; whoever put them there drops them. */
  readonly files: readonly HandedIn[];
}

/** In their order. */
export type EvidenceFilesStored = { readonly items: readonly EvidenceStored[] };

/** Why a file is not taken, by the words in which the refusal of several names it. */
const groups = {
  EVIDENCE_EMPTY: 'empty',
  EVIDENCE_TOO_LARGE: 'large',
  EVIDENCE_PIXELS: 'large',
  EVIDENCE_TYPE_REFUSED: 'types',
  EVIDENCE_UNREADABLE: 'unreadable',
  EVIDENCE_FILM: 'films',
  EVIDENCE_FILM_PARTS: 'films',
} as const;
type Group = (typeof groups)[keyof typeof groups];
const groupOf = (code: string): Group | undefined => (groups as Partial<Record<string, Group>>)[code];

/** Takes several files in as evidence, all of them or none. */
@Injectable()
export class StoreEvidenceFiles {
  constructor(private readonly intake: EvidenceIntake) {}

  /** @throws NOT_ALLOWED, IDEMPOTENCY_KEY_REUSED, EVIDENCE_SPACE, EVIDENCE_SPACE_OF_BODY; of one file what EvidenceIntake.accept throws; of several EVIDENCE_FILES_REFUSED, which names each that is not taken; EVIDENCE_BUSY */
  async execute(context: CommandContext, { files }: StoreEvidenceFilesRequest): Promise<Outcome<EvidenceFilesStored>> {
    assertAllowed(context.actor, 'evidence.store');
    const request = { files: files.map(({ fileName, file: { sha256 } }) => ({ sha256, name: evidenceName(fileName) })) };
    return this.intake.take({ context, command: 'StoreEvidenceFiles', request }, files, {
      accept: (accepted) => this.acceptAll(context.actor, files, accepted),
      answer: (items) => ({ items }),
    });
  }

  private async acceptAll(actor: Actor, files: readonly HandedIn[], accepted: AcceptedFile[]): Promise<void> {
    const refused: { readonly group: Group; readonly name: string }[] = [];
    for (const file of files)
      try {
        accepted.push(await this.intake.accept(actor, file));
      } catch (error) {
        const group = error instanceof DomainError ? groupOf(error.code) : undefined;
        if (group === undefined || files.length === 1) throw error;
        refused.push({ group, name: evidenceName(file.fileName) });
      }
    if (refused.length === 0) return;
    const named = (wanted: Group): string => refused.flatMap(({ group, name }) => (group === wanted ? [name] : [])).join(', ') || '–';
    const details = Object.fromEntries([...new Set(Object.values(groups))].map((group) => [group, named(group)]));
    throw new DomainError('EVIDENCE_FILES_REFUSED', { count: refused.length, of: files.length, ...details });
  }
}
