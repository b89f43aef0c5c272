import { Global, Module } from '@nestjs/common';
import { AccessControl, AccessLog } from '../../platform/http/index.js';
import { AccessLogRows } from './application/access-log.js';
import { AcceptInvitation } from './application/accept-invitation.js';
import { AddMembership } from './application/add-membership.js';
import { AddOrganisation } from './application/add-organisation.js';
import { AddPerson } from './application/add-person.js';
import { ChangePassword } from './application/change-password.js';
import { CommonPasswords } from './application/common-passwords.js';
import { DecideAppointment } from './application/decide-appointment.js';
import { DisablePerson } from './application/disable-person.js';
import { EndMembership } from './application/end-membership.js';
import { EndSessions } from './application/end-sessions.js';
import { FreshProof } from './application/fresh-proof.js';
import { IssueUnitCodes } from './application/issue-unit-codes.js';
import { JoinByCode } from './application/join-by-code.js';
import { NewPersons } from './application/new-persons.js';
import { UnitMembers } from './application/unit-members.js';
import { InvitationQueries } from './application/invitation-queries.js';
import { Invite } from './application/invite.js';
import { MemberQueries } from './application/member-queries.js';
import { IdentityQueries } from './application/identity-queries.js';
import { Parties } from './application/parties.js';
import { PasswordHasher } from './application/password-hasher.js';
import { Passwords } from './application/passwords.js';
import { PersonKeys } from './application/person-keys.js';
import { ProveAgain } from './application/prove-again.js';
import { ProveSecondFactor } from './application/prove-second-factor.js';
import { PasskeyChallenges, RegisterPasskey, SignInByPasskey } from './application/passkeys.js';
import { RegisterKey } from './application/register-key.js';
import { RevokeKey, RevokeKeys } from './application/revoke-key.js';
import { BeginSecondFactor, ConfirmSecondFactor, EndSecondFactor, RenewRecoveryCodes, SecondFactorQueries } from './application/second-factor-commands.js';
import { SecondFactors } from './application/second-factors.js';
import { SecurityEvents } from './application/security-events.js';
import { SessionAccessControl } from './application/session-access-control.js';
import { SessionQueries } from './application/session-queries.js';
import { Sessions } from './application/sessions.js';
import { SetPassword } from './application/set-password.js';
import { SignInAttempts } from './application/sign-in-attempts.js';
import { SignInSteps } from './application/sign-in-steps.js';
import { SignIn } from './application/sign-in.js';
import { SignOut } from './application/sign-out.js';
import { AccountKeysController } from './http/account-keys.controller.js';
import { AccessLogController } from './http/access-log.controller.js';
import { WithdrawInvitation } from './application/withdraw-invitation.js';
import { LostVault } from './application/lost-vault.js';
import { Vault } from './application/vault.js';
import { AccountController } from './http/account.controller.js';
import { InvitationsController } from './http/invitations.controller.js';
import { MembersController } from './http/members.controller.js';
import { MyCommunitiesController } from './http/my-communities.controller.js';
import { PasskeysController } from './http/passkeys.controller.js';
import { SecondFactorController } from './http/second-factor.controller.js';
import { SessionController } from './http/session.controller.js';

const commands = [
  AddOrganisation,
  AddPerson,
  AddMembership,
  EndMembership,
  DisablePerson,
  Invite,
  AcceptInvitation,
  DecideAppointment,
  IssueUnitCodes,
  JoinByCode,
  WithdrawInvitation,
  SetPassword,
  ChangePassword,
  ProveAgain,
  ProveSecondFactor,
  BeginSecondFactor,
  ConfirmSecondFactor,
  RenewRecoveryCodes,
  EndSecondFactor,
  SignIn,
  SignOut,
  EndSessions,
  RegisterKey,
  RevokeKey,
  RevokeKeys,
  RegisterPasskey,
  SignInByPasskey,
];
const queries = [
  IdentityQueries,
  Parties,
  PersonKeys,
  SessionQueries,
  SecurityEvents,
  SecondFactorQueries,
  FreshProof,
  InvitationQueries,
  MemberQueries,
  PasskeyChallenges,
  UnitMembers,
];
const access = { provide: AccessControl, useClass: SessionAccessControl };
const log = { provide: AccessLog, useExisting: AccessLogRows };

/** Persons, organisations and the parts they have in a compound; passwords and sessions. Answers platform/http who somebody is. */
@Global()
@Module({
  controllers: [
    SessionController,
    MyCommunitiesController,
    AccountController,
    AccountKeysController,
    SecondFactorController,
    MembersController,
    InvitationsController,
    PasskeysController,
    AccessLogController,
  ],
  providers: [
    ...commands,
    ...queries,
    PasswordHasher,
    CommonPasswords,
    Passwords,
    NewPersons,
    SecondFactors,
    Vault,
    LostVault,
    Sessions,
    SignInAttempts,
    SignInSteps,
    access,
    AccessLogRows,
    log,
  ],
  exports: [...commands, ...queries, AccessControl, AccessLogRows, AccessLog],
})
export class IdentityModule {}
