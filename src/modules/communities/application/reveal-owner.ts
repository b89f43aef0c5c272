import { Injectable } from '@nestjs/common';
import { assert, assertAllowed, DomainError } from '../../../kernel/index.js';
import { UnitOfWork } from '../../../platform/database/index.js';
import { AccessLog, subjectOf, type AccessNote } from '../../../platform/http/index.js';
import { isPlainText } from '../domain/plain-text.js';
import { UnitQueries } from './unit-queries.js';

export interface RevealOwnerRequest {
  readonly unit: string;
  readonly reason: string;
}

/** `ownerName` is null where no owner is recorded. */
export interface OwnerRevealed {
  readonly unit: string;
  readonly ownerName: string | null;
}

const REASON_MIN = 5;
const REASON_MAX = 200;

/** Tells the owner side the whole name of one owner, for a reason that is in the access log before the name is told (domain.md 9). */
@Injectable()
export class RevealOwner {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly units: UnitQueries,
    private readonly log: AccessLog,
  ) {}

  /** @throws NOT_ALLOWED, UNITS_REVEAL_REASON, NOT_FOUND */
  async execute(note: AccessNote, { unit: code, reason }: RevealOwnerRequest): Promise<OwnerRevealed> {
    assert(note.actor, 'a reveal is of somebody with a part in the compound');
    assertAllowed(note.actor, 'unit.reveal-owner');
    if (!isPlainText(reason, REASON_MAX) || reason.length < REASON_MIN) throw new DomainError('UNITS_REVEAL_REASON');
    const unit = await this.unitOfWork.read(note.actor.communityId, (tx) => this.units.byCode(tx, code));
    if (!unit) throw new DomainError('NOT_FOUND');
    await this.log.write({ ...note, subject: subjectOf([unit.code]), reason });
    return { unit: unit.code, ownerName: unit.ownerName };
  }
}
