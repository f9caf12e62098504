package dev.indelible.proof;

/// Every bound of this library, in one place, with its reason. Over a limit is a refusal, never a
/// cut.
public final class Limits {
    /// One entry of a log: tlog-tiles counts an entry's bytes in a `u16`.
    public static final int ENTRY_BYTES_MAX = (1 << 16) - 1;

    /// Nodes of one proof. A tree of at most 2^63-1 leaves has at most 63 levels above its leaves,
    /// and tlog-witness allows no more lines.
    public static final int PROOF_NODES_MAX = 63;

    /// One note with its signatures. Sixty-four ML-DSA-44 lines of 3.3 kB each take 212 kB.
    public static final int NOTE_BYTES_MAX = 1 << 20;

    /// Signature lines of one note. signed-note demands that 16 are taken; each costs a
    /// verification.
    public static final int SIGNATURES_MAX = 64;

    /// The name of a key, and the origin of a log, in bytes of UTF-8.
    public static final int NAME_BYTES_MAX = 1024;

    /// A name inside a message signed with ML-DSA-44, which counts its bytes in a `u8`.
    public static final int SHORT_NAME_BYTES_MAX = (1 << 8) - 1;

    /// The extra data of one proof file: context for a person, nothing that is proven.
    public static final int EXTRA_BYTES_MAX = 1 << 16;

    /// One add-checkpoint request: its note and at most [#PROOF_NODES_MAX] lines of 45 bytes.
    public static final int WITNESS_REQUEST_BYTES_MAX = NOTE_BYTES_MAX + (1 << 12);

    /// One proof file: its note, its nodes, and its extra data in Base64.
    public static final int PROOF_FILE_BYTES_MAX = NOTE_BYTES_MAX + 2 * EXTRA_BYTES_MAX;

    /// One policy file. An ML-DSA-44 key takes 1.8 kB, so this is hundreds of witnesses.
    public static final int POLICY_BYTES_MAX = 1 << 20;

    /// Logs of one policy. tlog-policy asks for 32.
    public static final int POLICY_LOGS_MAX = 1024;

    /// Witnesses and groups of one policy. tlog-policy asks for 32 of each.
    public static final int POLICY_NAMES_MAX = 2048;

    /// Groups of a policy inside each other: the quorum is evaluated by recursion.
    public static final int POLICY_NESTING_MAX = 64;

    private Limits() {}
}
