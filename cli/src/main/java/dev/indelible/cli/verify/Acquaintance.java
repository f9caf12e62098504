package dev.indelible.cli.verify;

/// What a server says of itself in the evidence of an event: its keys, and the tag salt of the
/// event's organization.
public final class Acquaintance {
    private final byte[] policy;
    private final byte[] tagSalt;

    private Acquaintance(byte[] policy, byte[] tagSalt) {
        this.policy = policy;
        this.tagSalt = tagSalt;
    }

    /// Out of an evidence zip, which is not checked.
    ///
    /// @throws RefusedException if it is none
    public static Acquaintance of(byte[] zip) {
        Evidence evidence = Evidence.read(zip);
        Disclosure event = new DisclosureReader(Evidence.EVENT).read(evidence.file(Evidence.EVENT));
        byte[] tagSalt =
                event.anchorTagSalt()
                        .orElseThrow(() ->
                                new RefusedException(Evidence.EVENT, "it lacks the anchorTagSalt"));
        return new Acquaintance(evidence.file(Evidence.POLICY), tagSalt);
    }

    /// The policy file; not to be changed.
    public byte[] policy() {
        return policy;
    }

    /// Not to be changed.
    public byte[] tagSalt() {
        return tagSalt;
    }

    /// Trust in the server's own word.
    public Trust givenAlong() {
        return Trust.of(policy, "the server's policy", Trust.Origin.GIVEN_ALONG);
    }
}
