import fc from 'fast-check';
import { canonicalJson, InvariantViolation, sha256Hex, type Json } from './index.js';

const anyText = fc.string({ unit: 'grapheme' });
const anyJson = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    anyText,
    fc.array(tie('value')),
    fc.dictionary(anyText, tie('value'), { noNullPrototype: true }),
  ),
})).value;

describe('canonical JSON (RFC 8785)', () => {
  it('writes the literals and the string of section 3.2.2 as the RFC does', () => {
    const input = '{"string": "\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/", "literals": [null, true, false]}';
    expect(canonicalJson(JSON.parse(input) as Json)).toBe('{"literals":[null,true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}');
  });

  it('sorts the keys of section 3.2.3 by UTF-16 code units, so a surrogate pair comes before U+FB33', () => {
    const keys = { '\u20ac': 'Euro Sign', '\r': 'Carriage Return', '\ufb33': 'Hebrew Letter Dalet With Dagesh', '1': 'One', '\ud83d\ude00': 'Emoji: Grinning Face', '\u0080': 'Control', '\u00f6': 'Latin Small Letter O With Diaeresis' }; // prettier-ignore
    const order = Object.values(JSON.parse(canonicalJson(keys).replaceAll(/"1":"One"/g, '"one":"One"')) as Record<string, string>);
    expect(order).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  it('sorts inside objects at every depth, and leaves lists in their order', () => {
    expect(canonicalJson({ b: [3, 1, 2], a: { d: [{ z: 1, y: 2 }], c: null } })).toBe('{"a":{"c":null,"d":[{"y":2,"z":1}]},"b":[3,1,2]}');
    expect(canonicalJson({ a10: 1, a9: 2, A: 3, '': 4 })).toBe('{"":4,"A":3,"a10":1,"a9":2}');
  });

  it('has one text for one value, whatever the order and the white space it came in', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(JSON.stringify(value, undefined, 2)) as Json)).toBe(text);
        expect(canonicalJson(JSON.parse(text) as Json)).toBe(text);
        expect(canonicalJson(shuffled(value))).toBe(text);
      }),
    );
  });

  it('leaves out members that are undefined', () => {
    expect(canonicalJson({ a: 1, b: undefined })).toBe(canonicalJson({ a: 1 }));
    expect(canonicalJson({ b: undefined })).toBe('{}');
  });

  it.each([
    ['0', 0],
    ['minus zero', -0],
    ['the largest safe integer', Number.MAX_SAFE_INTEGER],
    ['the smallest safe integer', Number.MIN_SAFE_INTEGER],
  ])('writes %s as digits', (_, value) => {
    expect(canonicalJson(value)).toBe(value.toFixed(0).replace('-0', '0'));
  });

  it.each([0.1, 1.5, -0.5, 1e-7, 2 ** 53, 1e21, Number.NaN, Number.POSITIVE_INFINITY])('refuses %p: an amount is text or fen', (value) => {
    expect(() => canonicalJson({ amount: value })).toThrow(new InvariantViolation(`${value} is not a safe integer; write amounts as text or fen`));
  });

  it.each([
    ['high', '\ud83d'],
    ['low', '\ude00'],
    ['exchanged', '\ude00\ud83d'],
  ])('refuses a lone %s surrogate, in a text as in a key', (_, text) => {
    expect(() => canonicalJson(`a${text}`)).toThrow(new InvariantViolation('text with a lone surrogate has no canonical form'));
    expect(() => canonicalJson({ [text]: 1 })).toThrow(InvariantViolation);
    expect(() => canonicalJson([{ deep: [text] }])).toThrow(InvariantViolation);
  });

  it('escapes what JSON must, and nothing else', () => {
    expect(canonicalJson('\b\t\n\f\r"\\\u0000\u001f\u007f\u2028/公示')).toBe('"\\b\\t\\n\\f\\r\\"\\\\\\u0000\\u001f\u007f\u2028/公示"');
  });
});

describe('SHA-256', () => {
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ])('of %j is the one of FIPS 180-4', (text, digest) => {
    expect(sha256Hex(text)).toBe(digest);
    expect(sha256Hex(new TextEncoder().encode(text))).toBe(digest);
  });

  it('of a text is that of its UTF-8 form', () => {
    expect(sha256Hex('明白')).toBe(sha256Hex(Uint8Array.of(0xe6, 0x98, 0x8e, 0xe7, 0x99, 0xbd)));
  });
});

/** The same value with the members of every object written in the opposite order. */
function shuffled(value: Json): Json {
  if (Array.isArray(value)) return (value as Json[]).map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as Record<string, Json>)
      .map(([key, member]) => [key, shuffled(member)] as const)
      .toReversed(),
  );
}
