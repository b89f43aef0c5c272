import type { BusinessDate } from '../../../kernel/index.js';
import { dayIn, readLogFile } from './log-file.js';
import { rosterColumns } from './log-words.zh-CN.js';

/** How many were on duty at a post on a day, as the firm says. */
export interface RosterLine {
  readonly line: number;
  readonly day: BusinessDate;
  readonly post: string;
  readonly present: number;
}

/** The lines of a roster in CSV: day, post, present. @throws LOG_FILE LOG_FILE_COLUMNS LOG_FILE_WORD */
export function readRosterFile(file: Uint8Array): RosterLine[] {
  return readLogFile(file, rosterColumns).map(({ line, cell, refuse }) => {
    const day = dayIn(cell('day'));
    if (day === null) throw refuse('day', '2024-03-05');
    if (!/^\d{1,4}$/.test(cell('present'))) throw refuse('present', '4');
    return { line, day, post: cell('post'), present: Number.parseInt(cell('present'), 10) };
  });
}
