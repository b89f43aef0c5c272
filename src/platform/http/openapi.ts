import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { isAllowed, permissions, roles, type Permission } from '../../kernel/index.js';

/** The document of the API, the same for /docs and for docs/openapi.yaml. Pages are no part of it. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const description = [
    'Money is a string "1234.56" in yuan; days are 2024-01-31, months 2024-01, moments RFC 3339.',
    'Lists answer { items, nextCursor } to ?limit=&cursor=. Errors are application/problem+json with a stable code.',
    'A POST that moves or decides money takes Idempotency-Key: the same request again gives the same answer with Idempotency-Replayed: true.',
    '503 with code DATABASE_LOST: the request may have been done or not; the same request under the same key finds out.',
    'A route names the permission that it needs as x-permission; without it 403 NOT_ALLOWED, without a part in the compound 404. Who holds which:',
  ].join(' ');
  const about = `${description}\n\n${permissionTable()}`;
  const config = new DocumentBuilder().setTitle('Mingbai').setVersion('1').setDescription(about).addBearerAuth().addCookieAuth('mingbai_session').build();
  const document = SwaggerModule.createDocument(app, config);
  const paths = Object.entries(document.paths).filter(([path]) => path.startsWith('/api/') || path.startsWith('/health/'));
  return { ...document, paths: Object.fromEntries(paths.toSorted(([a], [b]) => a.localeCompare(b))) };
}

/** The one table of src/kernel/permissions.ts, as the reader shows it: a row a permission, a column a role. */
function permissionTable(): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const names = Object.keys(permissions) as Permission[];
  const rows = names.map((name) => row([name, ...roles.map((role) => (isAllowed([role], name) ? '●' : ''))]));
  return [row(['', ...roles]), row(['---', ...roles.map(() => ':-:')]), ...rows].join('\n');
}

/** Serves the document and its reader at /docs. */
export function serveApiDocument(app: INestApplication): void {
  SwaggerModule.setup('docs', app, () => openApiDocument(app), {
    jsonDocumentUrl: 'docs/json',
    yamlDocumentUrl: 'docs/yaml',
    swaggerOptions: { showExtensions: true },
  });
}
