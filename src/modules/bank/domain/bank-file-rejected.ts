import { DomainError } from '../../../kernel/index.js';

/** A row of a table that cannot be read: where it stands, what it says, and why. */
export interface RejectedRow {
  readonly fileLine: number;
  readonly cells: readonly string[];
  readonly reason: DomainError;
}

/** A table with rows that cannot be read. It is refused with the reason of the first of them; all of them can be given out as a file. */
export class BankFileRejected extends DomainError {
  constructor(
    first: RejectedRow,
    readonly header: readonly string[],
    readonly rows: readonly RejectedRow[],
  ) {
    super(first.reason.code, first.reason.details);
  }
}
