import { Injectable } from '@nestjs/common';
import { existsSync } from 'node:fs';
import { Clock, type PersonId } from '../../../kernel/index.js';
import { Settings, SettingsError } from '../../../platform/config/index.js';
import { UnitOfWork } from '../../../platform/database/index.js';
import { CommunityQueries } from '../../communities/index.js';
import { Vault, VAULT_KEY, vaultKeyPlace } from './vault.js';

/**
 * A server whose data directory was not brought along with its database does not start: another key opens no second factor, and nobody who has one would get in. The
 * command line works all the same, as it is the way out.
 */
@Injectable()
export class LostVault {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly communities: CommunityQueries,
    private readonly vault: Vault,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** @throws SettingsError */
  async refuse(): Promise<void> {
    if (!this.settings.production) return;
    const place = vaultKeyPlace(this.settings.dataDirectory);
    const isThere = existsSync(place);
    const opens = await this.opensSecondFactors(isThere);
    if (opens ?? (isThere || !(await this.hasOpenCodes()))) return;
    throw new SettingsError([
      `${place} ${isThere ? 'is another key than the one' : 'is missing'}, with which second factors or codes in letters to owners were made. Put ${VAULT_KEY} back from the backup of MINGBAI_DATA. Where it is lost for good, take the second factor off each person who has one (mingbai user reset-second-factor), make another key (head -c 32 /dev/urandom > '${place}'), start again, and make the letters anew.`,
    ]);
  }

  /** Whether the key opens the one begun last; null where there is none. */
  private async opensSecondFactors(isThere: boolean): Promise<boolean | null> {
    const [newest] = await this.unitOfWork.shared((tx) =>
      tx.query<{ personId: PersonId; sealed: Buffer }>(
        'select person_id as "personId", sealed from mingbai.totp order by created_at desc, person_id desc limit 1',
      ),
    );
    if (!newest) return null;
    if (!isThere) return false;
    const vault = await this.vault.opened();
    try {
      vault.open(newest.personId, newest.sealed);
      return true;
    } catch {
      return false;
    }
  }

  /** Codes are marks by the same key: by another one nobody joins any more. */
  private async hasOpenCodes(): Promise<boolean> {
    for (const { id } of await this.communities.list()) {
      const open = await this.unitOfWork.read(id, (tx) =>
        tx.query('select from mingbai.unit_code where community_id = $1 and revoked_at is null and expires_on >= $2 limit 1', [id, this.clock.today()]),
      );
      if (open.length > 0) return true;
    }
    return false;
  }
}
