package dev.serein.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A small shell script that ends a server which outlasts the process that started it, and removes its folder, when
 * nobody has used it for some time. Where there is no such shell, as on Windows, the next start of a server does so.
 */
final class Watcher {
    /** Where those that use the server leave their process number, as a file's name. */
    static final String USERS = "users";
    /** There as long as the server may be used; whoever has begun to use it looks after that whether it is. */
    static final String OPEN = "open";

    private static final Duration LOOK = Duration.ofSeconds(5);

    private static final String SCRIPT = """
            # Ends the PostgreSQL server of this folder, and removes the folder, when nobody has used it for some time.
            # arguments: folder, process number of the server, seconds, seconds between two looks
            trap '' INT HUP
            cd /
            folder=$1 server=$2 most=$3 look=$4

            runs() {
              kill -0 "$server" 2>/dev/null &&
                { cat "/proc/$server/cmdline" 2>/dev/null || ps -o args= -p "$server"; } | tr '\\0' ' ' | grep -qF "$folder"
            }

            used() {
              for user in "$folder/users"/*; do
                if [ -e "$user" ]; then
                  kill -0 "${user##*/}" 2>/dev/null || rm -f "$user"
                  idle=0
                fi
              done
              [ "$idle" -eq 0 ]
            }

            idle=0
            while sleep "$look"; do
              runs || exit 0
              idle=$((idle + look))
              if ! used && [ "$idle" -ge "$most" ]; then
                mv "$folder/open" "$folder/closing" 2>/dev/null
                used || break
                mv "$folder/closing" "$folder/open" 2>/dev/null
              fi
            done
            kill -QUIT "$server"
            kill -CONT "$server"
            for wait in 1 2 3 4 5 6 7 8 9 10; do
              runs || break
              sleep 1
            done
            runs && kill -KILL "$server"
            rm -rf "$folder"
            """;

    private Watcher() {}

    static void start(Path folder, long postmaster, Duration most) throws IOException {
        start(folder, postmaster, most, LOOK);
    }

    static void start(Path folder, long postmaster, Duration most, Duration look) throws IOException {
        if (OperatingSystem.isWindows()) {
            return;
        }
        Path script = Files.writeString(folder.resolve("watch.sh"), SCRIPT);
        List<String> command = new ArrayList<>(OperatingSystem.inNewSession());
        command.addAll(List.of(
                "/bin/sh",
                script.toString(),
                folder.toString(),
                Long.toString(postmaster),
                Long.toString(most.toSeconds()),
                Long.toString(look.toSeconds())));
        new ProcessBuilder(command)
                .redirectInput(OperatingSystem.nothing())
                .redirectOutput(OperatingSystem.nothing())
                .redirectError(OperatingSystem.nothing())
                .start();
    }
}
