/**
 * The parameters of a question of which parts are asked only sometimes. A part that is not asked is not in the statement: of `$2 is null or state = $2`
 * PostgreSQL knows nothing before it plans, reads no index for it, and thinks that hardly a row meets it.
 */
export class Asked {
  readonly parameters: unknown[];

  /** Those that the statement has anyway, from $1 on. */
  constructor(...always: readonly unknown[]) {
    this.parameters = [...always];
  }

  /** The part with the place of its value in it, such as `$2`; nothing where there is no value. */
  when(value: unknown, part: (place: string) => string): string {
    return value === undefined ? '' : part(`$${this.parameters.push(value)}`);
  }
}
