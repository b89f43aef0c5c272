/** Text of a file in the encoding that its byte order mark names, else UTF-8, else GB18030 as a Chinese Excel writes it; null for what is none of them. */
export function textOfFile(file: Uint8Array): string | null {
  const mark = file[0] === 0xff && file[1] === 0xfe ? 'utf-16le' : file[0] === 0xfe && file[1] === 0xff ? 'utf-16be' : undefined;
  for (const encoding of mark ? [mark] : ['utf-8', 'gb18030']) {
    const text = decoded(file, encoding);
    if (text !== null && !text.includes('\0')) return text;
  }
  return null;
}

function decoded(file: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(file); // drops the byte order mark
  } catch {
    return null;
  }
}
