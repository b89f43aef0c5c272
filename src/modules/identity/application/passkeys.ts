import { Injectable } from '@nestjs/common';
import { createHash, randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import { assertionFault, DomainError, leadingCoseKey, spkiPem, type Assertion, type Instant, type PersonId, networkOf } from '../../../kernel/index.js';
import { Settings } from '../../../platform/config/index.js';
import { UnitOfWork, type SharedTx } from '../../../platform/database/index.js';
import { deviceOf } from '../domain/device.js';
import type { PersonKeyId } from '../domain/person-key.js';
import { RegisterKey, type KeyRegistered } from './register-key.js';
import { SecurityEvents } from './security-events.js';
import { Sessions, type SignedIn } from './sessions.js';

/** What a browser is given to ask its device: the challenge, base64url, and the host that passkeys belong to. */
export interface PasskeyChallenge {
  readonly challenge: string;
  readonly rpId: string;
}

export interface RegisterPasskeyRequest {
  readonly personId: PersonId;
  readonly label: string;
  readonly authenticatorData: Uint8Array;
  readonly clientDataJSON: Uint8Array;
  readonly transports: readonly string[];
}

export interface PasskeySignInRequest extends Assertion {
  readonly credentialId: Uint8Array;
  readonly address: string;
  readonly userAgent?: string | undefined;
}

const CHALLENGE_BYTES = 32;
/** RP id hash, flags, counter, AAGUID, length of the credential's id (Web Authentication Level 2, section 6.1). */
const HEAD_BYTES = 55;
const USER_PRESENT = 0b1;
const USER_VERIFIED = 0b100;
const HOLDS_CREDENTIAL = 0b100_0000;
/** Something follows the key, e.g. how a security key protects it; it is nothing that a signature rests on. */
const HOLDS_EXTENSIONS = 0b1000_0000;

/** Asks devices for something to sign, once for each registration and each sign-in. */
@Injectable()
export class PasskeyChallenges {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly settings: Settings,
  ) {}

  /** Passkeys belong to a name: an installation that is opened by a number has none. */
  get isPossible(): boolean {
    return isIP(this.rpId.replaceAll(/[[\]]/g, '')) === 0;
  }

  get rpId(): string {
    return new URL(this.settings.publicUrl).hostname;
  }

  get origin(): string {
    return new URL(this.settings.publicUrl).origin;
  }

  /** `personId`: who registers; null for signing in. @throws PASSKEY_NO_HOST */
  async ask(personId: PersonId | null): Promise<PasskeyChallenge> {
    if (!this.isPossible) throw new DomainError('PASSKEY_NO_HOST');
    const challenge = randomBytes(CHALLENGE_BYTES);
    await this.unitOfWork.shared(async (tx) => {
      await tx.query('delete from mingbai.passkey_challenge where expires_at < now()');
      await tx.query('insert into mingbai.passkey_challenge (challenge, person_id) values ($1, $2)', [challenge, personId]);
    });
    return { challenge: challenge.toString('base64url'), rpId: this.rpId };
  }

  /** Uses up the challenge that the client data names. @returns it, or null for none that waits */
  async take(clientDataJSON: Uint8Array, personId: PersonId | null): Promise<Buffer | null> {
    const named = /"challenge"\s*:\s*"([\w-]{43})"/.exec(Buffer.from(clientDataJSON).toString('utf8'))?.[1];
    if (named === undefined) return null;
    const challenge = Buffer.from(named, 'base64url');
    const taken = await this.unitOfWork.shared((tx) =>
      tx.query('delete from mingbai.passkey_challenge where challenge = $1 and person_id is not distinct from $2 and expires_at > now() returning 1', [
        challenge,
        personId,
      ]),
    );
    return taken.length > 0 ? challenge : null;
  }
}

/** A device of the person's gives them a passkey, for signing in and for signing approvals. Its make is not asked for: no attestation. */
@Injectable()
export class RegisterPasskey {
  constructor(
    private readonly challenges: PasskeyChallenges,
    private readonly registerKey: RegisterKey,
  ) {}

  /** @throws PASSKEY_REFUSED, and what RegisterKey refuses */
  async execute({ personId, label, authenticatorData, clientDataJSON, transports }: RegisterPasskeyRequest): Promise<KeyRegistered> {
    const challenge = await this.challenges.take(clientDataJSON, personId);
    const credential = credentialIn(authenticatorData, this.challenges.rpId);
    const isOurs = challenge !== null && isCreation(clientDataJSON, { challenge, origin: this.challenges.origin });
    if (!isOurs || credential === null) throw new DomainError('PASSKEY_REFUSED');
    const { value } = await this.registerKey.execute({
      personId,
      label,
      key: { suite: 'webauthn', ...credential, transports, purposes: ['SIGN_IN', 'APPROVE'] },
    });
    return value;
  }
}

