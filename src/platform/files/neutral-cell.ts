/** What a spreadsheet takes for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * A text as a cell that no spreadsheet executes: one that begins like a formula (`=`, `+`, `-`, `@`, tab, carriage return) gets an
 * apostrophe in front. For texts that people wrote; amounts of ours are written as they are, minus sign and all.
 * Example: `=HYPERLINK(…)` → `'=HYPERLINK(…)`.
 */
export function neutralCell(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}
