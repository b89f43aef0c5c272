import {
  applyDecorators,
  Injectable,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { finalize, type Observable } from 'rxjs';
import type {} from '@fastify/multipart';
import { DomainError } from '../../kernel/index.js';
import type { Spool, SpooledFile } from '../files/index.js';

/** Who sends a form: whether they are still there, and still somebody who may send it. */
export interface FormSender {
  /** Aborted when the sender has hung up; also after the answer, when nobody looks any more. */
  readonly gone: AbortSignal;
  /** Finds session and part again, for whatever has waited. @throws NOT_SIGNED_IN, NOT_FOUND, NOT_ALLOWED, also when they have lost one of their parts */
  readonly letInAgain: () => Promise<void>;
}

/** What came with a form. Its sender is hidden from what copies the fields of a request. */
abstract class FromForm {
  readonly #sender: FormSender;

  constructor(sender: FormSender) {
    this.#sender = sender;
  }

  get sender(): FormSender {
    return this.#sender;
  }
}

/** A file that came with a form. */
export class UploadedFile extends FromForm {
  constructor(
    readonly name: string,
    readonly bytes: Uint8Array,
    sender: FormSender,
  ) {
    super(sender);
  }
}

/** A file that came with a form and lies on the disk until its request has been answered. */
export class ArrivedFile extends FromForm {
  constructor(
    readonly name: string,
    readonly file: SpooledFile,
    sender: FormSender,
  ) {
    super(sender);
  }
}

/** A form: fields as text, a file by itself or, where a route takes several to the disk, those of a field in the order in which they were chosen. */
export type UploadedForm = Record<string, string | UploadedFile | ArrivedFile[]>;

interface UploadConfig {
  readonly uploadBytesMax?: number;
  /** So many files, each to the disk and of that size; without it one comes into memory. */
  readonly uploadFilesMax?: number;
}

const MEGABYTE = 1024 * 1024;
/** What most files of ours stay under: a scan, a list, a report of the bank. */
const FILE_BYTES_MAX = 20 * MEGABYTE;
/** Fields and boundaries beside the file. */
const FORM_BYTES_MAX = 256 * 1024;

/**
 * Bytes that a process holds at once: of one person (in memory one whole statement of a bank, on the disk ten files of 20 MB), of all people of a compound together,
 * and of everybody. What a compound leaves is for the others, however many of its people send and wait.
 */
const BYTES_AT_ONCE_MAX = {
  memory: { person: 100 * MEGABYTE, compound: 120 * MEGABYTE, all: 200 * MEGABYTE },
  disk: { person: 250 * MEGABYTE, compound: 500 * MEGABYTE, all: 2_000 * MEGABYTE },
};
/** Forms at once, of the same three, and how long one may take to arrive. */
const UPLOADS_AT_ONCE_MAX = { person: 4, compound: 8, all: 16 };
const ARRIVAL_MS_MAX = { memory: 120_000, disk: 600_000 };
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

/** Whose form it is, found again once it has arrived. */
type UploadSender = UploadOwner & Pick<FormSender, 'letInAgain'>;

/** A place that somebody holds. */
interface Held extends UploadOwner {
  bytes: number;
  readonly code: 'UPLOADS_BUSY' | 'SHELF_BUSY';
  readonly where: 'memory' | 'disk';
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

/** The route takes up to so many files, each of at most so many bytes, to the disk and hashed on their way there. */
export const TakesFiles = (uploadFilesMax: number, uploadBytesMax: number): MethodDecorator =>
  applyDecorators(RouteConfig({ uploadFilesMax, uploadBytesMax } satisfies UploadConfig), UseInterceptors(new ReleaseUpload()));

/** The body is read by us, and only after the guard has let its sender in. */
export const isUpload = (request: FastifyRequest): boolean => request.isMultipart();

/**
 * Takes in the files of people who may hand one in, a bounded number of bytes at once: what is refused, by the guard or here, is refused
 * before its body is read, and what does not fit any more is told when to come again, so that no crowd of senders fills the memory.
 */
@Injectable()
export class Uploads implements OnApplicationBootstrap {
  private readonly held = new Set<Held>();

  constructor(private readonly spool: Spool) {}

  onApplicationBootstrap(): Promise<void> {
    return this.spool.sweep();
  }

  /**
   * A multipart body as a plain object. Its bytes are held until `release`. It may arrive for minutes, so its sender is let in again by its last byte. @throws
   * UPLOAD_NOT_TAKEN, REQUEST_TOO_LARGE, UPLOADS_BUSY also in the middle of its file, UPLOAD_TOO_SLOW, REQUEST_INVALID when the sender has gone, what letInAgain throws
   */
  async read(request: FastifyRequest, reply: FastifyReply, { letInAgain, ...owner }: UploadSender): Promise<UploadedForm> {
    const { uploadBytesMax: fileSize, uploadFilesMax } = request.routeOptions.config as UploadConfig;
    if (fileSize === undefined) throw new DomainError('UPLOAD_NOT_TAKEN');
    // a line that was cut while the guard asked the database says nothing any more
    if (request.raw.destroyed || reply.raw.destroyed) throw notWhole();
    const where = uploadFilesMax === undefined ? 'memory' : 'disk';
    refuseDeclared(request, where === 'memory' ? fileSize : BYTES_AT_ONCE_MAX.disk.person);
    // what a sender says that will come takes no room: else two who say much and send nothing keep everybody out
    const place = this.place(owner, { bytes: 0, code: 'UPLOADS_BUSY', where });
    const spooled = where === 'disk' ? new SpooledFiles(this.spool) : null;
    holds.set(request, () => {
      this.held.delete(place);
      spooled?.release();
    });
    const line = new AbortController();
    reply.raw.once('close', () => line.abort());
    const body = await arrived(request, {
      sender: { gone: line.signal, letInAgain },
      fileSize,
      files: uploadFilesMax ?? 2,
      arrivalMs: ARRIVAL_MS_MAX[where],
      spooled,
      grow: (bytes) => this.grow(place, bytes),
    });
    await letInAgain();
    return body;
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
    const place = this.place(owner, { bytes, code, where: 'memory' });
    return () => void this.held.delete(place);
  }

  private place({ communityId, personId }: UploadOwner, { bytes, code, where }: Omit<Held, keyof UploadOwner>): Held {
    const all = [...this.held].filter((place) => place.code === code);
    const own = all.filter((place) => place.personId === personId);
    const neighbours = communityId === null ? [] : all.filter((place) => place.communityId === communityId);
    const max = UPLOADS_AT_ONCE_MAX;
    if (own.length >= max.person || neighbours.length >= max.compound || all.length >= max.all) throw this.busy(personId, code);
    const place: Held = { communityId, personId, bytes: 0, code, where };
    this.grow(place, bytes);
    this.held.add(place);
    return place;
  }

  /** More bytes for a place. @throws its code, when they do not fit beside those of the person, the compound and everybody */
  private grow(place: Held, bytes: number): void {
    const sum = (same: (other: Held) => boolean): number => {
      let total = this.held.has(place) ? bytes : place.bytes + bytes;
      for (const other of this.held) if (other.where === place.where && same(other)) total += other.bytes;
      return total;
    };
    const { communityId, personId, code } = place;
    const max = BYTES_AT_ONCE_MAX[place.where];
    if (
      sum((other) => other.personId === personId) > max.person ||
      (communityId !== null && sum((other) => other.communityId === communityId) > max.compound) ||
      sum(() => true) > max.all
    )
      throw this.busy(personId, code);
    place.bytes += bytes;
  }

  private busy(personId: number, code: Held['code']): DomainError {
    const all = [...this.held].filter((place) => place.code === code);
    return new DomainError(code, { count: all.length, own: all.filter((place) => place.personId === personId).length, seconds: RETRY_SECONDS });
  }
}

/** What a request has put on the disk so far; removed with it, also what is still being written when it ends. */
class SpooledFiles {
  private readonly files: SpooledFile[] = [];
  private isOver = false;
  private current: Readable | null = null;

  constructor(private readonly spool: Spool) {}

  async take(file: Readable, grow: (bytes: number) => void): Promise<SpooledFile> {
    this.current = file;
    const taken = await this.spool.take(counted(file, grow));
    if (this.isOver) await this.spool.drop(taken);
    this.files.push(taken);
    return taken;
  }

  release(): void {
    this.isOver = true;
    this.current?.destroy();
    for (const file of this.files) this.spool.drop(file).catch(() => undefined); // what stays is swept
  }
}

async function* counted(file: Readable, grow: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of file.iterator({ destroyOnReturn: false })) {
    grow((chunk as Buffer).length);
    yield chunk as Buffer;
  }
}

/** A body that says that it is more than its route takes is not read. @throws REQUEST_TOO_LARGE */
function refuseDeclared(request: FastifyRequest, bytesMax: number): void {
  const declared = request.headers['content-length'];
  if (declared !== undefined && !(Number.parseInt(declared, 10) <= bytesMax + FORM_BYTES_MAX)) throw tooLarge(bytesMax);
}

const tooLarge = (fileSize: number): DomainError => new DomainError('REQUEST_TOO_LARGE', { limit: `${Math.floor(fileSize / MEGABYTE)} MB` });

const notWhole = (files = 2): DomainError =>
  new DomainError('REQUEST_INVALID', {}, [{ path: 'file', message: `${files} files at most and up to 20 fields, as a whole form` }]);

/** How far a body may go: `grow` hears of every piece of its file, and throws when it does not fit. */
interface Arrival {
  readonly fileSize: number;
  readonly files: number;
  readonly arrivalMs: number;
  readonly spooled: SpooledFiles | null;
  readonly grow: (bytes: number) => void;
  readonly sender: FormSender;
}

async function arrived(request: FastifyRequest, arrival: Arrival): Promise<UploadedForm> {
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
    onClose = () => reject(notWhole(arrival.files));
    arrival.sender.gone.addEventListener('abort', onClose);
  });
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DomainError('UPLOAD_TOO_SLOW', { seconds: arrival.arrivalMs / 1000 })), arrival.arrivalMs);
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
    if (code?.startsWith('FST_')) throw notWhole(arrival.files);
    throw error;
  } finally {
    arrival.sender.gone.removeEventListener('abort', onClose);
    clearTimeout(timer);
    clearInterval(look);
  }
}

