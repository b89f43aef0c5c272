import { Global, Module } from '@nestjs/common';
import { RecordResolution } from './application/record-resolution.js';
import { ResolutionQueries } from './application/resolution-queries.js';
import { ResolutionsController } from './http/resolutions.controller.js';

/** What the owners decided, as recorded decisions; how they vote is not here yet. */
@Global()
@Module({ controllers: [ResolutionsController], providers: [RecordResolution, ResolutionQueries], exports: [RecordResolution, ResolutionQueries] })
export class ResolutionsModule {}
