package dev.serein.migrate;

import java.util.List;

/**
 * What {@link Migrations#baseline} did.
 *
 * @param version from which the history goes on
 * @param description why, as the history keeps it
 * @param covered the files up to that version, which are taken as applied, and will never be
 * @param pending the files that the next {@code migrate} applies
 */
public record BaselineReport(String version, String description, List<String> covered, List<String> pending) {

    /**
     * Keeps copies.
     *
     * @param version from which the history goes on
     * @param description why, as the history keeps it
     * @param covered the files up to that version, which are taken as applied, and will never be
     * @param pending the files that the next {@code migrate} applies
     */
    public BaselineReport {
        covered = List.copyOf(covered);
        pending = List.copyOf(pending);
    }

    /** {@return a sentence} */
    @Override
    public String toString() {
        return "The history begins at version " + version + ": " + files(covered.size()) + " taken as applied, "
                + files(pending.size()) + " pending";
    }

    private static String files(int count) {
        return count + (count == 1 ? " file is" : " files are");
    }
}
