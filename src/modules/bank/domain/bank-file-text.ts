import { DomainError } from '../../../kernel/index.js';
import { done, type Steps } from './steps.js';

export type BankFileEncoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be';

const DECLARED = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.-]+)["']/;
const CHINESE_ENCODINGS = ['gb18030', 'gbk', 'gb2312'];
/** Signs that are in no honest statement. */
// eslint-disable-next-line no-control-regex -- these are what is looked for
export const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\uFFFE\uFFFF]/;
/** Bytes that are decoded in a step. */
const PIECE = 256 * 1024;

/** Text of a bank file that is small enough to be read in one go. @throws BANK_FILE_TEXT_INVALID */
export function bankFileText(bytes: Uint8Array, fileName: string): string {
  return done(decodingText(bytes, fileName));
}

/**
 * Text of a bank file: the encoding that its byte order mark or its XML declaration names, else UTF-8, else GB18030. Control characters,
 * NUL among them, are in no honest statement; so UTF-16 without its mark is refused. @throws BANK_FILE_TEXT_INVALID
 */
export function* decodingText(bytes: Uint8Array, fileName: string): Steps<string> {
  const pieces: string[] = [];
  yield* decoding(bytes, fileName, (piece) => pieces.push(piece));
  return pieces.join('');
}

/** The encoding in which all bytes of a file are text, for a reader that decodes only what it needs. @throws BANK_FILE_TEXT_INVALID */
export function* provingText(bytes: Uint8Array, fileName: string): Steps<BankFileEncoding> {
  return yield* decoding(bytes, fileName, () => undefined);
}

function* decoding(bytes: Uint8Array, fileName: string, keep: (piece: string) => void): Steps<BankFileEncoding> {
  for (const encoding of candidates(bytes)) {
    const pieces: string[] = [];
    if (!(yield* decodedAs(encoding, bytes, pieces))) continue;
    let fileLine = 1;
    for (const piece of pieces) {
      const control = CONTROL.exec(piece);
      if (control) throw new DomainError('BANK_FILE_TEXT_INVALID', { fileName, fileLine: fileLine + lineBreaks(piece.slice(0, control.index)) });
      fileLine += lineBreaks(piece);
      keep(piece);
      yield;
    }
    return encoding;
  }
  throw new DomainError('BANK_FILE_TEXT_INVALID', { fileName, fileLine: 1 });
}

function* decodedAs(encoding: BankFileEncoding, bytes: Uint8Array, pieces: string[]): Steps<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for (let at = 0; at < bytes.length; at += PIECE) {
      pieces.push(decoder.decode(bytes.subarray(at, at + PIECE), { stream: true }));
      yield;
    }
    pieces.push(decoder.decode());
    return true;
  } catch {
    return false;
  }
}

function candidates(bytes: Uint8Array): readonly BankFileEncoding[] {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return ['utf-16le'];
  if (first === 0xfe && second === 0xff) return ['utf-16be'];
  const declared = DECLARED.exec(new TextDecoder('latin1').decode(bytes.subarray(0, 200)).replace(/^ï»¿/, ''))?.[1]?.toLowerCase();
  if (declared === undefined) return ['utf-8', 'gb18030'];
  return CHINESE_ENCODINGS.includes(declared) ? ['gb18030'] : declared === 'utf-8' ? ['utf-8'] : [];
}

function lineBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
