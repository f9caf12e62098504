/// What of an event is not to be kept, and what not everybody is to see.
///
/// [Redaction] replaces secrets before an event is kept; [Masking] replaces members, when an event
/// is shown, for those who may not see them. Both walk the stored bytes of a part ([JsonWalk]) and
/// replace spans of them ([Edits]).
@NullMarked
package dev.indelible.core.protection;

import org.jspecify.annotations.NullMarked;
