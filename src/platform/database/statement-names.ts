/** Names of the statements of this process, by their text: a number and how it begins, for whoever watches the connection. */
const names = new Map<string, string>();

/** The driver wants names of at most 63 signs. */
const NAME_TEXT = 50;

/** Above what the product has: a text that varies without end must not fill the server, which keeps each named statement. */
const NAMES_MAX = 3000;

/** The name under which the server parses a statement once a connection; undefined where there are too many. */
export function statementName(sql: string): string | undefined {
  const known = names.get(sql);
  if (known !== undefined || names.size >= NAMES_MAX) return known;
  const name = `${names.size + 1} ${sql.trim().replaceAll(/\s+/g, ' ').slice(0, NAME_TEXT)}`;
  names.set(sql, name);
  return name;
}
