import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { addDays, assertAllowed, Clock, DomainError, type BusinessDate } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { subjectOf, type AccessNote } from '../../../platform/http/index.js';
import { retriedOnConflict } from '../../communities/index.js';
import { AccessLogRows } from './access-log.js';
import { base32 } from './totp.js';
import { UnitMembers, type OwnerToJoin } from './unit-members.js';
import { Vault } from './vault.js';

/** `unit`: the code of one unit, whose older code ends with what was seen by it; null: every unit whose owner has none and has not joined. */
export interface IssueUnitCodesRequest {
  readonly unit: string | null;
}

/** A code for the letter to a unit's owner, told this once. */
export interface IssuedCode {
  readonly unit: string;
  readonly label: string;
  readonly code: string;
}

export interface UnitCodesIssued {
  readonly expiresOn: BusinessDate;
  readonly codes: readonly IssuedCode[];
}

const GOOD_FOR_DAYS = 90;
const CODE_LENGTH = 10;

/** Codes by which owners join, one a unit, to be printed and put into their letter boxes. They are stored nowhere, so there is no idempotency key. */
@Injectable()
export class IssueUnitCodes {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly members: UnitMembers,
    private readonly vault: Vault,
    private readonly log: AccessLogRows,
    private readonly clock: Clock,
  ) {}

  /** A letter for one unit stands in the access log, by `note`. @throws NOT_ALLOWED, UNIT_CODE_NO_OWNER (that unit has none), UNIT_CODE_NONE_LEFT */
  async execute({ actor }: CommandContext, { unit }: IssueUnitCodesRequest, note: AccessNote): Promise<UnitCodesIssued> {
    assertAllowed(actor, 'unit.issue-code');
    const vault = await this.vault.opened();
    const expiresOn = addDays(this.clock.today(), GOOD_FOR_DAYS);
    // of two who issue for the same owner at once the second finds the first one's code
    return retriedOnConflict(['one_open_code'], () =>
      this.unitOfWork.run(actor.communityId, async (tx) => {
        const owners = await this.members.owners(tx, this.clock.today());
        const wanted = owners.filter((owner) => (unit === null ? !owner.hasCode && owner.members === 0 : owner.code === unit));
        if (wanted.length === 0)
          throw unit === null ? new DomainError('UNIT_CODE_NONE_LEFT') : new DomainError('UNIT_CODE_NO_OWNER', { unit: unit.slice(0, 40) });
        const now = this.clock.now();
        const codes = wanted.map((owner: OwnerToJoin) => ({ ...owner, text: base32(randomBytes(7)).slice(0, CODE_LENGTH) }));
        const ids = codes.map(({ ownerId }) => ownerId);
        // of all units only codes that are over make room: one that somebody else issued in this moment is met by the insert
        await tx.query(
          `update mingbai.unit_code set revoked_at = $3, revoked_by = $4, revoked_for = $5
           where community_id = $1 and owner_id = any($2) and revoked_by is null and ($6 or revoked_at is null and expires_on < $7)`,
          [tx.communityId, ids, now, actor.personId, actor.organisationId, unit !== null, this.clock.today()],
        );
        if (unit !== null) await this.log.add(tx, { ...note, kind: 'LETTER', subject: subjectOf([unit]) });
        await tx.query(
          `insert into mingbai.unit_code (community_id, code_mac, owner_id, issued_by, issued_at, expires_on)
           select $1, unnest($2::bytea[]), unnest($3::bigint[]), $4, $5, $6`,
          [tx.communityId, codes.map(({ text }) => vault.unitCode(tx.communityId, text)), ids, actor.personId, now, expiresOn],
        );
        return { expiresOn, codes: codes.map(({ code, label, text }) => ({ unit: code, label, code: `${text.slice(0, 5)}-${text.slice(5)}` })) };
      }),
    );
  }
}
