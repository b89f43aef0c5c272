import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger as Pino } from 'pino';

/** Structured log lines on standard output; secrets and personal data stay out of them. */
export class Logger implements LoggerService {
  private readonly pino: Pino;

  /** `destination`: standard output where none is given. */
  constructor(level: string, destination?: DestinationStream) {
    this.pino = pino(
      {
        level,
        base: null,
        serializers: { error: harmlessError },
        redact: ['password', 'token', 'cookie', 'authorization'].flatMap((name) => [name, `*.${name}`]),
      },
      destination ?? pino.destination(1),
    );
  }

  info(fields: object, message: string): void {
    this.pino.info(fields, message);
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.pino.debug({ context: rest.at(-1) }, String(message));
  }

  error(fields: unknown, ...rest: unknown[]): void {
    const [message] = rest;
    if (typeof fields === 'object' && fields !== null) this.pino.error(fields, typeof message === 'string' ? message : '');
    else this.pino.error({ context: rest.at(-1) }, String(fields));
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.pino.warn({ context: rest.at(-1) }, String(message));
  }
}

/** What of an error may be kept: a database error also carries the parameters and the row, which are people's data. */
function harmlessError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, constraint } = ((error as { driverError?: unknown }).driverError ?? error) as { code?: unknown; constraint?: unknown };
  return {
    type: error.name,
    ...(quotesInput(error, code) ? { message: 'its words quote what was sent' } : { message: error.message }),
    stack: placesOf(error),
    ...(typeof code === 'string' && { code }),
    ...(typeof constraint === 'string' && { constraint }),
  };
}

/** Data exceptions of PostgreSQL (class 22) and parsers of JSON say the value that they could not take. */
function quotesInput(error: Error, code: unknown): boolean {
  return error instanceof SyntaxError || (typeof code === 'string' && /^22[0-9A-Z]{3}$/.test(code));
}

/** Where it happened, without the message that a stack begins with. */
function placesOf({ stack = '' }: Error): string {
  return stack.slice(Math.max(0, stack.search(/^ {4}at /m)));
}
