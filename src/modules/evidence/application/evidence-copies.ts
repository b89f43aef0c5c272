import { Injectable } from '@nestjs/common';
import { copyFile, open, readFile, type FileHandle } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import { DomainError } from '../../../kernel/index.js';
import type { Spool, SpooledFile } from '../../../platform/files/index.js';
import { blankBox, blankFilmIndex, boxAt, BOX_HEAD_BYTES, type Box, type FilmSize } from '../domain/film.js';
import { mediaTypes, type MediaType } from '../domain/media-type.js';
import { EvidenceFiles } from '../persistence/evidence-files.js';
import { HEIC_PIXELS_MAX, openHeic } from './heic-pictures.js';

/** What is made of a picture or a film: the whole of it without what the camera wrote beside it, and of a picture a small one for lists. */
export const copyKinds = ['CLEAN', 'THUMB'] as const;
export type CopyKind = (typeof copyKinds)[number];

export interface EvidenceCopy extends FilmSize {
  readonly kind: CopyKind;
  readonly file: SpooledFile;
  readonly mediaType: MediaType;
}

interface Source {
  readonly name: string;
  readonly path: string;
  readonly mediaType: MediaType;
}

/** Of one picture; a larger one is no photo of a paper but a bomb. */
export const PIXELS_MAX = 50_000_000;
const THUMB_PIXELS = 320;
const QUALITY = 88;
const DRAWING_SECONDS_MAX = 30;
/** Who comes while so many wait is told to come again. */
const WAITING_MAX = 8;
const MOOV_BYTES_MAX = 16 * 1024 * 1024;

/** How each kind is written again. PNG by its points: `quality` would make a palette of its colours. */
const writers: Partial<Record<MediaType, { readonly type: MediaType; readonly format: string; readonly write: (picture: Sharp) => Sharp }>> = {
  [mediaTypes.jpeg]: { type: mediaTypes.jpeg, format: 'jpeg', write: (picture) => picture.jpeg({ quality: QUALITY }) },
  [mediaTypes.png]: { type: mediaTypes.png, format: 'png', write: (picture) => picture.png() },
  [mediaTypes.webp]: { type: mediaTypes.webp, format: 'webp', write: (picture) => picture.webp({ quality: QUALITY }) },
  [mediaTypes.heic]: { type: mediaTypes.jpeg, format: 'raw', write: (picture) => picture.jpeg({ quality: QUALITY }) },
};

export function isPicture(mediaType: MediaType): boolean {
  return mediaType in writers;
}

/**
 * Draws a picture anew from its points alone, and blanks in a film what players skip: place, time, telephone and whatever else stood in the file stay behind, also
 * what was hung on to its end. A picture stands as the camera says that it should.
 */
@Injectable()
export class EvidenceCopies {
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  constructor(private readonly files: EvidenceFiles) {}

  /** None of a document. Files of the spool, which the caller drops. @throws EVIDENCE_BUSY, EVIDENCE_PIXELS, EVIDENCE_UNREADABLE, EVIDENCE_FILM */
  async of(source: Source): Promise<EvidenceCopy[]> {
    if (source.mediaType === mediaTypes.mp4) return this.inTurn(async () => [await this.film(source)]);
    return isPicture(source.mediaType) ? this.inTurn(() => this.picture(source)) : [];
  }

