import { Injectable } from '@nestjs/common';
import { Clock, DomainError, type PersonId } from '../../../kernel/index.js';
import { UnitOfWork } from '../../../platform/database/index.js';
import type { PersonKeyId } from '../domain/person-key.js';
import { Parties } from './parties.js';
import { revokeWaysIn } from './passkeys.js';
import { SecondFactors, type SecondFactorState } from './second-factors.js';
import { SecurityEvents } from './security-events.js';
import { Sessions } from './sessions.js';
import { otpauthUri } from './totp.js';
import { Vault } from './vault.js';

/** What an app needs to show codes: as text to type, and as an address that a square picture holds. */
export interface BegunSecondFactor {
  readonly secret: string;
  readonly uri: string;
}

/** What a person sees of their own second factor. */
@Injectable()
export class SecondFactorQueries {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly factors: SecondFactors,
    private readonly parties: Parties,
    private readonly vault: Vault,
  ) {}

  of(personId: PersonId): Promise<SecondFactorState> {
    return this.unitOfWork.shared((tx) => this.factors.stateOf(tx, personId));
  }

  /** While it is begun and not confirmed; `issuer` is how the app names us. */
  async begun(personId: PersonId, issuer: string): Promise<BegunSecondFactor | null> {
    const vault = await this.vault.opened();
    return this.unitOfWork.shared(async (tx) => {
      const secret = await this.factors.begun(tx, vault, personId);
      return secret === null ? null : { secret, uri: otpauthUri(issuer, (await this.parties.person(tx, personId)).login, secret) };
    });
  }
}

/** Begins a second factor: a secret that holds only once a code of it was shown. */
@Injectable()
export class BeginSecondFactor {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly factors: SecondFactors,
    private readonly vault: Vault,
  ) {}

  /** @throws IDENTITY_SECOND_FACTOR_ON */
  async execute(personId: PersonId): Promise<void> {
    const vault = await this.vault.opened();
    await this.unitOfWork.shared(async (tx) => {
      if (await this.factors.isOn(tx, personId)) throw new DomainError('IDENTITY_SECOND_FACTOR_ON');
      await this.factors.begin(tx, vault, personId);
    });
  }
}

export interface ConfirmSecondFactorRequest {
  readonly personId: PersonId;
  /** Of the session that asks: it alone goes on. */
  readonly token: string;
  readonly code: string;
  /** As of ChangePassword. */
  readonly keptKeys: readonly PersonKeyId[];
}

/** The app shows the right codes: from now on the password alone opens nothing, and ten codes on paper are given out. */
@Injectable()
export class ConfirmSecondFactor {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly factors: SecondFactors,
    private readonly sessions: Sessions,
    private readonly events: SecurityEvents,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /** @returns the codes, the only time. @throws IDENTITY_CODE_WRONG, also where none is begun */
  async execute({ personId, token, code, keptKeys }: ConfirmSecondFactorRequest): Promise<string[]> {
    const vault = await this.vault.opened();
    return this.unitOfWork.shared(async (tx) => {
      if (!(await this.factors.confirm(tx, vault, { personId, code: code.normalize('NFKC').replaceAll(/\s/g, '') })))
        throw new DomainError('IDENTITY_CODE_WRONG');
      await this.sessions.revokeAll(tx, personId, token);
      await revokeWaysIn(tx, personId, this.clock.now(), keptKeys);
      await this.events.note(tx, personId, 'SECOND_FACTOR_ON');
      return this.factors.renewCodes(tx, vault, personId);
    });
  }
}

/** New codes on paper for a person whose second factor is on; older ones are worth nothing. */
@Injectable()
export class RenewRecoveryCodes {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly factors: SecondFactors,
    private readonly events: SecurityEvents,
    private readonly vault: Vault,
  ) {}

  /** @returns the codes, the only time. @throws IDENTITY_SECOND_FACTOR_OFF */
  async execute(personId: PersonId): Promise<string[]> {
    const vault = await this.vault.opened();
    return this.unitOfWork.shared(async (tx) => {
      if (!(await this.factors.isOn(tx, personId))) throw new DomainError('IDENTITY_SECOND_FACTOR_OFF');
      await this.events.note(tx, personId, 'CODES_RENEWED');
      return this.factors.renewCodes(tx, vault, personId);
    });
  }
}

/** The password alone opens sessions again, until another second factor is begun; of a person who lost everything, the operator does it. */
@Injectable()
export class EndSecondFactor {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly factors: SecondFactors,
    private readonly events: SecurityEvents,
  ) {}

  async execute(personId: PersonId): Promise<void> {
    await this.unitOfWork.shared(async (tx) => {
      const { state } = await this.factors.stateOf(tx, personId);
      await this.factors.remove(tx, personId);
      if (state === 'ON') await this.events.note(tx, personId, 'SECOND_FACTOR_OFF');
    });
  }
}
