import type { ToolContext } from './tool-context.js';

export interface ProcessTable {
  readonly processes: readonly never[];
}

export async function readProcesses(_context: ToolContext): Promise<ProcessTable> {
  return { processes: [] };
}
