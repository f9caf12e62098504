/// Foreign formats to audit events: pure functions, one file per format.
///
/// The way through this room: [Formats] is the only door. It unwraps batches (`Batch`), recognises
/// the format, and lets that format's class read the tree of the event (`Node`) into a `Draft`,
/// which applies the limits of an event and notes what was not understood. A foreign event is kept
/// whole in `detail.original` and never refused for its shape; only what is no JSON or over a limit
/// is refused.
@NullMarked
package dev.indelible.formats;

import org.jspecify.annotations.NullMarked;
