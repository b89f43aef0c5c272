import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

/** A picture as its points: 4 bytes each, red, green, blue and how much of it is seen. */
export interface Points {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** A telephone's photo has 12 or 24 million; each takes 12 bytes while it is opened. */
export const HEIC_PIXELS_MAX = 25_000_000;

const library = createRequire(import.meta.url).resolve('libheif-js/wasm-bundle');

/** What runs beside the server: opening takes seconds of computing, and the memory of WebAssembly is given back by its end alone. */
const OPENER = `
  const { parentPort, workerData } = require('node:worker_threads');
  const libheif = require(workerData.library);
  const picture = new libheif.HeifDecoder().decode(workerData.bytes)[0];
  const [width, height] = picture ? [picture.get_width(), picture.get_height()] : [0, 0];
  if (width === 0 || width * height > workerData.pixelsMax) parentPort.postMessage({ data: null, width, height });
  else picture.display({ data: new Uint8ClampedArray(width * height * 4), width, height }, (shown) => {
    const data = shown ? new Uint8Array(shown.data.buffer) : null;
    parentPort.postMessage({ data, width, height }, data ? [data.buffer] : []);
  });`;

/** The points of a photo in HEIC; `data` null: it has more of them than fit. Null for what cannot be opened within the time. */
export function openHeic(bytes: Uint8Array, timeoutMs: number): Promise<Points | { readonly data: null } | null> {
  return new Promise((resolve) => {
    const worker = new Worker(OPENER, { eval: true, workerData: { library, bytes, pixelsMax: HEIC_PIXELS_MAX }, env: {}, stdout: true, stderr: true });
    const end = (found: Points | { readonly data: null } | null): void => {
      clearTimeout(timer);
      void worker.terminate();
      resolve(found);
    };
    const timer = setTimeout(() => end(null), timeoutMs);
    worker
      .once('message', ({ data, width, height }: { data: Uint8Array | null; width: number; height: number }) =>
        end(data ? { data, width, height } : width * height > HEIC_PIXELS_MAX ? { data: null } : null),
      )
      .once('error', () => end(null))
      .once('exit', () => end(null));
  });
}
