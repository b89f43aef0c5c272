import { applyDecorators, Injectable, UseInterceptors, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { finalize, type Observable } from 'rxjs';
import type {} from '@fastify/multipart';
import { DomainError } from '../../kernel/index.js';

/** A file that came with a form. */
export class UploadedFile {
  constructor(
    readonly name: string,
    readonly bytes: Uint8Array,
  ) {}
}

interface UploadConfig {
  readonly uploadBytesMax?: number;
}

const MEGABYTE = 1024 * 1024;
/** What most files of ours stay under: a scan, a list, a report of the bank. */
const FILE_BYTES_MAX = 20 * MEGABYTE;
/** Fields and boundaries beside the file. */
const FORM_BYTES_MAX = 256 * 1024;

/** Bytes of all files that a process holds at once, files at once, both of one person (one whole statement of a bank), and how long one may take to arrive. */
const BYTES_AT_ONCE_MAX = 200 * MEGABYTE;
const BYTES_OF_A_PERSON_MAX = 100 * MEGABYTE;
/** All people of a compound together: what is left is for the others, however many of its people send and wait. */
const BYTES_OF_A_COMPOUND_MAX = 120 * MEGABYTE;
const UPLOADS_AT_ONCE_MAX = 16;
const UPLOADS_OF_A_PERSON_MAX = 4;
const ARRIVAL_MS_MAX = 120_000;
/** A body of which less than this arrives in so long has stopped; whoever stops on purpose holds what has arrived no longer than that. */
const STALL_MS = 10_000;
const STALL_BYTES = 16 * 1024;
const RETRY_SECONDS = 15;

/** After a refusal the rest of a body is thrown away for so long and so much, that a browser gets to read the answer; then the line is cut. */
const LINGER_MS_MAX = 5_000;
const LINGER_BYTES_MAX = 32 * MEGABYTE;

/** Whose bytes they are; `communityId` null on a route of no compound. */
export interface UploadOwner {
  readonly communityId: number | null;
  readonly personId: number;
}

/** A place that somebody holds. */
interface Held extends UploadOwner {
  bytes: number;
  readonly code: 'UPLOADS_BUSY' | 'SHELF_BUSY';
}

/** What ends the hold of a request on its bytes, once. */
const holds = new WeakMap<FastifyRequest, () => void>();

/** Bytes are held until the handler has done with them, whether or not their sender is still there to hear of it. */
class ReleaseUpload implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(finalize(() => Uploads.release(context.switchToHttp().getRequest<FastifyRequest>())));
  }
}

/** The route takes a file, of at most so many bytes. Any other route refuses a multipart body without reading it. */
export const TakesUpload = (uploadBytesMax: number = FILE_BYTES_MAX): MethodDecorator =>
  applyDecorators(RouteConfig({ uploadBytesMax } satisfies UploadConfig), UseInterceptors(new ReleaseUpload()));

/** The body is read by us, and only after the guard has let its sender in. */
export const isUpload = (request: FastifyRequest): boolean => request.isMultipart();

/**
 * Takes in the files of people who may hand one in, a bounded number of bytes at once: what is refused, by the guard or here, is refused
 * before its body is read, and what does not fit any more is told when to come again, so that no crowd of senders fills the memory.
 */
@Injectable()
export class Uploads {
  private readonly held = new Set<Held>();

  /**
   * A multipart body as a plain object: fields as text, files as UploadedFile. Its bytes are held until `release`. @throws UPLOAD_NOT_TAKEN,
   * REQUEST_TOO_LARGE, UPLOADS_BUSY also in the middle of its file, UPLOAD_TOO_SLOW, REQUEST_INVALID when the sender has gone
   */
  async read(request: FastifyRequest, reply: FastifyReply, owner: UploadOwner): Promise<Record<string, string | UploadedFile>> {
    const { uploadBytesMax: fileSize } = request.routeOptions.config as UploadConfig;
    if (fileSize === undefined) throw new DomainError('UPLOAD_NOT_TAKEN');
    // a line that was cut while the guard asked the database says nothing any more
    if (request.raw.destroyed || reply.raw.destroyed) throw notWhole();
    refuseDeclared(request, fileSize);
    // what a sender says that will come takes no room: else two who say much and send nothing keep everybody out
    const place = this.place(owner, 0, 'UPLOADS_BUSY');
    holds.set(request, () => void this.held.delete(place));
    return arrived(request, reply, { fileSize, grow: (bytes) => this.grow(place, bytes) });
  }

  /** The handler has done with the bytes, or will never get them. */
  static release(request: FastifyRequest): void {
    holds.get(request)?.();
  }

  /** Lets the sender of a refused body read the answer, then ends the line; nothing of the body is kept. */
  static discard(request: FastifyRequest): void {
    const { raw } = request;
    if (!(raw.socket instanceof Socket) || raw.complete) return;
    const [before, until] = [raw.socket.bytesRead, Date.now() + LINGER_MS_MAX];
    const timer = setInterval(() => {
      if (raw.complete || raw.destroyed) clearInterval(timer);
      else if (Date.now() > until || raw.socket.bytesRead - before > LINGER_BYTES_MAX) raw.destroy();
    }, 100).unref();
  }

