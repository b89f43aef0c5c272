import { done } from '../../src/modules/bank/domain/steps.js';
import { readingBankFile, type BankFileSource, type ReadingOptions } from '../../src/modules/bank/domain/read-bank-file.js';
import type { ParsedBankFile } from '../../src/modules/bank/domain/parsed-bank-file.js';

const nothing = { accountNos: [], profiles: [], profile: null, said: { from: null, to: null, accountNo: null } };

/** Reads a bank file in one go, as if no compound were known. */
export function readBankFile(source: Uint8Array | BankFileSource, fileName: string, options: Partial<ReadingOptions> = {}): ParsedBankFile {
  return done(readingBankFile(source instanceof Uint8Array ? { bytes: source } : source, { ...nothing, fileName, ...options }));
}
