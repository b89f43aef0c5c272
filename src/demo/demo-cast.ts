import type { INestApplicationContext } from '@nestjs/common';
import { DomainError, required, shanghaiTime, type Actor, type BusinessDate, type CommunityId, type OrganisationId, type PersonId } from '../kernel/index.js';
import { actorAt, AddMembership, AddOrganisation, AddPerson, IdentityQueries, PersonKeys, RegisterKey, SetPassword, type MembershipView } from '../modules/identity/index.js';
import { UnitOfWork, type CommandContext } from '../platform/database/index.js';
import type { DemoSignIn } from '../platform/jobs/index.js';
import type { DemoFiles } from './demo-files.js';
import { DEMO_KEY_LABEL, demoKeyOf } from './demo-key.js';

/** The password of every person of the demo; shown on the sign-in page while the demo is on, and of no use elsewhere. */
export const DEMO_PASSWORD = 'mingbai-demo';

/** The people of the demo, who act through the same commands as everybody. */
export class DemoCast {
  private readonly people = new Map<string, PersonId>();
  private readonly organisations = new Map<string, OrganisationId>();
  private readonly parts = new Map<string, readonly MembershipView[]>();

  constructor(
    private readonly app: INestApplicationContext,
    private readonly communityId: CommunityId,
  ) {}

  /** Adds organisations, people and their parts in the compound, each from its day; what is there already is left as it is. */
  async assemble(files: DemoFiles): Promise<void> {
    const { booksOpenOn } = files.community;
    for (const { key, ...organisation } of files.organisations) {
      const added = await this.app.get(AddOrganisation).execute(organisation);
      this.organisations.set(key, added.value.organisationId);
    }
    for (const { login, name, organisation, role, from: joined, to } of files.people) {
      const from = joined === '' ? booksOpenOn : joined;
      const { value } = await this.app.get(AddPerson).execute({ login, name });
      this.people.set(login, value.personId);
      const organisationId = this.organisation(organisation);
      await this.join(value.personId, { organisationId, role, from, to: to === '' ? null : to });
      if (files.scenario.keys.some((key) => key.of === login)) await this.registerKey(value.personId, login);
      if (!(await this.app.get(IdentityQueries).hasPassword(value.personId))) await this.app.get(SetPassword).execute({ personId: value.personId, password: DEMO_PASSWORD });
    }
  }

  /** Whom a visitor may sign in as: those who take part on the day on which the story ends. */
  signIns(files: DemoFiles, endsOn: BusinessDate): { password: string; people: DemoSignIn[] } {
    const names = new Map(files.organisations.map(({ key, shortName }) => [key, shortName]));
    const present = files.people.filter(({ from, to }) => from <= endsOn && (to === '' || to >= endsOn));
    const people = present.map(({ login, name, role, organisation }) => ({ login, name, role, organisation: names.get(organisation) ?? '' }));
    const owners = files.scenario.acts.flatMap((act) =>
      act.act === 'joins' && act.on <= endsOn ? [{ login: act.login, name: act.name, role: 'OWNER', organisation: act.unit }] : [],
    );
    return { password: DEMO_PASSWORD, people: [...people, ...owners] };
  }

  /** A part that a visitor has ended since stays ended. */
  private async join(personId: PersonId, part: { organisationId: OrganisationId; role: string; from: BusinessDate; to: BusinessDate | null }): Promise<void> {
    const held = await this.app.get(IdentityQueries).memberships(personId, part.from);
    if (held.some(({ communityId, role }) => communityId === this.communityId && role === part.role)) return;
    await this.app.get(AddMembership).execute({ ...part, personId, communityId: this.communityId });
  }

  /** One that a visitor has revoked since stays revoked. */
  private async registerKey(personId: PersonId, login: string): Promise<void> {
    if ((await this.app.get(PersonKeys).of(personId)).some(({ keyHash }) => keyHash === demoKeyOf(login).hash)) return;
    const key = { suite: 'ed25519', publicKey: demoKeyOf(login).publicKey } as const;
    await this.app.get(RegisterKey).execute({ personId, label: DEMO_KEY_LABEL, key });
  }

  /** Whether somebody has an account under this name already. */
  async isKnown(login: string): Promise<boolean> {
    const person = await this.app.get(IdentityQueries).byLogin(login).catch((error: unknown) => error);
    if (person instanceof Error && !(person instanceof DomainError && person.code === 'NOT_FOUND')) throw person;
    return !(person instanceof Error);
  }

  organisation(key: string): OrganisationId {
    return required(this.organisations.get(key), `organisation ${key} of the demo`);
  }

  /** A command's context: this person, and a key fixed for ever, so that loading again repeats nothing. */
  async context(login: string, key: string, on: BusinessDate): Promise<CommandContext> {
    return { actor: await this.actor(login, on), idempotencyKey: `demo:${key}` };
  }

  /** The part that a person has on a day. All that they have and will have are read once: no act of the story changes one, and commands look again. */
  private async actor(login: string, on: BusinessDate): Promise<Actor> {
    const who = { personId: required(this.people.get(login), `person ${login} of the demo`), communityId: this.communityId };
    const parts = this.parts.get(login) ?? (await this.app.get(UnitOfWork).shared((tx) => this.app.get(IdentityQueries).inCommunity(tx, who.personId, who.communityId)));
    this.parts.set(login, parts);
    return required(actorAt(who, parts, shanghaiTime(on, '12:00')), `the part of ${login} in the demo`);
  }
}
