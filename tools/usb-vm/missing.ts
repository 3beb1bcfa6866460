/** Something that the check needs is not on this machine: a program, a package, the network. */
export class Missing extends Error {
  override name = 'Missing';
}
