import { assert, DomainError, errorKinds, InvariantViolation, required, unreachable, unreadable } from './index.js';

describe('an expected refusal', () => {
  it('carries its code, the kind of the code, the figures and the fields', () => {
    const error = new DomainError('LEDGER_FLOOR', { code: '1101', asked: '5.00' }, [{ path: 'lines[0].amount', message: 'too much' }]);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: 'DomainError', code: 'LEDGER_FLOOR', kind: 'rule', details: { code: '1101', asked: '5.00' } });
    expect(error.fields).toEqual([{ path: 'lines[0].amount', message: 'too much' }]);
    expect(error.message).toBe('LEDGER_FLOOR {"code":"1101","asked":"5.00"}');
  });

  it('needs no figures', () => {
    expect(new DomainError('NOT_FOUND')).toMatchObject({ kind: 'not-found', details: {}, fields: [] });
  });

  it('of something that cannot be read shows what came, and at most 40 characters of it', () => {
    expect(unreadable('DATE_INVALID', '2024-02-30')).toMatchObject({ code: 'DATE_INVALID', details: { value: '2024-02-30' } });
    expect(unreadable('MONEY_INVALID', null).details).toEqual({ value: 'null' });
    expect(unreadable('MONEY_INVALID', '9'.repeat(5_000)).details).toEqual({ value: '9'.repeat(40) });
  });

  it('has a code in capitals with underscores', () => {
    expect(Object.keys(errorKinds).filter((code) => !/^[A-Z]+(_[A-Z0-9]+)+$/.test(code))).toEqual([]);
  });
});

describe('a broken invariant', () => {
  it('is no refusal: it says what should hold', () => {
    expect(() => assert(false, 'one book a compound')).toThrow(new InvariantViolation('one book a compound'));
    expect(new InvariantViolation('x').name).toBe('InvariantViolation');
    expect(() => assert(0, 'zero is no condition')).toThrow(InvariantViolation);
    expect(() => assert('yes', 'never')).not.toThrow();
  });

  it('is a value that cannot be missing but is; zero and the empty text are values', () => {
    expect(() => required(null, 'the book')).toThrow('the book is missing');
    expect(() => required(undefined, 'the book')).toThrow('the book is missing');
    expect([required(0, 'a count'), required('', 'a text'), required(false, 'a flag')]).toEqual([0, '', false]);
  });

  it('is a case that a switch forgot', () => {
    expect(() => unreachable('LATE' as never)).toThrow('unexpected value "LATE"');
  });
});
