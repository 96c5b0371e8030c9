import type { Command } from '@oclif/core';

export const COMMANDS: Record<string, Command.Class> = {};