  /**
   * A place for the bytes of one file, of those that arrive and those that are read again: for whoever holds a whole file in memory. Bytes are bounded for
   * both together; places are counted apart, so that a crowd of slow senders keeps nobody from what has arrived. @returns what gives it back, once.
   * @throws the code, when it does not fit
   */
  hold(owner: UploadOwner, bytes: number, code: Held['code']): () => void {
    const place = this.place(owner, bytes, code);
    return () => void this.held.delete(place);
  }

  private place({ communityId, personId }: UploadOwner, bytes: number, code: Held['code']): Held {
    const all = [...this.held].filter((place) => place.code === code);
    const own = all.filter((place) => place.personId === personId);
    if (own.length >= UPLOADS_OF_A_PERSON_MAX || all.length >= UPLOADS_AT_ONCE_MAX) throw this.busy(personId, code);
    const place: Held = { communityId, personId, bytes: 0, code };
    this.grow(place, bytes);
    this.held.add(place);
    return place;
  }

  /** More bytes for a place. @throws its code, when they do not fit beside those of the person, the compound and everybody */
  private grow(place: Held, bytes: number): void {
    const sum = (same: (other: Held) => boolean): number => {
      let total = this.held.has(place) ? bytes : place.bytes + bytes;
      for (const other of this.held) if (same(other)) total += other.bytes;
      return total;
    };
    const { communityId, personId, code } = place;
    if (
      sum((other) => other.personId === personId) > BYTES_OF_A_PERSON_MAX ||
      (communityId !== null && sum((other) => other.communityId === communityId) > BYTES_OF_A_COMPOUND_MAX) ||
      sum(() => true) > BYTES_AT_ONCE_MAX
    )
      throw this.busy(personId, code);
    place.bytes += bytes;
  }

  private busy(personId: number, code: Held['code']): DomainError {
    const all = [...this.held].filter((place) => place.code === code);
    return new DomainError(code, { count: all.length, own: all.filter((place) => place.personId === personId).length, seconds: RETRY_SECONDS });
  }
}

/** A body that says that it is more than its route takes is not read. @throws REQUEST_TOO_LARGE */
function refuseDeclared(request: FastifyRequest, fileSize: number): void {
  const declared = request.headers['content-length'];
  if (declared !== undefined && !(Number.parseInt(declared, 10) <= fileSize + FORM_BYTES_MAX)) throw tooLarge(fileSize);
}

const tooLarge = (fileSize: number): DomainError => new DomainError('REQUEST_TOO_LARGE', { limit: `${Math.floor(fileSize / MEGABYTE)} MB` });

const notWhole = (): DomainError =>
  new DomainError('REQUEST_INVALID', {}, [{ path: 'file', message: 'two files at most and up to 20 fields, as a whole form' }]);

/** How far a body may go: `grow` hears of every piece of its file, and throws when it does not fit. */
interface Arrival {
  readonly fileSize: number;
  readonly grow: (bytes: number) => void;
}

async function arrived(request: FastifyRequest, reply: FastifyReply, arrival: Arrival): Promise<Record<string, string | UploadedFile>> {
  let sinceLook = 0;
  const grow = (bytes: number): void => {
    arrival.grow(bytes);
    sinceLook += bytes;
  };
  const parts = readParts(request, { ...arrival, grow });
  let timer: NodeJS.Timeout | undefined;
  let look: NodeJS.Timeout | undefined;
  let onClose = (): void => undefined;
  const gone = new Promise<never>((_, reject) => {
    onClose = () => reject(notWhole());
    reply.raw.once('close', onClose);
  });
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DomainError('UPLOAD_TOO_SLOW', { seconds: ARRIVAL_MS_MAX / 1000 })), ARRIVAL_MS_MAX);
    look = setInterval(() => {
      if (sinceLook < STALL_BYTES) reject(new DomainError('UPLOAD_TOO_SLOW', { seconds: STALL_MS / 1000 }));
      sinceLook = 0;
    }, STALL_MS);
  });
  try {
    return await Promise.race([parts, late, gone]);
  } catch (error) {
    parts.catch(() => undefined);
    request.raw.unpipe();
    const { code } = error as { code?: string };
    if (code?.startsWith('FST_')) throw notWhole();
    throw error;
  } finally {
    reply.raw.off('close', onClose);
    clearTimeout(timer);
    clearInterval(look);
  }
}

async function readParts(request: FastifyRequest, { fileSize, grow }: Arrival): Promise<Record<string, string | UploadedFile>> {
  const body: Record<string, string | UploadedFile> = {};
  for await (const part of request.parts({ limits: { fileSize, files: 2, fields: 20, parts: 22, fieldSize: 10_000 } })) {
    if (part.type === 'file') body[part.fieldname] = new UploadedFile(part.filename, await bytesOf(part.file, { fileSize, grow }));
    else body[part.fieldname] = String(part.value);
  }
  return body;
}

/** Refuses a file with its first byte too many, or for which there is no room; the parser itself would read on to the end of it. @throws REQUEST_TOO_LARGE, UPLOADS_BUSY */
function bytesOf(file: Readable, { fileSize, grow }: Arrival): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    file
      .on('data', (chunk: Buffer) => {
        try {
          grow(chunk.length);
          chunks.push(chunk);
        } catch (error) {
          file.removeAllListeners('data').pause();
          chunks.length = 0;
          reject(error as DomainError);
        }
      })
      .on('limit', () => reject(tooLarge(fileSize)))
      .on('error', reject)
      .on('end', () => resolve(Buffer.concat(chunks)));
  });
}
