import type { INestApplication } from '@nestjs/common';
import { RequestMethod } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { Permission } from '../../src/kernel/index.js';
import { PERMISSION, PUBLIC_ROUTE } from '../../src/platform/http/index.js';

/** A route as its controller declares it: of the API, of the pages, of the health of the server. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `/api/v1/communities/:c/units/:unit` */
  readonly path: string;
  readonly permission: Permission | null;
  readonly isPublic: boolean;
}

/** Every route of the application, out of the metadata by which the server itself finds them: what somebody adds is here without being named. */
export function routesOf(app: INestApplication): Route[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()].map(({ metatype }) => metatype));
  return controllers.flatMap((controller) => (typeof controller === 'function' ? handlersOf(controller) : []));
}

function handlersOf(controller: { readonly prototype: object; readonly name: string }): Route[] {
  const bases = [Reflect.getMetadata('path', controller) as string | string[] | undefined].flat().map((base) => base ?? '');
  const { prototype } = controller as { prototype: Record<string, unknown> };
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler = Object.getOwnPropertyDescriptor(prototype, name)?.value as object | undefined;
    const method: unknown = typeof handler === 'function' ? Reflect.getMetadata('method', handler) : undefined;
    if (handler === undefined || typeof method !== 'number') return [];
    const declared = <T>(key: string): T | undefined => (Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, controller)) as T | undefined;
    const paths = [Reflect.getMetadata('path', handler) as string | string[]].flat();
    const whole = bases.flatMap((base) => paths.map((path) => `/${base}/${path}`));
    return whole.map((path) => ({
      method: RequestMethod[method] as Route['method'],
      path: path.replaceAll(/\/+/g, '/').replace(/(?<=.)\/$/, ''),
      permission: declared<Permission>(PERMISSION) ?? null,
      isPublic: declared<boolean>(PUBLIC_ROUTE) ?? false,
    }));
  });
}
