export { startStack, type StackOutput } from './start-stack.ts';
