import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { existsSync } from 'node:fs';
import { Settings, SettingsError } from '../../../platform/config/index.js';
import { UnitOfWork } from '../../../platform/database/index.js';
import { VAULT_KEY, vaultKeyPlace } from './vault.js';

/**
 * A server whose data directory was not brought along with its database does not start: a new key would open no second factor, and nobody who has one would
 * get in.
 */
@Injectable()
export class LostVault implements OnApplicationBootstrap {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly settings: Settings,
  ) {}

  /** @throws SettingsError */
  async onApplicationBootstrap(): Promise<void> {
    const place = vaultKeyPlace(this.settings.dataDirectory);
    if (!this.settings.production || existsSync(place)) return;
    const sealed = await this.unitOfWork.shared((tx) => tx.query('select from mingbai.totp limit 1'));
    if (sealed.length === 0) return;
    throw new SettingsError([
      `${place} is missing, and second factors in the database are sealed with it. Put ${VAULT_KEY} back from the backup of MINGBAI_DATA; where it is lost for good, take the second factor off each person (mingbai user reset-second-factor) and start again.`,
    ]);
  }
}
