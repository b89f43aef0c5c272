/** The shape of texts, whatever their language: the same keys, and where one language takes figures all do. */
export type Translated<T> = T extends string
  ? string
  : T extends (...parameters: infer P) => string
    ? (...parameters: P) => string
    : { readonly [Key in keyof T]: Translated<T[Key]> };