interface SigningKey {
  readonly id: PersonKeyId;
  readonly personId: PersonId;
  readonly personName: string;
  readonly publicKey: Buffer;
  readonly counter: number;
}

/** Opens a session for whoever holds the passkey and unlocks it: the device and what unlocks it are two factors, so no code is asked for. */
@Injectable()
export class SignInByPasskey {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly challenges: PasskeyChallenges,
    private readonly sessions: Sessions,
    private readonly events: SecurityEvents,
  ) {}

  /** Unknown, revoked, copied and wrongly signed look alike. @throws PASSKEY_REFUSED */
  async execute({ credentialId, address, userAgent, ...assertion }: PasskeySignInRequest): Promise<SignedIn> {
    const challenge = await this.challenges.take(assertion.clientDataJSON, null);
    if (challenge === null) throw new DomainError('PASSKEY_REFUSED');
    const { origin, rpId } = this.challenges;
    const opened = await this.unitOfWork.shared(async (tx) => {
      const [key] = await tx.query<SigningKey>(
        `select k.id, k.person_id as "personId", p.name as "personName", k.public_key as "publicKey", k.counter::float8 as counter
         from mingbai.person_key k join mingbai.person p on p.id = k.person_id
         where k.credential_id = $1 and k.revoked_at is null and 'SIGN_IN' = any(k.purposes) and p.disabled_at is null for update of k`,
        [Buffer.from(credentialId)],
      );
      if (!key || assertionFault(key.publicKey, assertion, { challenge, origin, rpId }) !== null) return null;
      const { personId, personName } = key;
      const counter = counterOf(assertion.authenticatorData);
      // a counter that stands still or goes back is that of a copy; most passkeys count nothing
      if (counter <= key.counter && (counter !== 0 || key.counter !== 0)) {
        await this.events.note(tx, personId, 'SIGN_IN_REFUSED', address);
        return null;
      }
      await tx.query('update mingbai.person_key set counter = $2, last_used_at = now() where id = $1', [key.id, counter]);
      await this.events.note(tx, personId, 'SIGNED_IN', address);
      const session = await this.sessions.open(tx, personId, { device: deviceOf(userAgent), network: networkOf(address) });
      return { ...session, personId, personName };
    });
    if (!opened) throw new DomainError('PASSKEY_REFUSED');
    return opened;
  }
}

function isCreation(clientDataJSON: Uint8Array, expected: { challenge: Buffer; origin: string }): boolean {
  try {
    const said = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(clientDataJSON)) as Record<string, unknown> | null;
    return (
      said?.['type'] === 'webauthn.create' &&
      said['challenge'] === expected.challenge.toString('base64url') &&
      said['origin'] === expected.origin &&
      said['crossOrigin'] !== true
    );
  } catch {
    return false;
  }
}

/** Credential and key out of what the device says of itself; null where it is for another host, nobody unlocked it, or the key is none that can be used. */
function credentialIn(bytes: Uint8Array, rpId: string): { credentialId: Buffer; publicKey: Buffer; counter: number } | null {
  const data = Buffer.from(bytes);
  if (data.length < HEAD_BYTES || !data.subarray(0, 32).equals(createHash('sha256').update(rpId).digest())) return null;
  const wanted = USER_PRESENT | USER_VERIFIED | HOLDS_CREDENTIAL;
  if ((data.readUInt8(32) & wanted) !== wanted) return null;
  const end = HEAD_BYTES + data.readUInt16BE(53);
  const [credentialId, rest] = [data.subarray(HEAD_BYTES, end), data.subarray(end)];
  const publicKey = (data.readUInt8(32) & HOLDS_EXTENSIONS) === 0 ? rest : Buffer.from(leadingCoseKey(rest) ?? []);
  if (credentialId.length === 0 || end >= data.length || spkiPem({ suite: 'webauthn', publicKey }) === null) return null;
  return { credentialId, publicKey, counter: counterOf(data) };
}

function counterOf(authenticatorData: Uint8Array): number {
  return Buffer.from(authenticatorData).readUInt32BE(33);
}

/** At $2, or by a clock that is behind at the moment of the last decision that the key signed: what it signed was signed before. */
export const REVOKED = 'revoked_at = greatest($2, created_at, last_signed_at)';

/**
 * Revokes every key with which a person signs in, but those that they saw and keep; such a key signs approvals too, as a passkey that whoever had the account may
 * have brought.
 */
export async function revokeWaysIn(tx: SharedTx, personId: PersonId, at: Instant, kept: readonly PersonKeyId[] = []): Promise<void> {
  await tx.query(
    `update mingbai.person_key set ${REVOKED} where person_id = $1 and revoked_at is null and 'SIGN_IN' = any (purposes) and id <> all ($3::bigint[])`,
    [personId, at, kept],
  );
}
