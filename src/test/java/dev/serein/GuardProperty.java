package dev.serein;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Takes the system property away that a scratch server sets, and puts it back after each test. */
final class GuardProperty implements BeforeEachCallback, AfterEachCallback {
    private @Nullable String before;

    static void set(String value) {
        System.setProperty(Misuse.PROPERTY, value);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        before = System.clearProperty(Misuse.PROPERTY);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        System.clearProperty(Misuse.PROPERTY);
        if (before != null) {
            set(before);
        }
    }
}
