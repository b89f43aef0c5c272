let table: Map<string, Uint8Array> | undefined;

/** Bytes of a text in GB18030, the encoding of Chinese banks: the decoder of the platform turned round. */
export function encodeGb18030(text: string): Uint8Array {
  table ??= inverted();
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) bytes.push(code);
    else bytes.push(...(table.get(character) ?? beyondTheBasicPlane(code)));
  }
  return Uint8Array.from(bytes);
}

function inverted(): Map<string, Uint8Array> {
  const decoder = new TextDecoder('gb18030', { fatal: true });
  const found = new Map<string, Uint8Array>();
  const keep = (bytes: Uint8Array): void => {
    try {
      const character = decoder.decode(bytes);
      if (Array.from(character).length === 1 && !found.has(character)) found.set(character, bytes);
    } catch {
      // a pair of bytes that stands for nothing
    }
  };
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) if (trail !== 0x7f) keep(Uint8Array.of(lead, trail));
  }
  for (let linear = 0; linear < 39_420; linear++) keep(fourBytes(linear));
  return found;
}

function beyondTheBasicPlane(code: number): Uint8Array {
  if (code < 0x10000) throw new Error(`U+${code.toString(16)} is not in GB18030`);
  return fourBytes(189_000 + code - 0x10000);
}

function fourBytes(linear: number): Uint8Array {
  return Uint8Array.of(
    0x81 + Math.floor(linear / 12_600),
    0x30 + (Math.floor(linear / 1_260) % 10),
    0x81 + (Math.floor(linear / 10) % 126),
    0x30 + (linear % 10),
  );
}
