import { DomainError } from '../../../kernel/index.js';
import { BANK_FILE_BYTES_MAX } from '../domain/parsed-bank-file.js';
import type { BankFileSource } from '../domain/read-bank-file.js';
import { isZip, openWorkbook } from './open-workbook.js';

/** The bytes of a file, or the parts of the workbook that it is. @throws BANK_FILE_TOO_LARGE BANK_FILE_WORKBOOK BANK_FILE_UNPACKED_TOO_LARGE BANK_FILE_NOT_WHOLE */
export async function openBankFile(bytes: Uint8Array): Promise<BankFileSource> {
  if (bytes.length > BANK_FILE_BYTES_MAX) throw new DomainError('BANK_FILE_TOO_LARGE', { size: bytes.length, limit: BANK_FILE_BYTES_MAX });
  return isZip(bytes) ? { workbook: await openWorkbook(bytes) } : { bytes };
}
