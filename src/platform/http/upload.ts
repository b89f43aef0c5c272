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
const UPLOADS_AT_ONCE_MAX = 16;
const UPLOADS_OF_A_PERSON_MAX = 4;
const ARRIVAL_MS_MAX = 120_000;
const RETRY_SECONDS = 15;

/** After a refusal the rest of a body is thrown away for so long and so much, that a browser gets to read the answer; then the line is cut. */
const LINGER_MS_MAX = 5_000;
const LINGER_BYTES_MAX = 32 * MEGABYTE;

/** A place that somebody holds. */
interface Held {
  readonly personId: number;
  readonly bytes: number;
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
 * before its body is read, and what waits for its turn is told when to come again, so that no crowd of senders fills the memory.
 */
@Injectable()
export class Uploads {
  private readonly held = new Set<Held>();

  /**
   * A multipart body as a plain object: fields as text, files as UploadedFile. Its bytes are held until `release`. @throws UPLOAD_NOT_TAKEN,
   * REQUEST_TOO_LARGE, UPLOADS_BUSY, UPLOAD_TOO_SLOW, REQUEST_INVALID when the sender has gone
   */
  async read(request: FastifyRequest, reply: FastifyReply, personId: number): Promise<Record<string, string | UploadedFile>> {
    const { uploadBytesMax: fileSize } = request.routeOptions.config as UploadConfig;
    if (fileSize === undefined) throw new DomainError('UPLOAD_NOT_TAKEN');
    // a line that was cut while the guard asked the database says nothing any more
    if (request.raw.destroyed || reply.raw.destroyed) throw notWhole();
    holds.set(request, this.hold(personId, declaredBytes(request, fileSize), 'UPLOADS_BUSY'));
    return arrived(request, reply, fileSize);
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
  hold(personId: number, bytes: number, code: Held['code']): () => void {
    const all = [...this.held];
    const own = all.filter((place) => place.personId === personId);
    const count = (places: readonly Held[]): number => places.filter((place) => place.code === code).length;
    const sum = (places: readonly Held[]): number => places.reduce((total, place) => total + place.bytes, bytes);
    const isOwnFull = count(own) >= UPLOADS_OF_A_PERSON_MAX || sum(own) > BYTES_OF_A_PERSON_MAX;
    if (isOwnFull || count(all) >= UPLOADS_AT_ONCE_MAX || sum(all) > BYTES_AT_ONCE_MAX)
      throw new DomainError(code, { count: count(all), own: count(own), seconds: RETRY_SECONDS });
    const place: Held = { personId, bytes, code };
    this.held.add(place);
    return () => void this.held.delete(place);
  }
}

/** What a body says that it holds; one that does not say may hold all that its route takes. @throws REQUEST_TOO_LARGE */
function declaredBytes(request: FastifyRequest, fileSize: number): number {
  const bytesMax = fileSize + FORM_BYTES_MAX;
  const declared = request.headers['content-length'];
  const bytes = declared === undefined ? bytesMax : Number.parseInt(declared, 10);
  if (!(bytes <= bytesMax)) throw tooLarge(fileSize);
  return bytes;
}

const tooLarge = (fileSize: number): DomainError => new DomainError('REQUEST_TOO_LARGE', { limit: `${Math.floor(fileSize / MEGABYTE)} MB` });

const notWhole = (): DomainError => new DomainError('REQUEST_INVALID', {}, [{ path: 'file', message: 'one file and up to 20 fields, as a whole form' }]);

async function arrived(request: FastifyRequest, reply: FastifyReply, fileSize: number): Promise<Record<string, string | UploadedFile>> {
  const parts = readParts(request, fileSize);
  let timer: NodeJS.Timeout | undefined;
  let onClose = (): void => undefined;
  const gone = new Promise<never>((_, reject) => {
    onClose = () => reject(notWhole());
    reply.raw.once('close', onClose);
  });
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DomainError('UPLOAD_TOO_SLOW', { seconds: ARRIVAL_MS_MAX / 1000 })), ARRIVAL_MS_MAX);
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
  }
}

async function readParts(request: FastifyRequest, fileSize: number): Promise<Record<string, string | UploadedFile>> {
  const body: Record<string, string | UploadedFile> = {};
  for await (const part of request.parts({ limits: { fileSize, files: 1, fields: 20, parts: 21, fieldSize: 10_000 } })) {
    if (part.type === 'file') body[part.fieldname] = new UploadedFile(part.filename, await bytesOf(part.file, fileSize));
    else body[part.fieldname] = String(part.value);
  }
  return body;
}

/** Refuses a file with its first byte too many; the parser itself would read on to the end of it. @throws REQUEST_TOO_LARGE */
function bytesOf(file: Readable, fileSize: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    file
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('limit', () => reject(tooLarge(fileSize)))
      .on('error', reject)
      .on('end', () => resolve(Buffer.concat(chunks)));
  });
}
