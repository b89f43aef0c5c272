import { DomainError } from '../../../kernel/index.js';

const DECLARED = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.-]+)["']/;
const CHINESE_ENCODINGS = ['gb18030', 'gbk', 'gb2312'];
// eslint-disable-next-line no-control-regex -- these are what is looked for
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\uFFFE\uFFFF]/;

/**
 * Text of a bank file: the encoding that an XML declaration names, else UTF-8 (with or without byte order mark), else
 * GB18030. Control characters, NUL among them, are in no honest statement. @throws BANK_FILE_TEXT_INVALID
 */
export function bankFileText(bytes: Uint8Array, fileName: string): string {
  const declared = DECLARED.exec(new TextDecoder('latin1').decode(bytes.subarray(0, 200)).replace(/^ï»¿/, ''))?.[1]?.toLowerCase();
  const candidates = declared === undefined ? ['utf-8', 'gb18030'] : CHINESE_ENCODINGS.includes(declared) ? ['gb18030'] : declared === 'utf-8' ? ['utf-8'] : [];
  for (const encoding of candidates) {
    const text = decoded(bytes, encoding);
    if (text === null) continue;
    const control = CONTROL.exec(text);
    if (control) throw new DomainError('BANK_FILE_TEXT_INVALID', { fileName, fileLine: lineFinder(text)(control.index) });
    return text;
  }
  throw new DomainError('BANK_FILE_TEXT_INVALID', { fileName, fileLine: 1 });
}

/** Gives the line, counted from 1, on which a character of the text stands. */
export function lineFinder(text: string): (index: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (index) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= index) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}

function decoded(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
