package dev.serein.postgres.fault;

import java.io.IOException;

/** The connection was cut, as it was asked for, and each side is left as it should be. */
final class ConnectionCut extends IOException {
    private static final long serialVersionUID = 1;
}
