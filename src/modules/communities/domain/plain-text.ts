/** Text that people read on a page or in an export: 1 to `max` characters, no control characters, no blanks at its ends. */
export function isPlainText(text: string, max: number): boolean {
  return text.length > 0 && text.length <= max && text.trim() === text && !/\p{Cc}|\p{Zl}|\p{Zp}/u.test(text);
}
