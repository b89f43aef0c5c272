import { Injectable } from '@nestjs/common';
import { Clock, DomainError, required, type OrganisationId } from '../../../kernel/index.js';
import { UnitOfWork, type Outcome } from '../../../platform/database/index.js';
import { isPlainText, retriedOnConflict } from '../../communities/index.js';
import { organisationKind, type OrganisationView } from '../domain/organisation.js';

/** `kind` is one of organisationKinds. */
export interface AddOrganisationRequest {
  readonly name: string;
  readonly shortName: string;
  readonly kind: string;
}

export type OrganisationAdded = { readonly organisationId: OrganisationId };

/** How the owners of a compound are named, after its slug; nobody else is called so. */
export const OWNERS_NAMED = ' · OWNERS';

const LENGTH_MAX = { name: 60, shortName: 20 } as const;

/** Adds an organisation. The operator's command; the same organisation again adds nothing and is answered as a replay. */
@Injectable()
export class AddOrganisation {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws IDENTITY_TEXT_INVALID, IDENTITY_ORGANISATION_KIND, IDENTITY_ORGANISATION_TAKEN */
  async execute(request: AddOrganisationRequest): Promise<Outcome<OrganisationAdded>> {
    const { name, shortName } = request;
    const kind = organisationKind(request.kind);
    for (const field of ['name', 'shortName'] as const)
      if (!isPlainText(request[field], LENGTH_MAX[field])) throw new DomainError('IDENTITY_TEXT_INVALID', { field, max: LENGTH_MAX[field] });
    if (kind !== 'OWNERS' && name.toUpperCase().endsWith(OWNERS_NAMED)) throw new DomainError('IDENTITY_ORGANISATION_TAKEN');
    return retriedOnConflict(['organisation_pkey', 'organisation_name_key'], () =>
      this.unitOfWork.shared(async (tx) => {
        const [known] = await tx.query<OrganisationView>('select id, name, short_name as "shortName", kind from mingbai.organisation where name = $1', [name]);
        if (known && (known.shortName !== shortName || known.kind !== kind)) throw new DomainError('IDENTITY_ORGANISATION_TAKEN');
        if (known) return { value: { organisationId: known.id }, replayed: true };
        const [added] = await tx.query<OrganisationAdded>(
          `insert into mingbai.organisation (id, name, short_name, kind, created_at)
           select coalesce(max(id), 0) + 1, $1, $2, $3, $4 from mingbai.organisation returning id as "organisationId"`,
          [name, shortName, kind, this.clock.now()],
        );
        return { value: required(added, 'the inserted row'), replayed: false };
      }),
    );
  }
}
