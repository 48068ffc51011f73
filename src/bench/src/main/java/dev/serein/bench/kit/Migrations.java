package dev.serein.bench.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A history as projects have it: tables with keys and indexes, then columns. */
final class Migrations {
    private Migrations() {}

    static Path write(Path parent, int files) throws IOException {
        Path folder = Files.createDirectories(parent.resolve("migrations-" + files));
        int tables = Math.max(1, files / 4);
        for (int number = 1; number <= files; number++) {
            int table = (number - 1) % tables + 1;
            String sql = number <= tables ? """
                    create table t%1$d (
                      id bigint generated always as identity primary key,
                      email text not null unique,
                      parent bigint references t%1$d,
                      created_at timestamptz not null default now()
                    );
                    create index on t%1$d (parent);
                    """ : "alter table t%1$d add column c%2$d text;\n";
            Files.writeString(folder.resolve("V" + number + "__m.sql"), sql.formatted(table, number));
        }
        return folder;
    }
}
