package dev.serein.cli;

import dev.serein.cli.Program.Run;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A folder of migrations and the database that they go to. */
record Release(Path folder, ScratchDatabase database) implements AutoCloseable {
    static Release in(Path folder) {
        return new Release(folder, ScratchPostgres.shared().createDatabase());
    }

    @Override
    public void close() {
        database.close();
    }

    Release with(String file, String sql) throws IOException {
        Files.writeString(folder.resolve(file), sql);
        return this;
    }

    Release without(String file) throws IOException {
        Files.delete(folder.resolve(file));
        return this;
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Runs it with these files; what is no command goes behind the files. */
    Run run(String command, String... further) {
        return run(Program.on(database.url()), false, command, further);
    }

    Run run(Program program, boolean terminal, String command, String... further) {
        List<String> arguments = new ArrayList<>(List.of(command, "--migrations", folder.toString()));
        arguments.addAll(List.of(further));
        return program.run(terminal, arguments.toArray(String[]::new)).masked(folder);
    }
}
