export * from './content-files.js';
export * from './neutral-cell.js';
