import type { ErrorData, ToolContext } from '@devclean/core';

/** What a worker is started with: the package, and which of its exports answers the app. */
export interface WorkerStart {
  readonly root: string;
  readonly hooks: readonly HookTarget[];
}

/** As oclif has it: a file of the package, and the name of an export. */
export interface HookTarget {
  readonly target: string;
  readonly identifier: string;
}

/** A provider as far as it is data, and where it has functions: `detect`, `caches.0.entries`. */
export interface ProviderData {
  readonly data: Readonly<Record<string, unknown>>;
  readonly functions: readonly string[];
}

/** The part of a context that is data; the worker makes the functions anew. */
type ContextData = Pick<ToolContext, 'platform' | 'homes' | 'env' | 'uid' | 'cwd' | 'projectRoots'>;

/** To a worker. `id` is that of the answer. */
export type Question =
  | { readonly kind: 'context'; readonly context: number; readonly data: ContextData }
  | {
      readonly kind: 'call';
      readonly id: number;
      readonly provider: number;
      readonly path: string;
      readonly args: readonly unknown[];
      readonly context: number;
    }
  /** More of what the call `of` answered with, which was a list without an end. */
  | { readonly kind: 'next'; readonly id: number; readonly of: number }
  | { readonly kind: 'enough'; readonly of: number }
  | { readonly kind: 'said'; readonly query: number; readonly text: string | undefined };

/** From a worker. Providers are the answer to its start, whose id is 0. */
export type Answer =
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly error: ErrorData }
  /** A tool is asked by the app, which ends the tool when the worker is ended. */
  | { readonly kind: 'query'; readonly query: number; readonly context: number; readonly argv: readonly string[] };

/** Some of a list, and whether that was the end. */
export interface Batch {
  readonly values: readonly unknown[];
  readonly done: boolean;
}
