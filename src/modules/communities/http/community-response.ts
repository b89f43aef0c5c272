import type { CommunityView } from '../application/community-queries.js';

/** A compound as the API shows it: named by its slug. */
export class CommunityResponse {
  slug!: string;
  name!: string;
  streetName!: string;
  countyName!: string;
  communityName!: string;
  builtYear!: number;

  static from({ slug, name, streetName, countyName, communityName, builtYear }: CommunityView): CommunityResponse {
    return Object.assign(new CommunityResponse(), { slug, name, streetName, countyName, communityName, builtYear });
  }
}
