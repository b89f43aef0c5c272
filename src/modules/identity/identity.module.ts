import { Global, Module } from '@nestjs/common';
import { AccessControl, AccessLog } from '../../platform/http/index.js';
import { AccessLogRows } from './application/access-log.js';
import { AddMembership } from './application/add-membership.js';
import { AddOrganisation } from './application/add-organisation.js';
import { AddPerson } from './application/add-person.js';
import { EndMembership } from './application/end-membership.js';
import { FreshProof } from './application/fresh-proof.js';
import { IdentityQueries } from './application/identity-queries.js';
import { Parties } from './application/parties.js';
import { PasswordHasher } from './application/password-hasher.js';
import { PersonKeys } from './application/person-keys.js';
import { RegisterKey } from './application/register-key.js';
import { RevokeKey } from './application/revoke-key.js';
import { SessionAccessControl } from './application/session-access-control.js';
import { Sessions } from './application/sessions.js';
import { SetPassword } from './application/set-password.js';
import { SignInAttempts } from './application/sign-in-attempts.js';
import { SignIn } from './application/sign-in.js';
import { SignOut } from './application/sign-out.js';
import { AccountKeysController } from './http/account-keys.controller.js';
import { AccessLogController } from './http/access-log.controller.js';
import { MyCommunitiesController } from './http/my-communities.controller.js';
import { SessionController } from './http/session.controller.js';

const commands = [AddOrganisation, AddPerson, AddMembership, EndMembership, SetPassword, SignIn, SignOut, RegisterKey, RevokeKey];
const queries = [IdentityQueries, Parties, PersonKeys, FreshProof];
const access = { provide: AccessControl, useClass: SessionAccessControl };
const log = { provide: AccessLog, useExisting: AccessLogRows };

/** Persons, organisations and the parts they have in a compound; passwords and sessions. Answers platform/http who somebody is. */
@Global()
@Module({
  controllers: [SessionController, MyCommunitiesController, AccessLogController, AccountKeysController],
  providers: [...commands, ...queries, PasswordHasher, Sessions, SignInAttempts, access, AccessLogRows, log],
  exports: [...commands, ...queries, AccessControl, AccessLogRows, AccessLog],
})
export class IdentityModule {}
