import type { FastifyRequest } from 'fastify';
import type {} from '@fastify/multipart';

/** A file that came with a form. */
export class UploadedFile {
  constructor(
    readonly name: string,
    readonly bytes: Uint8Array,
  ) {}
}

/** A multipart body as a plain object: fields as text, files as UploadedFile; limits are those of the HTTP application. */
export async function readMultipart(request: FastifyRequest): Promise<Record<string, string | UploadedFile>> {
  const body: Record<string, string | UploadedFile> = {};
  for await (const part of request.parts()) {
    if (part.type === 'file') body[part.fieldname] = new UploadedFile(part.filename, await part.toBuffer());
    else body[part.fieldname] = String(part.value);
  }
  return body;
}
