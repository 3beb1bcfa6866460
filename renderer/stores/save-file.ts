/** Saves as a file, by way of the browser's own download. */
export function saveFile(name: string, data: Uint8Array | string): void {
  const parts = typeof data === 'string' ? data : new Uint8Array(data);
  const address = URL.createObjectURL(new Blob([parts]));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download has begun by the time the next task runs.
  setTimeout(() => URL.revokeObjectURL(address), 0);
}