async function readParts(request: FastifyRequest, { fileSize, files, spooled, grow, sender }: Arrival): Promise<UploadedForm> {
  const body: UploadedForm = {};
  const lists = new Map<string, ArrivedFile[]>();
  for await (const part of request.parts({ limits: { fileSize, files, fields: 20, parts: files + 20, fieldSize: 10_000 } })) {
    if (part.type !== 'file') body[part.fieldname] = String(part.value);
    else if (spooled === null) body[part.fieldname] = new UploadedFile(part.filename, await bytesOf(part.file, { fileSize, grow }), sender);
    else {
      const file = await spooled.take(part.file, grow);
      if (part.file.truncated) throw tooLarge(fileSize);
      // a field in which nothing was chosen comes as an empty file without a name
      if (part.filename === '' && file.byteCount === 0) continue;
      lists.set(part.fieldname, [...(lists.get(part.fieldname) ?? []), new ArrivedFile(part.filename, file, sender)]);
    }
  }
  return { ...body, ...Object.fromEntries(lists) };
}

/** Refuses a file with its first byte too many, or for which there is no room; the parser itself would read on to the end of it. @throws REQUEST_TOO_LARGE, UPLOADS_BUSY */
function bytesOf(file: Readable, { fileSize, grow }: Pick<Arrival, 'fileSize' | 'grow'>): Promise<Buffer> {
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
