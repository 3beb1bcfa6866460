import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from '#shared/schema.ts';
import { securityHeaders } from './content-policy.ts';
import { type Address, isOurs, seatCookie, setCookie } from './loopback-request.ts';
import type { SeatDesk } from './loopback-seats.ts';
import type { PageResponse, RendererFiles } from './renderer-files.ts';

/** A token, what the browser shows, and the JSON around them. */
const maxBodyBytes = 1024;
const Secret = z.string().min(1).max(256);
const SeatBody = z.strictObject({ token: Secret, browser: Secret.optional() });

const plain = (status: number, headers: Record<string, string> = {}): PageResponse => ({
  status,
  headers: { ...securityHeaders, 'Cache-Control': 'no-store', ...headers },
  body: '',
});
const json = (status: number, value: unknown, headers: Record<string, string> = {}): PageResponse => ({
  status,
  headers: {
    ...securityHeaders,
    'Cache-Control': 'no-store',
    'Content-Type': 'application/json',
    ...headers,
  },
  body: JSON.stringify(value),
});

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function parseSeat(body: string): z.infer<typeof SeatBody> | null {
  try {
    const parsed = SeatBody.safeParse(JSON.parse(body));
    return parsed.success ? parsed.data : null;
  } catch {
    // Not JSON: no token in it.
    return null;
  }
}

/** `POST /seat`: a token for a cookie and a secret. */
async function grant(request: IncomingMessage, address: Address, desk: SeatDesk): Promise<PageResponse> {
  if (!isOurs(request.headers, address, true)) return plain(403);
  if (request.headers['content-type'] !== 'application/json') return plain(415);
  // Without a length the body could be of any; with one, the parser reads no more than that.
  const length = request.headers['content-length'];
  if (length === undefined) return plain(411, { Connection: 'close' });
  if (Number(length) > maxBodyBytes) return plain(413, { Connection: 'close' });
  const asked = parseSeat(await readBody(request));
  if (asked === null) return plain(400);
  const granted = desk.redeem(asked.token, seatCookie(request.headers, address), asked.browser ?? null);
  if (granted === null) return plain(403);
  const { cookie, secret, browser } = granted;
  return json(200, { secret, browser }, { 'Set-Cookie': setCookie(address, cookie) });
}

async function answer(
  request: IncomingMessage,
  address: Address,
  desk: SeatDesk,
  files: RendererFiles,
): Promise<PageResponse> {
  // Before anything else: a request that is meant for another name reaches nothing.
  if (!isOurs(request.headers, address, false)) return plain(403);
  const path = (request.url ?? '').split('?')[0]!;
  const { method } = request;
  if (path === '/seat') {
    if (method === 'POST') return grant(request, address, desk);
    // Whether the console still knows this browser: tells a window that was refused from a console that is gone.
    if (method === 'GET') return json(200, { known: desk.knows(seatCookie(request.headers, address)) });
    return plain(405, { Allow: 'GET, POST' });
  }
  if (method !== 'GET' && method !== 'HEAD') return plain(405, { Allow: 'GET, HEAD' });
  // Browsers ask for it by themselves.
  if (path === '/favicon.ico') return plain(204);
  return files.respond(path, [address.socket]);
}

/** Answers HTTP requests: the renderer's files, and the seat. Everything else is refused. */
export function httpHandler(address: () => Address, desk: SeatDesk, files: RendererFiles) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    void answer(request, address(), desk, files)
      .catch(() => plain(400))
      .then(({ status, headers, body }) => {
        response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) });
        response.end(request.method === 'HEAD' ? undefined : body);
      });
  };
}
