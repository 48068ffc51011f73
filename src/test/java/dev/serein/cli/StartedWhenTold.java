package dev.serein.cli;

import java.io.IOException;

/** The program, which waits until it is told to begin: so that many begin at the same moment. */
final class StartedWhenTold {
    private StartedWhenTold() {}

    public static void main(String[] arguments) throws IOException {
        System.out.println("ready");
        if (System.in.read() >= 0) {
            Main.main(arguments);
        }
    }
}
