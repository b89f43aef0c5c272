import { Global, Module } from '@nestjs/common';
import { AccessControl } from '../../platform/http/index.js';
import { AddMembership } from './application/add-membership.js';
import { AddOrganisation } from './application/add-organisation.js';
import { AddPerson } from './application/add-person.js';
import { EndMembership } from './application/end-membership.js';
import { IdentityQueries } from './application/identity-queries.js';
import { Parties } from './application/parties.js';
import { PasswordHasher } from './application/password-hasher.js';
import { SessionAccessControl } from './application/session-access-control.js';
import { Sessions } from './application/sessions.js';
import { SetPassword } from './application/set-password.js';
import { SignInAttempts } from './application/sign-in-attempts.js';
import { SignIn } from './application/sign-in.js';
import { SignOut } from './application/sign-out.js';
import { MyCommunitiesController } from './http/my-communities.controller.js';
import { SessionController } from './http/session.controller.js';

const commands = [AddOrganisation, AddPerson, AddMembership, EndMembership, SetPassword, SignIn, SignOut];
const queries = [IdentityQueries, Parties];
const access = { provide: AccessControl, useClass: SessionAccessControl };

/** Persons, organisations and the parts they have in a compound; passwords and sessions. Answers platform/http who somebody is. */
@Global()
@Module({
  controllers: [SessionController, MyCommunitiesController],
  providers: [...commands, ...queries, PasswordHasher, Sessions, SignInAttempts, access],
  exports: [...commands, ...queries, AccessControl],
})
export class IdentityModule {}
