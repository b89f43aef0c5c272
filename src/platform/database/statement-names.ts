/** Names of the statements of this process, by their text: a number and how it begins, for whoever watches the connection. */
const names = new Map<string, string>();

/** The driver wants names of at most 63 signs. */
const NAME_TEXT = 50;

/** Above what the product has: the server keeps each named statement, on each connection. */
const NAMES_MAX = 2000;

/** A list of parameters or of rows: as many texts as there are lengths. */
const LIST = /\bin *\( *\$|\), *\(/i;

/** A figure that stands in the text itself, as the entity manager writes LIMIT; not the number of a parameter, of a name or in quotes. */
const FIGURE = /(?<![$\w'])\d+/g;

/** The texts that have a name, without their figures: another that differs from one in nothing else varies with what it is asked. */
const kinds = new Set<string>();

/** The name under which the server parses and plans a statement once a connection; undefined for one whose text varies with what it is asked. */
export function statementName(sql: string): string | undefined {
  const known = names.get(sql);
  if (known !== undefined || names.size >= NAMES_MAX) return known;
  const kind = sql.replaceAll(FIGURE, '0');
  if (kinds.has(kind)) return undefined;
  kinds.add(kind);
  const name = `${names.size + 1} ${sql.trim().replaceAll(/\s+/g, ' ').slice(0, NAME_TEXT)}`;
  names.set(sql, name);
  return name;
}

/** The same for a statement of the entity manager, which writes lists out. */
export function entityStatementName(sql: string): string | undefined {
  return LIST.test(sql) ? undefined : statementName(sql);
}
