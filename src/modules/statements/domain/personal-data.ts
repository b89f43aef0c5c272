/** A text in a statement that looks like data about a person. */
export interface PersonalDataFound {
  readonly path: string;
  readonly text: string;
}

/** Mobile number · identity number · whole account number · room of a flat as payers write it (03-201). A date 2024-03-15 is none of them. */
const patterns = [/(?<!\d)1[3-9]\d{9}(?!\d)/, /(?<!\d)\d{17}[\dXx](?![\dXx])/, /(?<!\d)\d{12,}(?!\d)/, /(?<![\d-])\d{2}-\d{3,4}(?![\d-])/];
/** The bank's own reference of a payment is a long number and names nobody; links and numbers of documents are ours. */
const exempt = new Set(['bankReference', 'path', 'number', 'sha256']);

/** What may not be published (domain.md 9) and can be told by its form: a net under mistakes in free text, not a proof of absence. */
export function personalDataIn(value: unknown, path = ''): PersonalDataFound[] {
  if (typeof value === 'string') return patterns.some((pattern) => pattern.test(value)) ? [{ path, text: value }] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value)
    .filter(([key]) => !exempt.has(key))
    .flatMap(([key, member]) => personalDataIn(member, path === '' ? key : `${path}.${key}`));
}
