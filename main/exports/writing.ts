import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ReadableDb } from '#main/database/operations.ts';
import { NewFile } from '#main/folder/new-file.ts';
import type { Exported } from '#shared/contract/exports.ts';
import { Fault } from '#shared/faults.ts';
import { type Encoder, encoderFor } from './encoder.ts';
import { exportNames, provenanceName } from './names.ts';
import type { Lost } from './around-damage.ts';
import { type At, boundsOf, type Head, nextPage } from './pages.ts';
import { factsOf, type Origin, provenanceText, type RowName } from './provenance.ts';

/** How far an export is: lines that were looked at, of those that there were when it began. */
export interface Reached {
  readonly done: number;
  readonly of: number;
  readonly finished: boolean;
}

/** Stretches that cannot be read, and are named one by one in the page of provenance, at most. */
const stretchesMax = 1000;

/** An export that is being written, page by page. Nothing of it is to be seen until it is whole. */
export class Writing {
  readonly #db: ReadableDb;
  readonly #folder: string;
  readonly #origin: Origin;
  readonly #file: NewFile;
  readonly #head: Head;
  readonly #linesBefore: number;
  readonly #encoder: Encoder;
  readonly #sha256 = createHash('sha256');
  #at: At;
  readonly #damage = { lines: 0, withoutMarks: 0, stretches: [] as Lost[], more: 0 };
  #rows = 0;
  #bytes = 0;
  #first: RowName | null = null;
  #last: RowName | null = null;
  #page: NewFile | null = null;

  private constructor(db: ReadableDb, folder: string, origin: Origin, file: NewFile) {
    this.#db = db;
    this.#folder = folder;
    this.#origin = origin;
    this.#file = file;
    const { head, linesBefore } = boundsOf(db);
    this.#head = head;
    this.#linesBefore = linesBefore;
    this.#at = { reached: 0, seq: 0, line: linesBefore };
    this.#encoder = encoderFor[origin.format](factsOf(origin, head));
  }

  /** Begins one. `make`: the folder is made where it is missing. Rejects with FOLDER_UNWRITABLE, DISK_FULL. */
  static async begin(db: ReadableDb, folder: string, make: boolean, origin: Origin): Promise<Writing> {
    const file = await NewFile.begin(folder, make);
    try {
      return new Writing(db, folder, origin, file);
    } catch (error) {
      await file.giveUp();
      throw error;
    }
  }

  /** Writes the next page. Rejects with DISK_FULL, FOLDER_UNWRITABLE, DATABASE_*; give it up then. */
  async step(): Promise<Reached> {
    const { rows, lost, alone, done, ...at } = nextPage(this.#db, this.#origin.filter, this.#at, this.#head);
    this.#at = at;
    this.#note(lost, alone);
    for (const { seq, hash } of [rows[0], rows.at(-1)].filter((row) => row !== undefined)) {
      this.#last = { seq: seq as number, hash: hash as string };
      this.#first ??= this.#last;
    }
    this.#rows += rows.length;
    await this.#append(this.#encoder.rows(rows));
    return { done: at.line - this.#linesBefore, of: this.#head.line - this.#linesBefore, finished: done };
  }

  /** Remembers what cannot be read, for the page of provenance. */
  #note(lost: readonly Lost[], alone: number): void {
    this.#damage.withoutMarks += alone;
    for (const each of lost) {
      this.#damage.lines += each.lines;
      if (this.#damage.stretches.length < stretchesMax) this.#damage.stretches.push(each);
      else this.#damage.more++;
    }
  }

  async #append(bytes: Uint8Array): Promise<void> {
    if (bytes.length === 0) return;
    this.#sha256.update(bytes);
    this.#bytes += bytes.length;
    await this.#file.write(bytes);
  }

  /** Ends the file, syncs it, and gives both their names: first the page of provenance, so that no file is without one. */
  async finish(
    names: Iterable<string> = exportNames(this.#origin.at, this.#origin.format),
  ): Promise<Exported> {
    await this.#append(this.#encoder.end());
    const sum = {
      rows: this.#rows,
      bytes: this.#bytes,
      sha256: this.#sha256.digest('hex'),
      unreadable: this.#damage.lines,
      withoutMarks: this.#damage.withoutMarks,
    };
    for (const name of names) {
      const result = { ...sum, file: name, first: this.#first, last: this.#last, damage: this.#damage };
      const page = await this.#written(provenanceText(this.#origin, this.#head, result));
      try {
        if (!(await page.takeName(provenanceName(name))) || !(await this.#file.takeName(name))) {
          await page.takeBack();
          continue;
        }
      } catch (error) {
        await page.takeBack();
        throw error;
      }
      this.#page = page;
      const path = join(this.#folder, name);
      return { ...sum, file: path, provenance: provenanceName(path) };
    }
    throw new Fault('FOLDER_UNWRITABLE', 'All names that were tried for the export are taken.');
  }

  async #written(text: string): Promise<NewFile> {
    const page = await NewFile.begin(this.#folder, false);
    try {
      await page.write(Buffer.from(text));
      return page;
    } catch (error) {
      await page.giveUp();
      throw error;
    }
  }

  /** Removes what there is of it; nothing happens when it is whole. */
  async giveUp(): Promise<void> {
    await this.#file.giveUp();
  }

  /** Removes it, also when it is whole: nobody wants it any more. */
  async takeBack(): Promise<void> {
    await this.#file.takeBack();
    await this.#page?.takeBack();
  }
}
