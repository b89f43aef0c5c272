import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import type {} from '@fastify/multipart';

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

/** Says that a route takes larger files than others: whole statements of a bank. */
export const UploadLimit = (uploadBytesMax: number): MethodDecorator => RouteConfig({ uploadBytesMax } satisfies UploadConfig);

/** A multipart body as a plain object: fields as text, files as UploadedFile; limits are those of the HTTP application, or of the route. */
export async function readMultipart(request: FastifyRequest): Promise<Record<string, string | UploadedFile>> {
  const body: Record<string, string | UploadedFile> = {};
  const { uploadBytesMax: fileSize } = request.routeOptions.config as UploadConfig;
  for await (const part of request.parts(fileSize === undefined ? {} : { limits: { fileSize, files: 1, fields: 20, parts: 21, fieldSize: 10_000 } })) {
    if (part.type === 'file') body[part.fieldname] = new UploadedFile(part.filename, await part.toBuffer());
    else body[part.fieldname] = String(part.value);
  }
  return body;
}
