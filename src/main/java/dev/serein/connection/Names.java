package dev.serein.connection;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names of parameters in reports. An unknown one may be a piece of a password, and is shown only if it looks harmless.
 */
final class Names {
    private static final Pattern WORDS =
            Pattern.compile("[a-z]{1,30}(_[a-z]{1,30}){0,4}|[a-z]{2,30}([A-Z][a-z]{1,30}){1,4}");
    private static final Pattern ORDINARY = Pattern.compile("[A-Za-z0-9_.-]+");
    private static final int LONGEST = 40;

    private Names() {}

    /** Whether its value is a password, or something as secret. */
    static boolean isSecret(String name) {
        return Parameter.named(name).map(Parameter::isSecret).orElse(false);
    }

    /** What is wrong with a name that nobody knows, said without it unless it is harmless. */
    static String unknown(Entry entry, Collection<String> known) {
        if (entry.doubtful()) {
            return "a parameter is not known" + entry.place();
        }
        Optional<String> nearest = nearest(entry.name(), known);
        boolean shown = WORDS.matcher(entry.name()).matches()
                || nearest.isPresent() && ORDINARY.matcher(entry.name()).matches();
        return (shown ? entry.subject() : "a parameter")
                + " is not known"
                + nearest.map(name -> "; the nearest is " + name).orElse("")
                + entry.place();
    }

    /** The known name that was probably meant. */
    static Optional<String> nearest(String name, Collection<String> known) {
        if (name.isEmpty() || name.length() > LONGEST) {
            return Optional.empty();
        }
        String bare = bare(name);
        String nearest = null;
        int least = Math.max(1, bare.length() / 4) + 1;
        for (String each : known) {
            String other = bare(each);
            if (Math.abs(other.length() - bare.length()) < least && distance(bare, other) < least) {
                nearest = each;
                least = distance(bare, other);
            }
        }
        return Optional.ofNullable(nearest);
    }

    /** Without what only the fashions of spelling differ in. */
    private static String bare(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }

    /** How many characters have to be put in, left out or changed. */
    private static int distance(String from, String to) {
        int[] previous = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] current = new int[to.length() + 1];
            current[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int changed = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(changed, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[to.length()];
    }
}
