import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { digest } from '../archives/sample-bytes.js';

/** A registry on 127.0.0.1, alive until it is closed. */
export interface LoopbackRegistry {
  /** Its address without a slash at the end: `http://127.0.0.1:40123`. */
  readonly url: string;
  /** The paths asked for so far. A test sees by them whether a tool used its cache. */
  readonly requests: readonly string[];
  /** From now on, requests for paths that match wait for their answer: a tool that asks is in the middle of its work for as long. */
  hold(paths: RegExp): HeldAnswers;
  close(): Promise<void>;
}

export interface HeldAnswers {
  /** The first path that was asked for; comes when the request has. */
  readonly asked: Promise<string>;
  /** Answers whoever waits, and makes nobody wait any more. */
  release(): void;
}

export interface Answer {
  readonly type: string;
  readonly body: string | Uint8Array;
  /** How long a client may keep it without asking again, in seconds; 0 when left out. */
  readonly maxAge?: number;
  /** Added to those above. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Another path of this registry, where the answer is to be had from now on. */
  readonly movedTo?: string;
}

/** What a server proves with who it is, as PEM: made for one test, for nobody would trust one that lies in a repository. */
export interface Tls {
  readonly key: string;
  readonly cert: string;
}

/** Serves what `answer` gives for a path, 404 for nothing, and 304 to a client that has it already. */
export async function startLoopback(
  answer: (path: string, request: IncomingMessage, url: string) => Answer | undefined,
  tls?: Tls,
): Promise<LoopbackRegistry> {
  const requests: string[] = [];
  const holds: Hold[] = [];
  const listener: RequestListener = (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', url).pathname);
    requests.push(path);
    const hold = holds.find(({ paths }) => paths.test(path));
    if (hold === undefined) respond(path, request, response);
    else hold.waits(path, () => respond(path, request, response));
  };
  const respond = (path: string, request: IncomingMessage, response: ServerResponse): void => {
    const found = answer(path, request, url);
    if (found === undefined) {
      response.writeHead(404).end();
      return;
    }
    const body = Buffer.from(found.body);
    const etag = `"${digest('sha1', body)}"`;
    const headers = {
      'content-type': found.type,
      etag,
      'cache-control': `public, max-age=${found.maxAge ?? 0}`,
      ...found.headers,
    };
    if (found.movedTo !== undefined) response.writeHead(301, { ...headers, location: `${url}${found.movedTo}` }).end();
    else if (request.headers['if-none-match'] === etag) response.writeHead(304, headers).end();
    else
      response.writeHead(200, { ...headers, 'content-length': body.length }).end(request.method === 'HEAD' ? '' : body);
  };
  const server = tls === undefined ? createServer(listener) : createSecureServer({ ...tls }, listener);
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const url = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    requests,
    hold(paths) {
      const { hold, held } = newHold(paths, () => void holds.splice(holds.indexOf(hold), 1));
      holds.push(hold);
      return held;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Hold {
  readonly paths: RegExp;
  waits(path: string, respond: () => void): void;
}

function newHold(paths: RegExp, end: () => void): { readonly hold: Hold; readonly held: HeldAnswers } {
  const waiting: (() => void)[] = [];
  let isAsked: (path: string) => void = () => {};
  const asked = new Promise<string>((resolve) => {
    isAsked = resolve;
  });
  return {
    hold: {
      paths,
      waits(path, respond) {
        waiting.push(respond);
        isAsked(path);
      },
    },
    held: {
      asked,
      release() {
        end();
        for (const respond of waiting.splice(0)) respond();
      },
    },
  };
}
