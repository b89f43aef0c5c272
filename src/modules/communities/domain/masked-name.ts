/** A person's name as others may see it: its first character and a star, never its length (domain.md 9). */
export function maskedName(name: string): string {
  const [first = ''] = name;
  return first === '' ? '' : `${first}*`;
}
