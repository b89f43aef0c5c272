import { Injectable } from '@nestjs/common';
import { Clock, DomainError, type CommunityId, type OrganisationId, type PersonId, networkOf } from '../../../kernel/index.js';
import { UnitOfWork, type Tx } from '../../../platform/database/index.js';
import { CommunityQueries, retriedOnConflict, type CommunityView } from '../../communities/index.js';
import { holdsOn } from '../domain/membership.js';
import { AddMembership } from './add-membership.js';
import { AddOrganisation, OWNERS_NAMED } from './add-organisation.js';
import { IdentityQueries } from './identity-queries.js';
import { NewPersons, type Comer, type NewPerson } from './new-persons.js';
import { Parties } from './parties.js';
import { SignInAttempts } from './sign-in-attempts.js';
import { Vault } from './vault.js';

/** The compound whose letter it is, the code on it, and who joins. */
export interface JoinByCodeRequest {
  readonly slug: string;
  readonly code: string;
  readonly by: PersonId | NewPerson;
  readonly address: string;
}

export interface Joined {
  readonly personId: PersonId;
  readonly communityId: CommunityId;
}

interface OpenCode {
  readonly mac: Buffer;
  readonly ownerId: number;
}

/** A household joins with the first ones who have its letter, and no crowd by one that was copied. */
const MEMBERS_MAX = 5;

/** An owner joins by the code of their unit, and from then on sees its bills. Guessing is slowed down like guessing a password. */
@Injectable()
export class JoinByCode {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly communities: CommunityQueries,
    private readonly identity: IdentityQueries,
    private readonly parties: Parties,
    private readonly newPersons: NewPersons,
    private readonly addOrganisation: AddOrganisation,
    private readonly addMembership: AddMembership,
    private readonly attempts: SignInAttempts,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /** Wrong, revoked, expired and used up look alike. @throws NOT_FOUND (compound), TOO_MANY_REQUESTS, JOIN_CODE_WRONG, what NewPersons refuses */
  async execute({ slug, code, by, address }: JoinByCodeRequest): Promise<Joined> {
    const community = await this.communities.bySlug(slug);
    const attempt = { login: `join ${slug} ${networkOf(address)}`, address };
    await this.unitOfWork.shared((tx) => this.attempts.begin(tx, attempt));
    const vault = await this.vault.opened();
    const mac = vault.unitCode(community.id, code.normalize('NFKC').replaceAll(/[\s-]/g, '').toUpperCase().slice(0, 20));
    if (!(await this.unitOfWork.read(community.id, (tx) => this.find(tx, mac)))) throw new DomainError('JOIN_CODE_WRONG');
    const comer = await this.newPersons.prepared(by);
    const organisationId = await this.ownersOf(community);
    const personId = await retriedOnConflict(['person_pkey', 'membership_pkey'], () =>
      this.unitOfWork.run(community.id, (tx) => this.join(tx, { mac, comer, organisationId })),
    );
    await this.unitOfWork.shared((tx) => this.attempts.succeed(tx, attempt));
    return { personId, communityId: community.id };
  }

  /** The code's row is locked first, so that of a crowd at once no more than the household gets in. */
  private async join(tx: Tx, { mac, comer, organisationId }: { mac: Buffer; comer: Comer; organisationId: OrganisationId }): Promise<PersonId> {
    await tx.query('select from mingbai.unit_code where community_id = $1 and code_mac = $2 for update', [tx.communityId, mac]);
    const open = await this.find(tx, mac);
    if (!open) throw new DomainError('JOIN_CODE_WRONG');
    const personId = await this.newPersons.personOf(tx, comer);
    const today = this.clock.today();
    const held = await this.identity.inCommunity(tx, personId, tx.communityId);
    if (!held.some((part) => part.role === 'OWNER' && holdsOn(part, today)))
      await this.addMembership.add(tx, { personId, organisationId, communityId: tx.communityId, role: 'OWNER', from: today, to: null });
    await tx.query(
      `insert into mingbai.unit_member (community_id, owner_id, person_id, code_mac, joined_at) values ($1, $2, $3, $4, $5) on conflict do nothing`,
      [tx.communityId, open.ownerId, personId, open.mac, this.clock.now()],
    );
    return personId;
  }

  private async find(tx: Tx, mac: Buffer): Promise<OpenCode | undefined> {
    const [found] = await tx.query<OpenCode>(
      `select c.code_mac as mac, c.owner_id as "ownerId" from mingbai.unit_code c join mingbai.unit_owner o on o.community_id = $1 and o.id = c.owner_id
       where c.community_id = $1 and c.code_mac = $2 and c.revoked_at is null and c.expires_on >= $3 and o.to_on is null
         and (select count(*) from mingbai.unit_member m where m.community_id = $1 and m.code_mac = c.code_mac) < ${MEMBERS_MAX}`,
      [tx.communityId, mac, this.clock.today()],
    );
    return found;
  }

  /** All owners of a compound together, known from the first who joins. */
  private async ownersOf({ id, name, slug }: CommunityView): Promise<OrganisationId> {
    const [known] = await this.unitOfWork.read(id, (tx) => this.parties.inRole(tx, 'OWNER', this.clock.today()));
    if (known) return known.id;
    const { value } = await this.addOrganisation.execute({ name: `${slug}${OWNERS_NAMED}`, shortName: name.slice(0, 20), kind: 'OWNERS' });
    return value.organisationId;
  }
}
