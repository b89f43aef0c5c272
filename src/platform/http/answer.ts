import type { FastifyReply } from 'fastify';
import type { Outcome } from '../database/index.js';

/** The value of an outcome as response body; a replay says so in its header. */
export function answer<T>(reply: FastifyReply, outcome: Outcome<T>): T {
  if (outcome.replayed) void reply.header('Idempotency-Replayed', 'true');
  return outcome.value;
}
