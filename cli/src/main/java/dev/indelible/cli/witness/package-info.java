/// A witness: cosigns checkpoints of logs as long as each follows the one before (C2SP
/// tlog-witness).
@NullMarked
package dev.indelible.cli.witness;

import org.jspecify.annotations.NullMarked;
