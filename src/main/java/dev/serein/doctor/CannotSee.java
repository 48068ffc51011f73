package dev.serein.doctor;

/** A check has nothing to go by; its message is the reason that is told. */
final class CannotSee extends Exception {
    private static final long serialVersionUID = 1L;

    CannotSee(String reason) {
        super(reason);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
