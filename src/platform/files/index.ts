export * from './content-files.js';
export * from './file-text.js';
export * from './neutral-cell.js';
export * from './pdf.js';
export * from './secret-key.js';
export * from './spool.js';
export * from './zip.js';
