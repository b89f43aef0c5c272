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

const box = (type: string, ...parts: readonly Uint8Array[]): Buffer => {
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

function track(handler: string): Buffer {
  const head = dated('tkhd', 84);
  head.writeUInt16BE(640, head.length - 8);
  head.writeUInt16BE(480, head.length - 4);
  const kind = box('hdlr', Buffer.alloc(8), words(handler), Buffer.alloc(12), words('Phone of Zhang San\0'));
  const table = box(
    'stbl',
    box('stsd', words('how the samples are coded')),
    box('stco', Buffer.from([0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 99])),
    box('uuid', words('GPS 30.5')),
  );
  return box('trak', head, box('udta', words('GPS 30.5')), box('mdia', dated('mdhd', 24), kind, box('minf', box('vmhd', Buffer.alloc(12)), table)));
}

/** A film as a telephone writes it: its place in `udta`, in what hangs on to it, and its maker and moment in the heads of its tracks. */
export function film({
  handlers = ['vide', 'soun'],
  samples = 'the pictures and the sound',
  last = box('uuid', words('GPS 30.5, Phone of Zhang San')),
} = {}): Buffer {
  const place = box('udta', box('\u00a9xyz', words('+30.8500+120.9167/')), box('meta', words('Phone of Zhang San')));
  return Buffer.concat([
    box('ftyp', words('isom'), Buffer.alloc(4), words('isommp42')),
    box('free', words('GPS 30.5')),
    box('mdat', words(samples)),
    box('moov', dated('mvhd', 100), ...handlers.map(track), place),
    last,
  ]);
}
