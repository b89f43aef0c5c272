import { urgencies } from '../../contracts/index.js';
import type { StatedRepair } from '../domain/repair-log.js';
import { momentIn, readLogFile } from './log-file.js';
import { repairColumns, urgencyWords } from './log-words.zh-CN.js';

/** The requests of a list in CSV: number, what, urgency, receivedAt and respondedAt, which may be empty. @throws LOG_FILE LOG_FILE_COLUMNS LOG_FILE_WORD */
export function readRepairsFile(file: Uint8Array): StatedRepair[] {
  return readLogFile(file, repairColumns).map(({ cell, refuse }) => {
    const urgency = urgencies.find((known) => known === cell('urgency').toUpperCase() || urgencyWords[known] === cell('urgency'));
    if (!urgency) throw refuse('urgency', Object.values(urgencyWords).join(', '));
    const receivedAt = momentIn(cell('receivedAt'));
    if (receivedAt === null) throw refuse('receivedAt', '2024-03-05 09:30');
    const respondedAt = cell('respondedAt') === '' ? null : momentIn(cell('respondedAt'));
    if (respondedAt === null && cell('respondedAt') !== '') throw refuse('respondedAt', '2024-03-05 10:15');
    return { number: cell('number').toUpperCase(), what: cell('what'), urgency, receivedAt, respondedAt };
  });
}
