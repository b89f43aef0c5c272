import type { FieldError } from '../../kernel/index.js';

/** RFC 9457 problem details, with the product's code, the wrong fields and the id under which the log knows the request. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly errors: readonly FieldError[];
  readonly requestId: string;
}
