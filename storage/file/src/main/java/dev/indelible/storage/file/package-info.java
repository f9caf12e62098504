/// The journal in files of one folder.
///
/// Names (`p` is a position with 20 digits):
///
/// ```
/// <p>.raw           records as they were appended, from position p on; the one with the highest p
///                   is written, the others wait to be sealed
/// <p>.zst           the same entries in compressed blocks; replaces <p>.raw, or another <p>.zst of
///                   which something was deleted
/// <p>.contents      what <p>.raw holds, once it is no longer written; made anew where it is missing
/// <p>.ids           hash table from event ids to positions, from position p on
/// *.new             a file being written; removed at start
/// <p>.raw.damaged   a raw file that lost both copies of its header; for a person to look at
/// lock              held by the process that has the folder open
/// ```
///
/// A file ends where the next one begins, whatever else it holds. All fixed numbers are big endian;
/// a varint is LEB128, a signed one zigzag. Checksums are CRC32C.
///
/// ## Raw files
///
/// ```
/// 0     header: 8 magic "INDJRAW1" | 8 first position | 8 salt | 4 checksum of these 24 bytes
/// 512   the same again
/// 1024  records, one after another
///
/// record: 4 bytes of the body | 4 checksum of salt and body | body
/// entry:  1 kind=1 | 8 position | 8 position of the first entry of the same append
///         | 8 sequence | 8 received, ms since 1970 | 16 event id | 16 seed
///         | 1 layout=0: the seed, and all parts that the event ever had; what is deleted of entries
///           is deleted while their file is sealed, so no raw file has any other
///         | 1 which parts follow: bit n-1 is part n
///         | 2 bytes of the organization | 2 bytes of the key id
///         | 4 bytes of each part that follows
///         | organization | key id | parts
/// end:    1 kind=2 | 8 position after the append | 8 position of its first entry
///         | 4 digest of its entries' checksums
///         | 4 organizations | each: 2 bytes of name | name | 8 next sequence
/// ```
///
/// An append is its entries and an end, written at once and forced; the next one is written after
/// that. An end whose append is empty is a mark: everything before it is durable. `RawScan` says
/// what follows from this when a file is found torn or damaged. The salt is random and never leaves
/// the file, so bytes inside an event cannot pose as a record.
///
/// ## Contents of raw files
///
/// ```
/// 8 magic "INDJCON1" | 8 first position | 8 end position | 8 salt of the raw file
/// | 4 bytes of it that count | 4 bytes of positions | 4 bytes of places
/// | organizations as in a directory of a sealed file, their number first
/// | positions as in a sealed file
/// | places: per entry a varint, the difference to the offset of the record before, the first to 0
/// | 4 checksum of all before
/// ```
///
/// Believed only where the end is the first position of the next file and the salt is the raw
/// file's. Nothing is forced: the file is derived, and whole or not there.
///
/// ## Sealed files
///
/// ```
/// 0    locator of the first directory
/// 64   blocks
///      block table, twice | positions | dictionary, twice | directory, twice
/// -64  locator of the second directory
///
/// locator:    8 magic "INDJZST2" | section | 4 checksum of these 28 bytes | zeros up to 64
/// section:    8 offset | 4 bytes, compressed | 4 checksum of these | 4 bytes, plain
/// directory:  8 first position | 8 end position
///             | sections: positions, both block tables, both dictionaries
///             | 4 organizations | each: 2 bytes of name | name | 8 first sequence | 4 events
///               | 4 offset and 4 bytes in the positions
///             | 4 entries whose body has not expired; absent in old files: all of them
///             | 1 effort of compression: 0 in haste, 1 the best; absent in old files: 0
/// block table: per block: 4 bytes | 4 bytes of noise | 4 checksum | 4 bytes of columns, plain
///             | 4 entries
/// positions:  per organization a varint per event: the difference to the position before, the
///             first to the file's first
/// block:      noise | columns, zstd with the dictionary as prefix
/// noise:      per entry: 16 seed (where something was deleted: per part 32 salt, of an erased one
///             32 commitment; where the body has expired: 32 hash of the leaf) | 6 upper bytes of the
///             id, unless kind says otherwise | 10 lower
///             | per UUID taken out: its 16 bytes, or the 10 lower ones
/// columns:    varint count | varint names | each: varint bytes | name
///             | per entry, each of these for all entries before the next:
///             | 1 kind: bit n-1: it has part n, bit 5: the id's 36 characters are taken out of
///               the core, bit 6: the id is of version 7 and its time is a difference, bit 7:
///               something was deleted of it
///             | 1 gone, of entries with bit 7: bit n-1: part n was erased, bit 5: the body expired
///             | varint organization | varint key, both by name
///             | signed difference to the sequence expected, 0 at first
///             | signed difference to the time of receipt before, 0 at first
///             | where bit 6 says so, signed difference of how much the time of receipt is after that
///             of the id, to the same of the entry before that has it, 0 at first
///             | 1 clean: whether no part has a byte 1 or 10, as no JSON without blanks has
///             | per part, if clean: the bytes of each entry that has it, with a byte 1 where a value
///             was taken out, and a byte 10; else varint bytes of each | these bytes
///             | per value taken out: 1 kind: 0 a UUID, 1 a UUID of version 7, 2 the organization,
///             from 3 on a time in UTC with so many digits of fraction, less 3
///             | per UUID of version 7 and time: signed difference to the time of the event's id,
///             where that is of version 7, else to the time of receipt: milliseconds of UUIDs, times
///             in the unit of their last digit
/// ```
///
/// Files of before that have the magic "INDJZST1": no part is clean in them and that is not said,
/// and what the time of receipt is after that of the id is no difference.
///
/// The dictionary is zstd's own kind, trained on blocks from all over the file, or, in small and in
/// old files, a block's columns of entries from all over it. Only files without damage are sealed:
/// a damaged one stays raw for a person to look at.
///
/// ## Id tables
///
/// A page with 8 magic "INDJIDS2" | 8 first position | 8 slots | 8 checkpoint | 8 seed of the hash
/// | 8 sum of the bits, where the table is full | 8 sum of the seed; a sum is 1 and a CRC-32C, or 0
/// in tables of before; from 64 on a bit for each 65,536 ms of which it has an id of version 7,
/// those of other times after 24 days and 11 hours again; in words, the lowest bit first. Tables of
/// before, with the magic "INDJIDS1", do not have these bits. Then slots of 8 bytes: 0 is free,
/// else 4 bytes of hash and 4 bytes of position, relative to the first, plus one. A table is
/// derived from the entries and made anew where it is missing; every event below the checkpoint is
/// in it for certain, the others are put in again at start. So a repeated id is recognised as long
/// as its event is in the journal.
@NullMarked
package dev.indelible.storage.file;

import org.jspecify.annotations.NullMarked;
