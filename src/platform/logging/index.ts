import type { LoggerService } from '@nestjs/common';
import { pino, stdSerializers, type Logger as Pino } from 'pino';

/** Structured log lines on standard output; secrets and personal data stay out of them. */
export class Logger implements LoggerService {
  private readonly pino: Pino;

  constructor(level: string) {
    this.pino = pino({ level, base: null, serializers: { error: stdSerializers.err }, redact: ['*.password', '*.token', '*.cookie', '*.authorization'] });
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
