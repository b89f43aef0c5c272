export * from './reconciliation-sheet.js';
export * from './reconciliation-views.js';
