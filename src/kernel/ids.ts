declare const brand: unique symbol;

/**
 * Identity of a row: an integer below 2^53. Rows of a compound take theirs from the book (unique inside the compound),
 * shared rows from their own table. People see numbers (凭证 2026-0007) and slugs, not ids.
 */
export type Id<Name extends string> = number & { readonly [brand]: Name };

export type CommunityId = Id<'community'>;
export type PersonId = Id<'person'>;
export type OrganisationId = Id<'organisation'>;
