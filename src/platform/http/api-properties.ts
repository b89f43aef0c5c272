import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';

/** Amounts as JSON carries them. */
export const ApiMoney = (options: ApiPropertyOptions = {}): PropertyDecorator =>
  ApiProperty({ type: String, pattern: String.raw`^-?\d+\.\d{2}$`, example: '1234.56', ...options } as ApiPropertyOptions);
/** A day as JSON carries it. */
export const ApiDate = (options: ApiPropertyOptions = {}): PropertyDecorator =>
  ApiProperty({ type: String, format: 'date', example: '2024-01-31', ...options } as ApiPropertyOptions);
/** A moment as JSON carries it. */
export const ApiInstant = (options: ApiPropertyOptions = {}): PropertyDecorator =>
  ApiProperty({ type: String, format: 'date-time', ...options } as ApiPropertyOptions);
/** A month as JSON carries it. */
export const ApiPeriod = (options: ApiPropertyOptions = {}): PropertyDecorator =>
  ApiProperty({ type: String, example: '2024-01', ...options } as ApiPropertyOptions);
