import type { FastifyReply } from 'fastify';
import type { Visit } from '../desk/visit.js';
import { billRefusalsCsv, type BillRefusals } from './bill-refusals.js';

/** Sends the units without a bill as a file to keep. */
export async function sendRefusals(reply: FastifyReply, visit: Visit, { label, refusals }: { label: string; refusals: BillRefusals }): Promise<void> {
  await reply
    .header('content-type', 'text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="no-bill-${label}.csv"`)
    .header('cache-control', 'no-store')
    .send(billRefusalsCsv(visit.m, refusals));
}
