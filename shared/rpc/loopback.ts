/** What a page and the loopback shell have to agree on before the first frame. */
export const sockets = {
  /** Path of the WebSocket. */
  path: '/wire',
  /** The shell's answer to the right secret; frames follow. */
  welcome: 'welcome',
  /** Close code when the secret was missing or wrong: trying again does not help. */
  refused: 4403,
} as const;
