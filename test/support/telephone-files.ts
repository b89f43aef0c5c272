/** A photo as an iPhone writes it (64 × 48, HEVC), with place and maker: sharp's drawing, encoded once by heif-enc of libheif 1.15. */
export const heicPhoto = Buffer.from(
  [
    'AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAeFtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAAAAAAACAAAAEGlkYXQAAAAAAEAAMAAAAExpbG9jAQ',
    'AAAERAAAMAAQAAAAAAAAIFAAEAAAAAAAAAHQACAAEAAAAAAAAAAQAAAAAAAAAIAAMAAAAAAAACIgABAAAAAAAAAUoAAABNaWluZgAAAAAAAwAAABVpbmZlAgAAAQABAABodmMxAAAAABVpbmZlAgAA',
    'AAACAABncmlkAAAAABVpbmZlAgAAAQADAABFeGlmAAAAANVpcHJwAAAAs2lwY28AAABzaHZjQwEDcAAAAAAAAAAAAB7wAPz9+PgAAA8DIAABABhAAQwB//8DcAAAAwCQAAADAAADAB66AkAhAAEAJ0',
    'IBAQNwAAADAJAAAAMAAAMAHqAggQWW6uSmubAgAAADACAAAAMAISIAAQAGRAHBc8CJAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAUaXNwZQAAAAAAAABAAAAAMAAAABBwaXhpAAAAAAMICAgAAAAaaXBt',
    'YQAAAAAAAAACAAECgQIAAgIDhAAAAChpcmVmAAAAAAAAAA5kaW1nAAIAAQABAAAADmNkc2MAAwABAAIAAAFvbWRhdAAAABkoAa8TgPgQ4af/+0Cj/9ufPDyLWvzopDPgAAAAAElJKgAIAAAACAAPAQ',
    'IAEwAAAH4AAAASAQMAAQAAAAEAAAAaAQUAAQAAAG4AAAAbAQUAAQAAAHYAAAAoAQMAAQAAAAIAAAATAgMAAQAAAAEAAABphwQAAQAAAJIAAAAliAQAAQAAAOAAAAAAAAAAOGMAAOgDAAA4YwAA6AMA',
    'AFBob25lIG9mIFpoYW5nIFNhbgAABgAAkAcABAAAADAyMTABkQcABAAAAAECAwAAoAcABAAAADAxMDABoAMAAQAAAP//AAACoAQAAQAAAEAAAAADoAQAAQAAADAAAAAAAAAABAABAAIAAgAAAE4AAA',
    'ACAAUAAwAAAC4BAAADAAIAAgAAAEUAAAAEAAUAAwAAABYBAAAAAAAAeAAAAAEAAAA3AAAAAQAAAAAAAAABAAAAHgAAAAEAAAAyAAAAAQAAAAAAAAABAAAA',
  ].join(''),
  'base64',
);

/** A box of an MP4 file. */
export const box = (type: string, ...parts: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + body.length);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
};
const words = (text: string): Buffer => Buffer.from(text, 'latin1');
const dated = (type: string, length: number): Buffer => {
  const body = Buffer.alloc(length);
  body.writeUInt32BE(3_800_000_000, 4);
  body.writeUInt32BE(3_800_000_001, 8);
  return box(type, body);
};

const numbers = (...all: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(4 * all.length);
  all.forEach((value, at) => bytes.writeUInt32BE(value, 4 * at));
  return bytes;
};

/** Where a sample lies in its film. */
interface Sample {
  readonly at: number;
  readonly length: number;
}

/** The tables of a track, one sample a chunk. */
const tablesOf = (samples: readonly Sample[]): Buffer[] => [
  box('stsc', numbers(0, 1, 1, 1, 1)),
  box('stsz', numbers(0, 0, samples.length, ...samples.map(({ length }) => length))),
  box('stco', numbers(0, samples.length, ...samples.map(({ at }) => at))),
];

function track(handler: string, samples: readonly Sample[], more: readonly Uint8Array[]): Buffer {
  const head = dated('tkhd', 84);
  head.writeUInt16BE(640, head.length - 8);
  head.writeUInt16BE(480, head.length - 4);
  const kind = box('hdlr', Buffer.alloc(8), words(handler), Buffer.alloc(12), words('Phone of Zhang San\0'));
  const table = box('stbl', box('stsd', words('how the samples are coded')), ...tablesOf(samples), box('uuid', words('GPS 30.5')));
  return box('trak', head, box('udta', words('GPS 30.5')), box('mdia', dated('mdhd', 24), kind, box('minf', box('vmhd', Buffer.alloc(12)), table)), ...more);
}

/**
 * A film as a telephone writes it: its place in `udta`, in what hangs on to it, and its maker and moment in the heads of its tracks. `between` stands before, between and
 * after its samples, as a dashcam writes the way it goes; `inTrack` and `inFilm` are more boxes in each track and at its top.
 */
export function film({
  handlers = ['vide', 'soun'],
  samples = ['the pictures and the sound'],
  between = '',
  inTrack = [] as readonly Uint8Array[],
  inFilm = [] as readonly Uint8Array[],
  last = box('uuid', words('GPS 30.5, Phone of Zhang San')),
} = {}): Buffer {
  const place = box('udta', box('\u00a9xyz', words('+30.8500+120.9167/')), box('meta', words('Phone of Zhang San')));
  const head = Buffer.concat([box('ftyp', words('isom'), Buffer.alloc(4), words('isommp42')), box('free', words('GPS 30.5')), ...inFilm]);
  let at = head.length + 8 + between.length;
  const places = samples.map((sample): Sample => {
    const own = { at, length: sample.length };
    at += sample.length + between.length;
    return own;
  });
  const media = box('mdat', words(between + samples.map((sample) => sample + between).join('')));
  const own = (number: number): Sample[] => places.filter((_, index) => index % handlers.length === number);
  const tracks = handlers.map((handler, number) => track(handler, own(number), inTrack));
  return Buffer.concat([head, media, box('moov', dated('mvhd', 100), ...tracks, place), last]);
}
