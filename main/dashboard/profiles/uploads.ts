import { profileLength } from '#shared/contract/profiles.ts';
import { Fault } from '#shared/faults.ts';

/** An upload of which nothing more comes is forgotten after this, ms. */
const keptMs = 60_000;
/** Uploads that are under way at most. */
const atOnce = 2;

interface Upload {
  readonly parts: string[];
  length: number;
  timer: NodeJS.Timeout;
}

/** Files that windows hand over in parts, by seat and the name that the window made up. */
export class Uploads {
  readonly #uploads = new Map<string, Upload>();

  /** Takes the next part. Throws OVERLOADED, INPUT_INVALID when it is not the next one, REPLY_TOO_LARGE. */
  add(seat: string, name: string, part: number, text: string): void {
    const key = `${name} ${seat}`;
    if (part === 0) this.#forget(key);
    const upload = this.#uploads.get(key) ?? this.#begin(key, part);
    if (part !== upload.parts.length)
      throw new Fault('INPUT_INVALID', `Part ${upload.parts.length} is missing.`, {
        remedy: 'Import the file again.',
      });
    if (upload.length + text.length > profileLength) {
      this.#forget(key);
      throw new Fault('PROFILE_UNREADABLE', `The file is larger than ${profileLength / 2 ** 20} MB.`);
    }
    upload.parts.push(text);
    upload.length += text.length;
    upload.timer.refresh();
  }

  /** The whole of it, once. Throws INPUT_INVALID. */
  take(seat: string, name: string): string {
    const key = `${name} ${seat}`;
    const upload = this.#uploads.get(key);
    this.#forget(key);
    if (upload === undefined)
      throw new Fault('INPUT_INVALID', 'Nothing of this file has arrived.', {
        remedy: 'Import the file again.',
      });
    return upload.parts.join('');
  }

  close(): void {
    for (const key of this.#uploads.keys()) this.#forget(key);
  }

  #begin(key: string, part: number): Upload {
    if (part !== 0)
      throw new Fault('INPUT_INVALID', 'Part 0 is missing.', { remedy: 'Import the file again.' });
    if (this.#uploads.size >= atOnce)
      throw new Fault('OVERLOADED', `${atOnce} files are being imported already.`);
    const timer = setTimeout(() => this.#uploads.delete(key), keptMs);
    timer.unref();
    const upload = { parts: [], length: 0, timer };
    this.#uploads.set(key, upload);
    return upload;
  }
  #forget(key: string): void {
    clearTimeout(this.#uploads.get(key)?.timer);
    this.#uploads.delete(key);
  }
}
