export * from './content-files.js';
