import { Transform } from 'class-transformer';
import { registerDecorator, type ValidationArguments } from 'class-validator';
import { accountingPeriod, businessDate, DomainError, instant, Money, quarter } from '../../kernel/index.js';
import { errorTexts, fillIn } from '../messages/index.js';
import { ArrivedFile, UploadedFile } from './upload.js';

/** A field that a kernel type reads: the instance gets the value, a wrong one is refused with that type's own message. */
/** A field of a request that a reader of ours makes a value of: what it refuses is said in its own words. */
export function field(name: string, read: (text: string) => unknown): () => PropertyDecorator {
  const attempt = (value: unknown): { read: unknown } | { error: DomainError } => {
    try {
      return { read: read(value as string) };
    } catch (error) {
      if (error instanceof DomainError) return { error };
      throw error;
    }
  };
  return () => (target, property) => {
    Transform(({ value }: { value: unknown }) => {
      const result = typeof value === 'string' ? attempt(value) : { error: true };
      return 'read' in result ? result.read : value;
    })(target, property);
    registerDecorator({
      name,
      target: target.constructor,
      propertyName: property as string,
      validator: {
        validate: (value: unknown) => !('error' in attempt(value instanceof Money ? value.toString() : value)),
        defaultMessage: ({ value }: ValidationArguments) => {
          const result = attempt(value);
          return 'error' in result ? fillIn(errorTexts['zh-CN'][result.error.code], result.error.details) : '';
        },
      },
    });
  };
}

const INPUT_LIMIT = Money.parse('10000000000000');

/** JSON string "1234.56" → Money, below 10^13 */
export const IsMoney = field('isMoney', (text) => {
  const amount = Money.parse(text);
  if (amount.atLeast(INPUT_LIMIT) || amount.negated().atLeast(INPUT_LIMIT)) throw new DomainError('MONEY_INVALID', { value: text });
  return amount;
});
/** "2024-01-31" */
export const IsBusinessDate = field('isBusinessDate', businessDate);
/** "2024-01-31T09:30:00+08:00" → Instant */
export const IsInstant = field('isInstant', instant);
/** "2024-01" */
export const IsPeriod = field('isPeriod', accountingPeriod);
/** "2024-Q1" */
export const IsQuarter = field('isQuarter', quarter);

/** A file of a multipart form. */
export function IsUploadedFile(): PropertyDecorator {
  return (target, property) => {
    // class-transformer would copy the bytes one by one
    Transform(({ obj, key }: { obj: Record<string, unknown>; key: string }) => obj[key])(target, property);
    registerDecorator({
      name: 'isUploadedFile',
      target: target.constructor,
      propertyName: property as string,
      validator: {
        validate: (value: unknown) => value instanceof UploadedFile && value.bytes.length > 0,
        defaultMessage: () => 'choose a file that is not empty',
      },
    });
  };
}

/** Files of a multipart form, in the order in which they were chosen; one at least. */
export function AreArrivedFiles(): PropertyDecorator {
  return (target, property) => {
    Transform(({ obj, key }: { obj: Record<string, unknown>; key: string }) => obj[key])(target, property);
    registerDecorator({
      name: 'areArrivedFiles',
      target: target.constructor,
      propertyName: property as string,
      validator: {
        validate: (value: unknown) => Array.isArray(value) && value.length > 0 && value.every((file) => file instanceof ArrivedFile),
        defaultMessage: () => 'choose at least one file',
      },
    });
  };
}
