export * from './reopening-parts.js';
export * from './reopening-views.js';
