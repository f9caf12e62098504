// ClickHouse as a library (chdb), for the benchmarks alone: holds the data in the folder that it is
// given and answers one command after another. A command is one line of JSON, and so is its answer:
//
//   {"insert":"events","bytes":1234}   and then as many bytes of rows, tab-separated
//   {"run":"CREATE TABLE ..."}
//   {"query":"SELECT ... FORMAT ..."}  each row is to be one line of JSON; they are passed on as
//                                      they come, so the answer may be of any size
//
//   {"rows":[...],"count":2}           and "error" where it fails, then perhaps after some rows

import { writeSync } from 'node:fs';
import { Session } from 'chdb';

const LINE_END = 0x0a;
const COMMA = 0x2c;

const session = new Session(process.argv[2]);

/** The bytes of stdin, by line or by number. */
class Input {
  #chunks = process.stdin[Symbol.asyncIterator]();
  #held = Buffer.alloc(0);

  async #more() {
    const { done, value } = await this.#chunks.next();
    return done ? undefined : value;
  }

  /** Without its line end; undefined at the end. */
  async line() {
    let end = this.#held.indexOf(LINE_END);
    while (end < 0) {
      const chunk = await this.#more();
      if (chunk === undefined) {
        return undefined;
      }
      this.#held = Buffer.concat([this.#held, chunk]);
      end = this.#held.indexOf(LINE_END);
    }
    const line = this.#held.toString('utf8', 0, end);
    this.#held = this.#held.subarray(end + 1);
    return line;
  }

  async bytes(count) {
    const bytes = Buffer.allocUnsafe(count);
    let filled = 0;
    while (filled < count) {
      if (this.#held.length === 0) {
        this.#held = await this.#more();
        if (this.#held === undefined) {
          throw new Error('stdin ends within rows');
        }
      }
      const copied = this.#held.copy(bytes, filled);
      this.#held = this.#held.subarray(copied);
      filled += copied;
    }
    return bytes;
  }
}

/** Returns when the pipe has taken all, so a slow reader slows the query and memory is bounded. */
function write(bytes) {
  for (let written = 0; written < bytes.length; ) {
    written += writeSync(1, bytes, written);
  }
}

function writeText(text) {
  write(Buffer.from(text));
}

function failure(error) {
  return `,"error":${JSON.stringify(error.message.slice(0, 2000))}`;
}

/** Lines become the elements of an array. */
async function query(sql) {
  let count = 0;
  writeText('{"rows":[');
  try {
    for await (const chunk of session.queryStream(sql)) {
      const rows = Buffer.from(chunk.raw());
      if (rows.length === 0) {
        continue;
      }
      if (count > 0) {
        writeText(',');
      }
      const last = rows.length - 1;
      for (let at = rows.indexOf(LINE_END); at < last; at = rows.indexOf(LINE_END, at + 1)) {
        rows[at] = COMMA;
        count++;
      }
      count++;
      write(rows.subarray(0, last));
    }
    writeText(`],"count":${count}}\n`);
  } catch (error) {
    writeText(`],"count":${count}${failure(error)}}\n`);
  }
}

async function insert(table, rows) {
  const { rowsWritten } = await session.insert({ table, values: rows, format: 'TSV' });
  return rowsWritten;
}

async function answer(command, input) {
  if (command.query !== undefined) {
    await query(command.query);
    return;
  }
  const rows = command.insert === undefined ? undefined : await input.bytes(command.bytes);
  let count = 0;
  let failed = '';
  try {
    if (rows === undefined) {
      await session.queryAsync(command.run);
    } else {
      count = await insert(command.insert, rows);
    }
  } catch (error) {
    failed = failure(error);
  }
  writeText(`{"rows":[],"count":${count}${failed}}\n`);
}

function end() {
  session.close();
  process.exit(0);
}

const input = new Input();
process.on('SIGTERM', end);
const version = session.query('SELECT version()', 'TSVRaw').trim();
writeText(`ready version=${version}\n`);
for (let line = await input.line(); line !== undefined; line = await input.line()) {
  await answer(JSON.parse(line), input);
}
end();
