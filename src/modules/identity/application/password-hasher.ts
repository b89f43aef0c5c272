import { Injectable } from '@nestjs/common';
import { hash, verify, type Options } from '@node-rs/argon2';
import { randomBytes } from 'node:crypto';

/** OWASP Password Storage Cheat Sheet: argon2id, 19 MiB, 2 passes, 1 lane. The enum of the package has no value at run time here: 2 is argon2id. */
const argon2id: Options = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Turns passwords into hashes that cost an attacker time and memory, and compares against them. */
@Injectable()
export class PasswordHasher {
  /** What a password is compared with when there is nobody to compare with: it costs the same and never fits. */
  private readonly decoy = hash(randomBytes(32), argon2id);

  hash(password: string): Promise<string> {
    return hash(password, argon2id);
  }

  /** Whether the password has this hash; null (unknown login, no password set) costs as much and is always false. */
  async fits(password: string, stored: string | null): Promise<boolean> {
    const fits = await verify(stored ?? (await this.decoy), password);
    return fits && stored !== null;
  }
}
