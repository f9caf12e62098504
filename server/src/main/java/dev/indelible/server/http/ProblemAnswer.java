package dev.indelible.server.http;

/// A request that ends with a problem (RFC 9457): thrown where the server itself finds the fault,
/// before any room was asked.
final class ProblemAnswer extends RuntimeException {
    private final int status;
    private final String code;

    ProblemAnswer(int status, String code, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }
}
