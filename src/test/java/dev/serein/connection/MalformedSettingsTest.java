package dev.serein.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A million texts that nobody means, always the same ones; {@code -Dserein.malformed=N} makes it N. */
class MalformedSettingsTest {
    private static final String CANARY = "C4naryBird";
    private static final int COUNT = Integer.getInteger("serein.malformed", 1_000_000);
    private static final int SEED = 20_18;
    private static final List<String> PIECES = List.of(
            "@",
            ":",
            "/",
            "//",
            "?",
            "&",
            "=",
            "#",
            "%",
            "%00",
            "%40",
            "%2F",
            "%zz",
            "%C3",
            "%0A",
            "[",
            "]",
            ",",
            "'",
            "\\",
            "\"",
            " ",
            "\n",
            "\t",
            "\0",
            "+",
            "-",
            "*",
            "ü",
            "€",
            "😀",
            "\ud800",
            "\udc00",
            "\u2028",
            "\u00a0",
            "ı",
            "İ",
            "٣",
            "postgresql://",
            "jdbc:",
            "password=",
            "sslmode=",
            "host=",
            "port=",
            "user=",
            "ssl=",
            "sslaccept=strict",
            "options=",
            "service=",
            "99999999999999999999",
            "::1",
            "[::1]",
            "localhost");

    @TempDir
    Path home;

    @Test
    void eachGivesSettingsOrOurErrorAndNeverThePassword() throws IOException {
        Cases.furnish(home);
        Map<String, String> environment = Map.of("HOME", home.resolve("none").toString());
        List<String> seeds = seeds();
        IntStream.range(0, COUNT).parallel().forEach(number -> {
            String text = mutated(seeds, number);
            try {
                check(text, environment);
            } catch (RuntimeException | AssertionError e) {
                fail("number " + number + ": " + escaped(text), e);
            }
        });
    }

    private List<String> seeds() {
        Stream<String> ofTheTable = Cases.all(home).stream()
                .map(each -> each.text())
                .filter(text -> !text.contains("passfile") && !text.contains("service"));
        Stream<String> withPassword = Stream.of(
                "postgresql://ada:" + CANARY + "@db.example.com:5432/app?sslmode=require&application_name=x",
                "postgres://" + "ada:" + CANARY + "@one:1,[::1]:2/app",
                "postgresql:///app?host=/tmp&user=ada&password=" + CANARY + "&connect_timeout=5",
                "jdbc:postgresql://db:5432/app?user=ada&password=" + CANARY + "&ssl=true",
                "host=db port=5432 user=ada password=" + CANARY + " dbname=app",
                "host=db user=ada password='" + CANARY + "' sslmode=verify-full sslpassword=" + CANARY);
        return Stream.concat(
                        Stream.concat(
                                withPassword.flatMap(
                                        each -> Stream.generate(() -> each).limit(20)),
                                ofTheTable),
                        Stream.of("", CANARY))
                .toList();
    }

    private static String mutated(List<String> seeds, int number) {
        Random random = new Random(SEED + 31L * number);
        StringBuilder text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
        for (int i = random.nextInt(5); i >= 0; i--) {
            int at = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), at + random.nextInt(8));
            switch (random.nextInt(7)) {
                case 0 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 1 -> text.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
                case 2 -> text.delete(at, end);
                case 3 -> text.insert(at, text.substring(at, end));
                case 4 -> text.insert(at, (char) random.nextInt(256));
                case 5 -> text.insert(at, (char) random.nextInt(0x10000));
                default -> text.setLength(at);
            }
        }
        return text.toString();
    }

    private static void check(String text, Map<String, String> environment) {
        ConnectionSettings settings;
        try {
            settings = ConnectionSettings.of(text, environment);
        } catch (InvalidConnectionSettings e) {
            if (e.toString().contains(CANARY)
                    || e.getCause() != null
                    || e.problems().isEmpty()) {
                throw new AssertionError(e);
            }
            return;
        }
        String shown = settings + settings.describe() + settings.hosts();
        if (shown.contains(CANARY) && !isSaidInPublic(settings)) {
            throw new AssertionError(shown);
        }
        settings.keepAlive();
        settings.connectTimeout();
        settings.connectionLimit();
        settings.poolTimeout();
        settings.socketTimeout();
        settings.statementTimeout();
    }

    /** A mutation may have made something else of the password: a user, a host. */
    private static boolean isSaidInPublic(ConnectionSettings settings) {
        StringBuilder open = new StringBuilder(settings.user())
                .append(' ')
                .append(settings.database())
                .append(' ')
                .append(settings.hosts());
        for (Parameter each : Parameter.values()) {
            String value = each.isSecret() ? null : settings.value(each);
            if (value != null) {
                open.append(' ').append(value);
            }
        }
        return open.indexOf(CANARY) >= 0;
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars()
                .forEach(each -> escaped.append(
                        each >= ' ' && each < 127 ? String.valueOf((char) each) : String.format("\\u%04x", each)));
        return escaped.toString();
    }

    @Test
    void theTextsAreNotAllRefused() throws IOException {
        Cases.furnish(home);
        List<String> seeds = seeds();
        Map<String, String> environment = Map.of("HOME", home.resolve("none").toString());
        long accepted = IntStream.range(0, 2_000)
                .mapToObj(number -> mutated(seeds, number))
                .filter(text -> !Cases.outcome(text, environment).startsWith("REFUSED"))
                .count();

        assertThat(accepted).isBetween(200L, 1_800L);
    }
}
