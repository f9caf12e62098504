/// The search index in Lucene. The events themselves are not in it: only what finds them, and their
/// positions in the journal.
///
/// One folder per partition, named by the first position in it (20 digits). A partition is a run of
/// positions of one day of receipt, or less if there are many; only the last is written, the others
/// are merged into one segment when they are left. Each document has:
///
/// ```
/// time        nanoseconds since 1970; doc value with skip index; sorts the index, latest first
/// position    in the journal; doc value with skip index; breaks ties, latest first
/// <field>     a term per value, folded; documents only, no frequencies, positions or norms
/// <field>     for fields that are counted: one value as the event has it; sorted doc value
/// ip.address  16 bytes, as a point, where ip is an address
/// text        a term per word
/// ```
///
/// Phrases are found by their words and then looked up in the journal.
@NullMarked
package dev.indelible.storage.lucene;

import org.jspecify.annotations.NullMarked;
