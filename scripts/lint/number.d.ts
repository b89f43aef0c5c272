/**
 * Seen by the editor and the linter, never compiled: marks toFixed of a JS number as deprecated, so that the type-aware rule
 * no-deprecated refuses it. Money and Rate have a toFixed or toString of their own, exact and rounded half up; the one of
 * numbers rounds what binary fractions left over ((1.005).toFixed(2) is "1.00").
 */
interface Number {
  /** @deprecated Format amounts with Money and other exact numbers with Rate. */
  toFixed(fractionDigits?: number): string;
}
