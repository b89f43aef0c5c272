import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { required, type PersonId } from '../../../kernel/index.js';
import type { SharedTx, Tx } from '../../../platform/database/index.js';
import { base32, stepOfCode } from './totp.js';
import type { OpenVault } from './vault.js';

/** The second factor of a person: whether it is on, or begun and not yet confirmed, and how many codes on paper are left. */
export interface SecondFactorState {
  readonly state: 'OFF' | 'BEGUN' | 'ON';
  readonly codesLeft: number;
}

const SECRET_BYTES = 20;
const CODES = 10;
/** 50 bits, which their key of the vault keeps from being tried out where the table was read. */
const CODE_LENGTH = 10;

/** The rows behind second factors. What a person types is a code of the app or one on paper; each works once. */
@Injectable()
export class SecondFactors {
  async stateOf(tx: SharedTx, personId: PersonId): Promise<SecondFactorState> {
    const [row] = await tx.query<SecondFactorState>(
      `select coalesce((select case when confirmed_at is null then 'BEGUN' else 'ON' end from mingbai.totp where person_id = $1), 'OFF') as state,
         (select count(*)::int from mingbai.recovery_code where person_id = $1 and used_at is null) as "codesLeft"`,
      [personId],
    );
    return required(row, 'the one row');
  }

  /** Whether the person proves more than a password when signing in. */
  async isOn(tx: SharedTx | Tx, personId: PersonId): Promise<boolean> {
    return (await tx.query('select from mingbai.totp where person_id = $1 and confirmed_at is not null', [personId])).length > 0;
  }

  /** A new secret in place of one that was never confirmed. */
  async begin(tx: SharedTx, vault: OpenVault, personId: PersonId): Promise<void> {
    await tx.query(
      `insert into mingbai.totp (person_id, sealed) values ($1, $2) on conflict (person_id) do update set sealed = excluded.sealed where totp.confirmed_at is null`,
      [personId, vault.seal(personId, randomBytes(SECRET_BYTES))],
    );
  }

  /** The secret as an app takes it, until it is confirmed; null otherwise. */
  async begun(tx: SharedTx, vault: OpenVault, personId: PersonId): Promise<string | null> {
    const [row] = await tx.query<{ sealed: Buffer }>('select sealed from mingbai.totp where person_id = $1 and confirmed_at is null', [personId]);
    return row ? base32(vault.open(personId, row.sealed)) : null;
  }

  /** Whether the code is the app's; if so the secret holds from now on. */
  async confirm(tx: SharedTx, vault: OpenVault, { personId, code }: { personId: PersonId; code: string }): Promise<boolean> {
    if (!(await this.takesCode(tx, vault, { personId, code }, 'null'))) return false;
    await tx.query('update mingbai.totp set confirmed_at = now() where person_id = $1', [personId]);
    return true;
  }

  /** Ten new codes on paper; older ones are worth nothing. @returns them, the only time */
  async renewCodes(tx: SharedTx, vault: OpenVault, personId: PersonId): Promise<string[]> {
    await tx.query('delete from mingbai.recovery_code where person_id = $1', [personId]);
    const codes = Array.from({ length: CODES }, () => base32(randomBytes(7)).slice(0, CODE_LENGTH));
    await tx.query('insert into mingbai.recovery_code (person_id, code_mac) select $1, unnest($2::bytea[])', [
      personId,
      codes.map((code) => vault.mac(personId, code)),
    ]);
    return codes.map((code) => `${code.slice(0, 5)}-${code.slice(5)}`);
  }

  async remove(tx: SharedTx, personId: PersonId): Promise<void> {
    await tx.query('delete from mingbai.totp where person_id = $1', [personId]);
    await tx.query('delete from mingbai.recovery_code where person_id = $1', [personId]);
  }

  /** Whether what was typed is a code that is good now; it is used up by that. */
  async takes(tx: SharedTx, vault: OpenVault, { personId, typed }: { personId: PersonId; typed: string }): Promise<boolean> {
    const code = typed.normalize('NFKC').replaceAll(/[\s-]/g, '').toUpperCase().slice(0, 20);
    if (/^\d{6}$/.test(code)) return this.takesCode(tx, vault, { personId, code }, 'not null');
    const used = await tx.query('update mingbai.recovery_code set used_at = now() where person_id = $1 and code_mac = $2 and used_at is null returning 1', [
      personId,
      vault.mac(personId, code),
    ]);
    return used.length > 0;
  }

  /** The row is locked, so that of two with the same code the second finds it used. */
  private async takesCode(
    tx: SharedTx,
    vault: OpenVault,
    { personId, code }: { personId: PersonId; code: string },
    confirmed: 'null' | 'not null',
  ): Promise<boolean> {
    const [row] = await tx.query<{ sealed: Buffer; lastStep: number; seconds: number }>(
      `select sealed, last_step as "lastStep", floor(extract(epoch from clock_timestamp()))::int as seconds from mingbai.totp
       where person_id = $1 and confirmed_at is ${confirmed} for update`,
      [personId],
    );
    const step = row ? stepOfCode(vault.open(personId, row.sealed), code, row.seconds) : null;
    if (!row || step === null || step <= row.lastStep) return false;
    await tx.query('update mingbai.totp set last_step = $2 where person_id = $1', [personId, step]);
    return true;
  }
}
