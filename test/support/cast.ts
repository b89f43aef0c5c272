import { businessDate, required, type Actor, type CommunityId, type OrganisationId, type PersonId, type Role } from '../../src/kernel/index.js';
import type { TestDatabase } from './database.js';

interface Body {
  readonly name: string;
  readonly kind: string;
}

interface Part<Of extends string> {
  readonly role: Role;
  readonly of: Of;
}

/** The parties of a scene and their people, each with a part in the compound from 2024-01-01 on. */
interface CastRequest<Bodies extends string, People extends string> {
  readonly communityId: CommunityId;
  /** Makes the names of bodies and people unlike those of other scenes. */
  readonly slug: string;
  readonly bodies: Readonly<Record<Bodies, Body>>;
  readonly people: Readonly<Record<People, Part<NoInfer<Bodies>>>>;
}

/**
 * The rows that AddOrganisation, AddPerson and AddMembership leave, past every wall of the database but without those commands: a scene
 * needs its people, not their coming, and by the commands that is a fifth of all that a test asks of the database.
 */
export async function addCast<Bodies extends string, People extends string>(
  { unitOfWork, clock }: TestDatabase,
  { communityId, slug, bodies, people }: CastRequest<Bodies, People>,
): Promise<{ readonly bodies: Record<Bodies, OrganisationId>; readonly people: Record<People, Actor> }> {
  const bodyNames = Object.keys(bodies) as Bodies[];
  const personNames = Object.keys(people) as People[];
  const parts = personNames.map((name) => people[name]);
  const kinds = bodyNames.map((name) => bodies[name].kind);
  return unitOfWork.run(communityId, async (tx) => {
    const ids = async <Id>(sql: string, values: unknown[]): Promise<Id[]> => (await tx.query<{ id: Id }>(sql, values)).map(({ id }) => id);
    const organisationIds = await ids<OrganisationId>(
      `insert into mingbai.organisation (id, name, short_name, kind, created_at)
       select coalesce((select max(id) from mingbai.organisation), 0) + n, name || ' ' || $1, left(name, 8), kind, $4
       from unnest($2::text[], $3::text[]) with ordinality u(name, kind, n) order by n returning id`,
      [slug, bodyNames.map((name) => bodies[name].name), kinds, clock.now()],
    );
    const personIds = await ids<PersonId>(
      `insert into mingbai.person (id, login, name, created_at)
       select coalesce((select max(id) from mingbai.person), 0) + n, $1 || '-person' || n, role || ' ' || n, $3
       from unnest($2::text[]) with ordinality u(role, n) order by n returning id`,
      [slug, parts.map(({ role }) => role), clock.now()],
    );
    const place = parts.map(({ of }) => bodyNames.indexOf(of));
    await tx.query(
      `insert into mingbai.membership (id, person_id, organisation_id, organisation_kind, community_id, role, from_on, to_on, created_at)
       select coalesce((select max(id) from mingbai.membership), 0) + n, person, organisation, kind, $1, role, $2, null, $3
       from unnest($4::bigint[], $5::bigint[], $6::text[], $7::text[]) with ordinality u(person, organisation, kind, role, n) order by n`,
      [
        communityId,
        businessDate('2024-01-01'),
        clock.now(),
        personIds,
        place.map((at) => organisationIds[at]),
        place.map((at) => kinds[at]),
        parts.map(({ role }) => role),
      ],
    );
    const actorOf = ({ role, of }: Part<Bodies>, at: number): Actor => {
      const organisationId = required(organisationIds[bodyNames.indexOf(of)], of);
      return { personId: required(personIds[at], role), organisationId, communityId, roles: [role] };
    };
    return {
      bodies: Object.fromEntries(bodyNames.map((name, at) => [name, organisationIds[at]])) as Record<Bodies, OrganisationId>,
      people: Object.fromEntries(personNames.map((name, at) => [name, actorOf(people[name], at)])) as Record<People, Actor>,
    };
  });
}
