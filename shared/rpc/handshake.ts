/** The words of the handshake in Electron: page to preload, preload to main process, preload to page. */
export const handshake = {
  /** The page asks its preload for a port. */
  ask: 'lablink:ask-for-port',
  /** Channel on which the preload hands one end of a new channel to the main process. */
  connect: 'lablink:connect',
  /** The preload gives the page the other end. */
  port: 'lablink:port',
} as const;
