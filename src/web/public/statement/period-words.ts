import type { StatementSpan } from '../../../modules/statements/index.js';
import type { Messages } from '../../messages/index.js';

/** The words of a statement for its kind of period: those of a month, or what a quarter or a year says otherwise. */
export function wordsFor(m: Messages, kind: StatementSpan['kind']): Messages {
  if (kind === 'MONTH') return m;
  const own = m.parts.kinds[kind];
  const { statement } = m;
  return {
    ...m,
    statement: {
      ...statement,
      equation: { ...statement.equation, ...own.equation },
      payoutsLink: own.payoutsLink,
      correctionNotice: own.correctionNotice,
      books: { ...statement.books, small: own.booksSmall },
      in: { ...statement.in, empty: own.inEmpty },
      out: { ...statement.out, empty: own.outEmpty },
      detail: { ...statement.detail, ...own.detail },
      flow: { ...statement.flow, ...own.flow },
      payouts: { ...statement.payouts, ...own.payouts },
      fees: { ...statement.fees, ...own.fees },
      common: { ...statement.common, ...own.common },
    },
  };
}
