import { Injectable } from '@nestjs/common';
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { CommunityId, PersonId } from '../../../kernel/index.js';
import { Settings } from '../../../platform/config/index.js';
import { secretKey } from '../../../platform/files/index.js';

const CIPHER = 'aes-256-gcm';
export const VAULT_KEY = 'totp.key';
const NONCE = 12;
const TAG = 16;

/** An open vault: seals what must be read again and marks what need only be known again, each for one person. */
export interface OpenVault {
  seal(personId: PersonId, secret: Uint8Array): Buffer;
  /** @throws when it was sealed for somebody else, or changed */
  open(personId: PersonId, sealed: Buffer): Buffer;
  mac(personId: PersonId, text: string): Buffer;
  unitCode(communityId: CommunityId, text: string): Buffer;
}

/** Where the key lies. */
export function vaultKeyPlace(dataDirectory: string): string {
  return join(dataDirectory, 'keys', VAULT_KEY);
}

/** Keeps secrets of second factors from whoever reads the database alone: its key is a file of the installation. */
@Injectable()
export class Vault {
  private key: Promise<Buffer> | null = null;

  constructor(private readonly settings: Settings) {}

  /** Reads the key once; before a transaction, as it may wait for the disk. */
  async opened(): Promise<OpenVault> {
    this.key ??= secretKey(this.settings.dataDirectory, VAULT_KEY);
    const key = await this.key.catch((error: unknown) => {
      this.key = null;
      throw error;
    });
    return {
      seal: (personId, secret) => seal(key, personId, secret),
      open: (personId, sealed) => open(key, personId, sealed),
      unitCode: (communityId, text) => createHmac('sha256', key).update(`unit code of ${communityId}: ${text}`).digest(),
      mac: (personId, text) => createHmac('sha256', key).update(`recovery code of ${personId}: ${text}`).digest(),
    };
  }
}

function seal(key: Buffer, personId: PersonId, secret: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(String(personId)));
  return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
}

function open(key: Buffer, personId: PersonId, sealed: Buffer): Buffer {
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE), { authTagLength: TAG }).setAAD(Buffer.from(String(personId)));
  decipher.setAuthTag(sealed.subarray(-TAG));
  return Buffer.concat([decipher.update(sealed.subarray(NONCE, -TAG)), decipher.final()]);
}
