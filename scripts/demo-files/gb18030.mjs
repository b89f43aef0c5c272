/** Encodes text as GB18030. Node only decodes it, so the table is made by decoding every pair of bytes once; two bytes are enough here. */
export function gb18030(text) {
  const bytes = [...text].flatMap((character) => {
    if (character < '\u0080') return [character.charCodeAt(0)];
    const pair = pairs().get(character);
    if (pair === undefined) throw new Error(`no two-byte GB18030 code for ${character}`);
    return pair;
  });
  return Buffer.from(bytes);
}

let table;

function pairs() {
  if (table !== undefined) return table;
  const decoder = new TextDecoder('gb18030');
  table = new Map();
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const character = decoder.decode(Uint8Array.of(lead, trail));
      if (character.length === 1 && character !== '\ufffd') table.set(character, [lead, trail]);
    }
  return table;
}
