package dev.serein.connection;

import org.jspecify.annotations.Nullable;

/**
 * As whom to connect. Not shown by {@link #toString()}.
 *
 * @param user the name of the role
 * @param password its password, or a token in its place; null where the server asks for none
 */
public record Credentials(String user, @Nullable String password) {
    /** {@return the user only} */
    @Override
    public String toString() {
        return "credentials of " + user;
    }
}