  /** One at a time: a picture of 50 million points takes 200 MB while it is drawn. */
  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.waiting >= WAITING_MAX) throw new DomainError('EVIDENCE_BUSY', { count: this.waiting, seconds: DRAWING_SECONDS_MAX });
    this.waiting++;
    const done = this.last.then(work).finally(() => this.waiting--);
    this.last = done.catch(() => undefined);
    return done;
  }

  private async picture({ name, path, mediaType }: Source): Promise<EvidenceCopy[]> {
    const writer = writers[mediaType];
    const copies: EvidenceCopy[] = [];
    try {
      if (!writer) throw new DomainError('EVIDENCE_UNREADABLE', { name });
      const source = mediaType === mediaTypes.heic ? await opened(name, path) : sharp(path, { limitInputPixels: false, failOn: 'error' });
      const { width, height, format } = await source.metadata();
      if (width * height > PIXELS_MAX) throw new DomainError('EVIDENCE_PIXELS', { name, megapixels: PIXELS_MAX / 1_000_000 });
      if (format !== writer.format) throw new DomainError('EVIDENCE_UNREADABLE', { name });
      const upright = source.rotate().timeout({ seconds: DRAWING_SECONDS_MAX });
      copies.push(await drawn(this.files.spool, writer.write(upright.clone()), { kind: 'CLEAN', mediaType: writer.type }));
      const small = upright.clone().resize(THUMB_PIXELS, THUMB_PIXELS, { fit: 'inside', withoutEnlargement: true }).webp({ quality: 75 });
      copies.push(await drawn(this.files.spool, small, { kind: 'THUMB', mediaType: mediaTypes.webp }));
      return copies;
    } catch (error) {
      for (const { file } of copies) await this.files.spool.drop(file);
      throw error instanceof DomainError ? error : new DomainError('EVIDENCE_UNREADABLE', { name });
    }
  }

  private async film({ name, path }: Source): Promise<EvidenceCopy> {
    const { file, said } = await this.files.spool.made(async (copy) => {
      await copyFile(path, copy);
      const handle = await open(copy, 'r+');
      try {
        const size = await blankFilm(handle);
        if (size === null) throw new DomainError('EVIDENCE_FILM', { name });
        return size;
      } finally {
        await handle.close();
      }
    });
    return { kind: 'CLEAN', file, mediaType: mediaTypes.mp4, ...said };
  }
}

async function drawn(spool: Spool, picture: Sharp, kind: Pick<EvidenceCopy, 'kind' | 'mediaType'>): Promise<EvidenceCopy> {
  const { file, said } = await spool.made((path) => picture.toFile(path));
  return { ...kind, file, width: said.width, height: said.height };
}

async function opened(name: string, path: string): Promise<Sharp> {
  const points = await openHeic(await readFile(path), DRAWING_SECONDS_MAX * 1000);
  if (points === null) throw new DomainError('EVIDENCE_UNREADABLE', { name });
  if (points.data === null) throw new DomainError('EVIDENCE_PIXELS', { name, megapixels: HEIC_PIXELS_MAX / 1_000_000 });
  const { data, width, height } = points;
  return sharp(data, { raw: { width, height, channels: 4 } }).flatten({ background: '#fff' });
}

/** Blanks a film where it lies. @returns its size; null for what is none, or has more than pictures, sound and their index */
async function blankFilm(handle: FileHandle): Promise<FilmSize | null> {
  const { size: length } = await handle.stat();
  const boxes: Box[] = [];
  for (let at = 0; at < length;) {
    const box = boxAt(await bytesAt(handle, at, Math.min(BOX_HEAD_BYTES, length - at)), at, length);
    if (box === null) return null;
    boxes.push(box);
    at = box.end;
  }
  const [index, ...others] = boxes.filter(({ type }) => type === 'moov');
  const isWhole = boxes[0]?.type === 'ftyp' && boxes.some(({ type }) => type === 'mdat') && !boxes.some(({ type }) => type === 'moof');
  if (!index || others.length > 0 || !isWhole || index.end - index.at > MOOV_BYTES_MAX) return null;
  for (const box of boxes.filter(({ type }) => !['ftyp', 'moov', 'mdat'].includes(type))) {
    const bytes = Buffer.alloc(box.end - box.at);
    await bytesAt(handle, box.at, box.body - box.at).then((head) => head.copy(bytes));
    blankBox(bytes, { at: 0, body: box.body - box.at, end: bytes.length });
    await handle.write(bytes, 0, bytes.length, box.at);
  }
  const moov = await bytesAt(handle, index.at, index.end - index.at);
  const size = blankFilmIndex(moov);
  await handle.write(moov, 0, moov.length, index.at);
  return size;
}

async function bytesAt(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, at);
  return buffer.subarray(0, bytesRead);
}
