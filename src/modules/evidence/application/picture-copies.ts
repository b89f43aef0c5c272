import { Injectable } from '@nestjs/common';
import sharp from 'sharp';
import { DomainError } from '../../../kernel/index.js';
import { mediaTypes, type MediaType } from '../domain/media-type.js';

/** What is made of a picture: the whole of it without what the camera wrote beside it, and a small one for lists. */
export const copyKinds = ['CLEAN', 'THUMB'] as const;
export type CopyKind = (typeof copyKinds)[number];

export interface PictureCopy {
  readonly kind: CopyKind;
  readonly bytes: Buffer;
  readonly mediaType: MediaType;
  readonly width: number;
  readonly height: number;
}

/** Of one picture; a larger one is no photo of a paper but a bomb. */
export const PIXELS_MAX = 50_000_000;
const THUMB_PIXELS = 320;
const QUALITY = 88;
const formats = { [mediaTypes.jpeg]: 'jpeg', [mediaTypes.png]: 'png', [mediaTypes.webp]: 'webp' } as const;

export function isPicture(mediaType: MediaType): mediaType is keyof typeof formats {
  return mediaType in formats;
}

/**
 * Draws a picture anew from its points alone: place, time, telephone and whatever else stood in the file stay behind, also what was hung on to its end. It stands as
 * the camera says that it should.
 */
@Injectable()
export class PictureCopies {
  private last: Promise<unknown> = Promise.resolve();

  /** One at a time: a picture of 50 million points takes 200 MB while it is drawn. @throws EVIDENCE_PIXELS, EVIDENCE_UNREADABLE */
  of(name: string, bytes: Uint8Array, mediaType: keyof typeof formats): Promise<PictureCopy[]> {
    const drawn = this.last.then(() => this.draw(name, bytes, mediaType));
    this.last = drawn.catch(() => undefined);
    return drawn;
  }

  private async draw(name: string, bytes: Uint8Array, mediaType: keyof typeof formats): Promise<PictureCopy[]> {
    const format = formats[mediaType];
    try {
      const source = sharp(bytes, { limitInputPixels: false, failOn: 'error' });
      const { width, height, format: found } = await source.metadata();
      if (width * height > PIXELS_MAX) throw new DomainError('EVIDENCE_PIXELS', { name, megapixels: PIXELS_MAX / 1_000_000 });
      if (found !== format) throw new DomainError('EVIDENCE_UNREADABLE', { name });
      const upright = source.rotate();
      const clean = await upright.clone().toFormat(format, { quality: QUALITY }).toBuffer({ resolveWithObject: true });
      const thumb = await upright
        .clone()
        .resize(THUMB_PIXELS, THUMB_PIXELS, { fit: 'inside', withoutEnlargement: true })
        .webp({ quality: 75 })
        .toBuffer({ resolveWithObject: true });
      const copy = (kind: CopyKind, { data, info }: typeof clean, type: MediaType): PictureCopy => ({
        kind,
        bytes: data,
        mediaType: type,
        width: info.width,
        height: info.height,
      });
      return [copy('CLEAN', clean, mediaType), copy('THUMB', thumb, mediaTypes.webp)];
    } catch (error) {
      if (error instanceof DomainError) throw error;
      throw new DomainError('EVIDENCE_UNREADABLE', { name });
    }
  }
}
