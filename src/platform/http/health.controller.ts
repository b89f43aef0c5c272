import { Controller, Get, ServiceUnavailableException } from '@nestjs/common';
import { UnitOfWork } from '../database/index.js';
import { Public, Unmetered } from './access.js';

/** For whoever watches the server. */
@Public()
@Unmetered()
@Controller('health')
export class HealthController {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** The process answers. */
  @Get('live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** The database answers and runs a PL/pgSQL function: after an upgrade under a running server a plain SELECT still works. */
  @Get('ready')
  async ready(): Promise<{ status: 'ok' }> {
    try {
      await this.unitOfWork.shared((tx) => tx.query(`do $$ begin perform 1; end $$`));
    } catch {
      throw new ServiceUnavailableException();
    }
    return { status: 'ok' };
  }
}
