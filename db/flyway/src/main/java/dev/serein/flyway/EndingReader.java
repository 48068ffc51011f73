package dev.serein.flyway;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import org.flywaydb.core.api.resource.LoadableResource;

/** What Flyway's parser reads: after a copy from stdin it would look for the end of its rows for ever. */
final class EndingReader extends FilterReader {
    /** How often a parser may ask whether there is really no more. */
    private static final int PATIENCE = 1_000;

    private final LoadableResource script;
    private int lines = 1;
    private boolean atStart;
    private int asked;

    private EndingReader(LoadableResource script, Reader in) {
        super(in);
        this.script = script;
    }

    static LoadableResource of(LoadableResource script) {
        return new LoadableResource() {
            @Override
            public Reader read() {
                return new EndingReader(script, script.read());
            }

            @Override
            public String getAbsolutePath() {
                return script.getAbsolutePath();
            }

            @Override
            public String getAbsolutePathOnDisk() {
                return script.getAbsolutePathOnDisk();
            }

            @Override
            public String getFilename() {
                return script.getFilename();
            }

            @Override
            public String getRelativePath() {
                return script.getRelativePath();
            }
        };
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        count(read);
        return read;
    }

    @Override
    public int read(char[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        if (read < 0) {
            count(read);
        }
        for (int i = offset; i < offset + read; i++) {
            count(into[i]);
        }
        return read;
    }

    private void count(int read) {
        if (read < 0) {
            end();
            return;
        }
        if (atStart) {
            lines++;
        }
        atStart = read == '\n';
    }

    private void end() {
        asked++;
        if (asked > PATIENCE) {
            throw new ScriptFailure(
                    new ScriptError(
                            ScriptError.shown(script),
                            new SqlPosition(lines, 0),
                            null,
                            "the script ends among the rows of a copy from stdin: end them with a line that is \\."),
                    null);
        }
    }
}
