/** A text for everybody that looks like data about a person. */
export interface PersonalDataFound {
  readonly path: string;
  readonly text: string;
}

/** Mobile number · identity number · whole account number · room of a flat as payers write it (03-201). A date 2024-03-15 is none of them. */
const patterns = [/(?<!\d)1[3-9]\d{9}(?!\d)/g, /(?<!\d)\d{17}[\dXx](?![\dXx])/g, /(?<!\d)\d{12,}(?!\d)/g, /(?<![\d-])\d{2}-\d{3,4}(?![\d-])/g];
/** The bank's own reference of a payment is a long number and names nobody; links and numbers of documents are ours. */
const exempt = new Set(['bankReference', 'path', 'number', 'sha256']);

/** What may not be published (domain.md 9) and can be told by its form: a net under mistakes in free text, not a proof of absence. */
export function personalDataIn(value: unknown, path = ''): PersonalDataFound[] {
  if (typeof value === 'string') return patterns.some((pattern) => value.search(pattern) >= 0) ? [{ path, text: value }] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value)
    .filter(([key]) => !exempt.has(key))
    .flatMap(([key, member]) => personalDataIn(member, path === '' ? key : `${path}.${key}`));
}

const HIDDEN = '***';

/**
 * The same value with what looks like data about a person blotted out. Words of people cannot be changed once they are in a document, and a number that
 * somebody wrote into one must neither be published nor keep a month from being published.
 */
export function withoutPersonalData<T>(value: T): T {
  return blotted(value, '') as T;
}

function blotted(value: unknown, key: string): unknown {
  if (exempt.has(key)) return value;
  if (typeof value === 'string') return patterns.reduce((text, pattern) => text.replace(pattern, HIDDEN), value);
  if (Array.isArray(value)) return value.map((member) => blotted(member, ''));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, blotted(member, name)]));
}
