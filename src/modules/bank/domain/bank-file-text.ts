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
  let pieces: string[] = [];
  yield* decoding(bytes, fileName, {
    begin: () => void (pieces = []),
    piece: (text) => void pieces.push(text),
  });
  return pieces.join('');
}

/** The encoding in which all bytes of a file are text, for a reader that decodes only what it needs; nothing is kept. @throws BANK_FILE_TEXT_INVALID */
export function* provingText(bytes: Uint8Array, fileName: string): Steps<BankFileEncoding> {
  return yield* decoding(bytes, fileName, { begin: () => undefined, piece: () => undefined });
}

interface Keeper {
  readonly begin: () => void;
  readonly piece: (text: string) => void;
}

function* decoding(bytes: Uint8Array, fileName: string, keeper: Keeper): Steps<BankFileEncoding> {
  for (const encoding of candidates(bytes)) {
    keeper.begin();
    const decoder = new TextDecoder(encoding, { fatal: true });
    let [at, fileLine, fits] = [0, 1, true];
    while (fits && at <= bytes.length) {
      const text = decoded(decoder, bytes, at);
      at += PIECE;
      fits = text !== null;
      if (text === null) break;
      const control = CONTROL.exec(text);
      if (control) throw new DomainError('BANK_FILE_TEXT_INVALID', { fileName, fileLine: fileLine + lineBreaks(text.slice(0, control.index)) });
      fileLine += lineBreaks(text);
      keeper.piece(text);
      yield;
    }
    if (fits) return encoding;
  }
  throw new DomainError('BANK_FILE_TEXT_INVALID', { fileName, fileLine: 1 });
}

/** A piece of the text; null where its bytes are none of the encoding. The last piece, which may be empty, ends the text. */
function decoded(decoder: TextDecoder, bytes: Uint8Array, at: number): string | null {
  try {
    return decoder.decode(bytes.subarray(at, at + PIECE), { stream: at + PIECE <= bytes.length });
  } catch {
    return null;
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
