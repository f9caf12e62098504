package dev.indelible.core.access;

/// A key that was just made, with its secret, which nobody can show again.
public record NewKey(Key key, String secret) {
    @Override
    public String toString() {
        return "NewKey[" + key + " ***]";
    }
}
