package dev.serein.bench;

/** Thrown by a contender that does not offer an operation. */
final class Skipped extends RuntimeException {
    private static final long serialVersionUID = 1;

    Skipped() {
        this("another peer shows it");
    }

    Skipped(String reason) {
        super(reason);
    }
}
