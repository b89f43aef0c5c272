/** Names of people have two to four characters, those of organisations more. */
const ORGANISATION_NAME_LENGTH_MIN = 5;

/** The name of a payee or payer as it may be published: null for one that may be a person's, who is never named (domain.md 9). */
export function publishedName(name: string): string | null {
  return [...name].length < ORGANISATION_NAME_LENGTH_MIN || /[·•]/u.test(name) ? null : name;
}
