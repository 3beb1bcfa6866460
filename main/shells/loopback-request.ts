import type { IncomingHttpHeaders } from 'node:http';

/** The address of one loopback server, and what a request has to say to be meant for it. */
export interface Address {
  readonly host: string;
  readonly origin: string;
  readonly socket: string;
  /** Ports share their cookies on one host, so the name tells the consoles apart. */
  readonly cookieName: string;
}
export const addressOf = (port: number): Address => ({
  host: `127.0.0.1:${port}`,
  origin: `http://127.0.0.1:${port}`,
  socket: `ws://127.0.0.1:${port}`,
  cookieName: `lablink-${port}`,
});

/**
 * Whether a request is meant for this server and comes from its own page. A page elsewhere that reaches it by another name
 * (DNS rebinding) shows in Host; a page elsewhere that asks across origins shows in Origin. `needsOrigin`: a request that
 * changes or opens something has to name its origin; a plain GET of a file need not.
 */
export function isOurs(headers: IncomingHttpHeaders, address: Address, needsOrigin: boolean): boolean {
  if (headers.host !== address.host) return false;
  return headers.origin === undefined ? !needsOrigin : headers.origin === address.origin;
}

/** The seat's cookie in a request; null without one, or when it is there twice. */
export function seatCookie(headers: IncomingHttpHeaders, { cookieName }: Address): string | null {
  const found = (headers.cookie ?? '')
    .split(';')
    .map((each) => each.trim())
    .filter((each) => each.startsWith(`${cookieName}=`));
  return found.length === 1 ? found[0]!.slice(cookieName.length + 1) : null;
}

/** The cookie as it is set: for this host alone, for no script, and for no request that another site starts. */
export const setCookie = ({ cookieName }: Address, value: string): string =>
  `${cookieName}=${value}; Path=/; HttpOnly; SameSite=Strict`;
