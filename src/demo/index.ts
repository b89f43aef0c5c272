export * from './load-demo.js';
