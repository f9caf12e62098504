/// The journal in files of one folder.
///
/// Names (`p` is a position with 20 digits):
///
/// ```
/// <p>.raw       records as they were appended, from position p on; the one with the highest p is
///               written, the others wait to be sealed
/// <p>.zst       the same records in compressed blocks; replaces <p>.raw
/// <p>.zst.new   a <p>.zst being written; removed at start
/// <p>.ids       hash table from event ids to positions, from position p on
/// lock          held by the process that has the folder open
/// ```
///
/// All numbers are big endian. A raw file:
///
/// ```
/// 0   8  magic "INDJRAW1"
/// 8   8  first position
/// 16  4  CRC32C of bytes 0 to 15
/// 20     records, one after another
/// ```
///
/// A record:
///
/// ```
/// 0   4  bytes of the body
/// 4   4  CRC32C of the body
/// 8      body: 8 position | 8 position of the first record of the same append
///        | 8 sequence | 8 received, ms since 1970 | 16 event id | 16 seed
///        | 1 layout, 0: all parts and the seed (others are kept for erasure)
///        | 1 which parts follow: bit n-1 is part n
///        | 2 bytes of the organization | 2 bytes of the key id
///        | 4 bytes of each part that follows
///        | organization | key id | parts
/// ```
///
/// A sealed file:
///
/// ```
/// 0   8  magic "INDJZST1"
/// 8      blocks: zstd frames, each of whole records
///        directory, zstd: 8 first position | 8 end position
///        | 4 blocks | per block: 8 offset | 4 bytes | 4 CRC32C | 4 bytes of records
///          | 8 first position | 4 records
///        | 4 organizations | per organization: 2 bytes of name | name | 8 first sequence | 4 events
///          | 4 bytes | positions as LEB128 differences, the first to the file's first position
///        trailer: 8 offset of the directory | 4 bytes of it | 4 CRC32C of it | 4 its bytes unpacked
///          | 8 magic "INDJZEND"
/// ```
///
/// An id table: a page with 8 magic "INDJIDS1" | 8 first position | 8 slots | 8 checkpoint, then
/// slots of 8 bytes: 0 is free, else 4 bytes of hash and 4 bytes of position, relative to the
/// first, plus one. It is derived from the records; every event below the checkpoint is in it.
@NullMarked
package dev.indelible.storage.file;

import org.jspecify.annotations.NullMarked;
