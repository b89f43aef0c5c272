export { DEMO_PASSWORD } from './demo-cast.js';
export { DemoFiles } from './demo-files.js';
export * from './load-demo.js';
