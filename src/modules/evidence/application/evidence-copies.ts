import { Injectable } from '@nestjs/common';
import { readFile } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import { DomainError } from '../../../kernel/index.js';
import type { Spool, SpooledFile } from '../../../platform/files/index.js';
import { FILM_BOXES_MAX, type FilmSize } from '../domain/film.js';
import { FILM_ENTRIES_MAX } from '../domain/film-samples.js';
import { mediaTypes, type MediaType } from '../domain/media-type.js';
import { EvidenceFiles } from '../persistence/evidence-files.js';
import { copyFilm } from './film-copies.js';
import { HEIC_PIXELS_MAX, openHeic } from './heic-pictures.js';
import { Turns, type Sender } from './turns.js';

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
/** For one picture, or one film. */
const DRAWING_SECONDS_MAX = 30;

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
  /** One at a time: a picture of 50 million points takes 200 MB while it is drawn. */
  private readonly turns = new Turns(DRAWING_SECONDS_MAX);
  /** A test has less patience. */
  protected readonly filmMsMax: number = DRAWING_SECONDS_MAX * 1000;

  constructor(private readonly files: EvidenceFiles) {}

  /**
   * None of a document. Files of the spool, which the caller drops. @throws EVIDENCE_BUSY, EVIDENCE_PIXELS, EVIDENCE_UNREADABLE, EVIDENCE_FILM, EVIDENCE_FILM_PARTS,
   * EVIDENCE_FILM_SLOW; REQUEST_INVALID when the sender has hung up before the turn came
   */
  async of(source: Source, sender: Sender): Promise<EvidenceCopy[]> {
    if (source.mediaType === mediaTypes.mp4) return this.turns.take(sender, async () => [await this.film(source, sender)]);
    return isPicture(source.mediaType) ? this.turns.take(sender, () => this.picture(source)) : [];
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

  private async film({ name, path }: Source, { gone }: Sender): Promise<EvidenceCopy> {
    const until = AbortSignal.any([AbortSignal.timeout(this.filmMsMax), ...(gone ? [gone] : [])]);
    try {
      const { file, said } = await this.files.spool.made(async (copy) => {
        const found = await copyFilm({ from: path, to: copy }, until);
        if (typeof found === 'string') throw new DomainError(found, { name, boxes: FILM_BOXES_MAX, entries: FILM_ENTRIES_MAX });
        return found;
      });
      return { kind: 'CLEAN', file, mediaType: mediaTypes.mp4, ...said };
    } catch (error) {
      throw error === until.reason ? new DomainError('EVIDENCE_FILM_SLOW', { name, seconds: DRAWING_SECONDS_MAX }) : error;
    }
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
