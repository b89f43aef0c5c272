import { businessDate, type BusinessDate, type CommunityId, type OrganisationId, type PersonId, type Role } from '../../../src/kernel/index.js';
import {
  AddMembership,
  AddOrganisation,
  AddPerson,
  EndMembership,
  IdentityQueries,
  Parties,
  PersonKeys,
  RegisterKey,
  RevokeKey,
  SetPassword,
  SignIn,
  SignOut,
} from '../../../src/modules/identity/index.js';
import { FreshProof } from '../../../src/modules/identity/application/fresh-proof.js';
import { PasswordHasher } from '../../../src/modules/identity/application/password-hasher.js';
import { SessionAccessControl } from '../../../src/modules/identity/application/session-access-control.js';
import { Sessions } from '../../../src/modules/identity/application/sessions.js';
import { SignInAttempts } from '../../../src/modules/identity/application/sign-in-attempts.js';
import type { TestDatabase } from '../../support/database.js';
import { communitiesOn, ryxc } from '../communities/fixture.js';

const FIRST_DAY = businessDate('2024-01-01');

/** The commands and queries of the module on a test's database, and short ways to have somebody in a role. */
export function identityOn(database: TestDatabase) {
  const { unitOfWork, clock } = database;
  const compounds = communitiesOn(database);
  const { communities } = compounds;
  const [parties, hasher, attempts, sessions] = [new Parties(), new PasswordHasher(), new SignInAttempts(), new Sessions()];
  const queries = new IdentityQueries(unitOfWork, parties, communities);
  const addOrganisation = new AddOrganisation(unitOfWork, clock);
  const addPerson = new AddPerson(unitOfWork, clock);
  const addMembership = new AddMembership(unitOfWork, communities, queries, parties, clock);
  let made = 0;
  return {
    ...compounds,
    parties,
    hasher,
    queries,
    addOrganisation,
    addPerson,
    addMembership,
    endMembership: new EndMembership(unitOfWork),
    setPassword: new SetPassword(unitOfWork, parties, hasher, attempts),
    signIn: new SignIn(unitOfWork, hasher, attempts, sessions),
    signOut: new SignOut(unitOfWork, sessions),
    keys: new PersonKeys(unitOfWork),
    registerKey: new RegisterKey(unitOfWork, parties, clock),
    revokeKey: new RevokeKey(unitOfWork, clock),
    proof: new FreshProof(unitOfWork, sessions),
    access: new SessionAccessControl(unitOfWork, communities, queries, sessions, clock),
    async newCommunity(slug = `compound-${++made}`): Promise<CommunityId> {
      return (await compounds.createCommunity.execute({ ...ryxc, slug })).value.communityId;
    },
    async newOrganisation(kind: string): Promise<OrganisationId> {
      return (await addOrganisation.execute({ name: `机构${++made}`, shortName: `机构${made}`, kind })).value.organisationId;
    },
    async newPerson(login = `person${++made}`): Promise<PersonId> {
      return (await addPerson.execute({ login, name: '沈若兰' })).value.personId;
    },
    async join(who: {
      personId: PersonId;
      organisationId: OrganisationId;
      communityId: CommunityId;
      role: Role;
      from?: BusinessDate;
      to?: BusinessDate | null;
    }) {
      return (await addMembership.execute({ from: FIRST_DAY, to: null, ...who })).value.membershipId;
    },
  };
}
