/**
 * Seen by the editor and the linter (tsconfig.json includes test/), never by a build. Marks toFixed of a JS number as deprecated,
 * so that the type-aware rule no-deprecated refuses it in src/: it rounds what binary fractions left over, (1.005).toFixed(2) is
 * "1.00". Money and Rate have methods of their own, exact and rounded half up.
 */
interface Number {
  /** @deprecated Format amounts with Money and other exact numbers with Rate. */
  toFixed(fractionDigits?: number): string;
}
