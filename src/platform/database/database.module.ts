import { Global, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Settings } from '../config/settings.js';
import { appDataSource, type EntityList } from './data-source.js';
import { assertSafeRole } from './safe-role.js';
import { UnitOfWork } from './unit-of-work.js';

/** Connects as mingbai_app, refuses a role that could go past the gate, and offers UnitOfWork to every module. */
@Global()
@Module({})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(private readonly dataSource: DataSource) {}

  static forEntities(entities: EntityList): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [
        UnitOfWork,
        {
          provide: DataSource,
          inject: [Settings],
          useFactory: async (settings: Settings) => {
            const dataSource = appDataSource({ url: settings.databaseUrl, entities, poolSize: settings.databasePoolSize });
            await dataSource.initialize();
            await assertSafeRole(dataSource);
            return dataSource;
          },
        },
      ],
      exports: [UnitOfWork],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}
