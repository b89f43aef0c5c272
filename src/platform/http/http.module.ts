import { Global, Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { Clock } from '../../kernel/index.js';
import { Settings } from '../config/index.js';
import { Spool } from '../files/index.js';
import { DemoProgress } from '../jobs/index.js';
import { Logger } from '../logging/index.js';
import { AccessGuard } from './access.guard.js';
import { ErrorFilter } from './error.filter.js';
import { HealthController } from './health.controller.js';
import { RequestLimits } from './request-limits.js';
import { Uploads } from './upload.js';

/** What every module may ask for: settings, clock and logger, places for files; and the guard and the filter that stand before every route. */
@Global()
@Module({})
export class PlatformModule {
  static with(parts: { settings: Settings; clock: Clock; logger: Logger; progress: DemoProgress }): DynamicModule {
    return {
      module: PlatformModule,
      controllers: [HealthController],
      providers: [
        { provide: Settings, useValue: parts.settings },
        { provide: Clock, useValue: parts.clock },
        { provide: Logger, useValue: parts.logger },
        { provide: DemoProgress, useValue: parts.progress },
        { provide: Uploads, useValue: new Uploads(new Spool(parts.settings.dataDirectory)) },
        RequestLimits,
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_FILTER, useClass: ErrorFilter },
      ],
      exports: [Settings, Clock, Logger, DemoProgress, Uploads],
    };
  }
}
