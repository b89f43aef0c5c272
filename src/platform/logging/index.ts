import type { LoggerService } from '@nestjs/common';
import { pino, type Logger as Pino } from 'pino';

/** Structured log lines on standard output; secrets and personal data stay out of them. */
export class Logger implements LoggerService {
  private readonly pino: Pino;

  constructor(level: string) {
    this.pino = pino({ level, base: null, serializers: { error: harmlessError }, redact: ['*.password', '*.token', '*.cookie', '*.authorization'] });
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
    message: error.message,
    stack: error.stack,
    ...(typeof code === 'string' && { code }),
    ...(typeof constraint === 'string' && { constraint }),
  };
}
