import { Transform } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { DomainError } from '../../kernel/index.js';

/** `?limit=&cursor=` of a list. The cursor is opaque to callers: what the last answer gave as nextCursor. */
export class PageRequest {
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : value))
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  cursor?: string;

  /** The numbers inside the cursor, `count` of them; zeros at the beginning of the list. @throws REQUEST_INVALID */
  position(count: number): number[] {
    if (this.cursor === undefined) return Array.from({ length: count }, () => 0);
    const parts = Buffer.from(this.cursor, 'base64url').toString().split('.');
    if (parts.length !== count || !parts.every((part) => /^\d{1,15}$/.test(part)))
      throw new DomainError('REQUEST_INVALID', {}, [{ path: 'cursor', message: 'use the nextCursor of the previous page' }]);
    return parts.map(Number);
  }
}

export interface Page<Item> {
  readonly items: Item[];
  readonly nextCursor: string | null;
}

/** A page from `limit + 1` rows asked for: the extra row only tells that there is more. */
export function pageOf<Item>(rows: readonly Item[], limit: number, position: (last: Item) => readonly number[]): Page<Item> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? Buffer.from(position(last).join('.')).toString('base64url') : null };
}
