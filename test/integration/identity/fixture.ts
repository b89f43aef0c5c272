import {
  businessDate,
  shanghaiTime,
  type BusinessDate,
  type CommunityId,
  type Instant,
  type OrganisationId,
  type PersonId,
  type Role,
} from '../../../src/kernel/index.js';
import {
  AcceptInvitation,
  AccessLogRows,
  AddMembership,
  AddOrganisation,
  AddPerson,
  BeginSecondFactor,
  ChangePassword,
  ConfirmSecondFactor,
  DecideAppointment,
  DisablePerson,
  EndMembership,
  EndSecondFactor,
  EndSessions,
  FreshProof,
  IdentityQueries,
  InvitationQueries,
  Invite,
  IssueUnitCodes,
  JoinByCode,
  MemberQueries,
  Parties,
  PersonKeys,
  ProveAgain,
  ProveSecondFactor,
  RegisterKey,
  RenewRecoveryCodes,
  RevokeKey,
  RevokeKeys,
  SecondFactorQueries,
  SecurityEvents,
  SessionQueries,
  SetPassword,
  SignIn,
  SignOut,
  UnitMembers,
  WithdrawInvitation,
} from '../../../src/modules/identity/index.js';
import { CommonPasswords } from '../../../src/modules/identity/application/common-passwords.js';
import { PasswordHasher } from '../../../src/modules/identity/application/password-hasher.js';
import { NewPersons } from '../../../src/modules/identity/application/new-persons.js';
import { Passwords } from '../../../src/modules/identity/application/passwords.js';
import { SecondFactors } from '../../../src/modules/identity/application/second-factors.js';
import { SessionAccessControl } from '../../../src/modules/identity/application/session-access-control.js';
import { Sessions } from '../../../src/modules/identity/application/sessions.js';
import { SignInAttempts } from '../../../src/modules/identity/application/sign-in-attempts.js';
import { SignInSteps } from '../../../src/modules/identity/application/sign-in-steps.js';
import { Vault } from '../../../src/modules/identity/application/vault.js';
import { Settings } from '../../../src/platform/config/index.js';
import type { TestDatabase } from '../../support/database.js';
import { communitiesOn, ryxc } from '../communities/fixture.js';

const FIRST_DAY = businessDate('2024-01-01');

/** The commands and queries of the module on a test's database, and short ways to have somebody in a role. */
/** The middle of a day. */
export const noon = (day: BusinessDate): Instant => shanghaiTime(day, '12:00');

export function identityOn(database: TestDatabase, options: { secondFactorRequired?: boolean } = {}) {
  const { unitOfWork, clock } = database;
  const compounds = communitiesOn(database);
  const { communities } = compounds;
  const [parties, hasher, attempts, sessions] = [new Parties(), new PasswordHasher(), new SignInAttempts(), new Sessions()];
  const [steps, factors] = [new SignInSteps(), new SecondFactors()];
  const settings = new Settings(
    '',
    1,
    database.folder,
    '',
    0,
    'http://localhost',
    'silent',
    false,
    false,
    clock.now(),
    [],
    options.secondFactorRequired ?? false,
  );
  const vault = new Vault(settings);
  const events = new SecurityEvents(unitOfWork);
  const passwords = new Passwords(unitOfWork, parties, hasher, new CommonPasswords(), attempts, steps);
  const secondFactor = new ProveSecondFactor(unitOfWork, steps, attempts, factors, sessions, events, vault);
  const queries = new IdentityQueries(unitOfWork, parties, communities);
  const addOrganisation = new AddOrganisation(unitOfWork, clock);
  const addPerson = new AddPerson(unitOfWork, clock);
  const addMembership = new AddMembership(unitOfWork, communities, queries, parties, clock);
  const newPersons = new NewPersons(passwords, clock);
  const unitMembers = new UnitMembers();
  const invitations = new InvitationQueries(unitOfWork, clock);
  let made = 0;
  return {
    ...compounds,
    parties,
    hasher,
    queries,
    addOrganisation,
    addPerson,
    addMembership,
    endMembership: new EndMembership(unitOfWork, clock),
    setPassword: new SetPassword(unitOfWork, parties, passwords, attempts, sessions, events, clock),
    signIn: new SignIn(unitOfWork, hasher, attempts, sessions, events, factors, steps, secondFactor),
    signOut: new SignOut(unitOfWork, sessions),
    keys: new PersonKeys(unitOfWork),
    registerKey: new RegisterKey(unitOfWork, parties, clock, events),
    revokeKey: new RevokeKey(unitOfWork, clock, events),
    revokeKeys: new RevokeKeys(unitOfWork, sessions, clock, events),
    events,
    sessions,
    secondFactor,
    vault,
    factorOf: new SecondFactorQueries(unitOfWork, factors, parties, vault),
    beginFactor: new BeginSecondFactor(unitOfWork, factors, vault),
    confirmFactor: new ConfirmSecondFactor(unitOfWork, factors, sessions, events, vault, clock),
    renewCodes: new RenewRecoveryCodes(unitOfWork, factors, events, vault),
    endFactor: new EndSecondFactor(unitOfWork, factors, events),
    changePassword: new ChangePassword(unitOfWork, passwords, sessions, events, clock),
    proveAgain: new ProveAgain(unitOfWork, parties, passwords, attempts, sessions, factors, vault),
    endSessions: new EndSessions(unitOfWork, sessions, events),
    whereSignedIn: new SessionQueries(unitOfWork, sessions),
    proof: new FreshProof(unitOfWork, sessions),
    invite: new Invite(unitOfWork, addOrganisation, parties, clock),
    withdraw: new WithdrawInvitation(unitOfWork, clock),
    accept: new AcceptInvitation(unitOfWork, invitations, newPersons, queries, addMembership, clock),
    decideAppointment: new DecideAppointment(unitOfWork, addMembership, clock),
    invitations,
    unitMembers,
    issueCodes: new IssueUnitCodes(unitOfWork, unitMembers, vault, new AccessLogRows(unitOfWork, communities, clock), clock),
    joinByCode: new JoinByCode(unitOfWork, communities, queries, parties, newPersons, addOrganisation, addMembership, attempts, vault, clock),
    members: new MemberQueries(unitOfWork),
    disable: new DisablePerson(unitOfWork, sessions, clock),
    access: new SessionAccessControl(unitOfWork, communities, queries, sessions, clock, settings, factors),
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
