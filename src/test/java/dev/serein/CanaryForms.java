package dev.serein;

import dev.serein.connection.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All the ways in which people say a password, right and wrong. */
final class CanaryForms {
    /** The password: names of birds, each of which gives it away, around the characters that end a part of a URL. */
    static final String CANARY = "Siskin47/Linnet48@Bunting49?Wren50#Dunnock51+Twite52";

    private static final String ENCODED = URLEncoder.encode(CANARY, StandardCharsets.UTF_8);

    private final Path folder;
    private final List<Form> forms = new ArrayList<>();

    /** @param folder for the files that hold the password */
    CanaryForms(Path folder) {
        this.folder = folder;
        addWellFormed();
        addMalformed();
        addMalformedParameters();
    }

    List<Form> all() {
        return forms;
    }

    /**
     * Where to go, and as whom.
     *
     * @param variables what the environment says besides
     */
    record Target(String name, int port, String user, String database, Map<String, String> variables) {
        String place() {
            return "127.0.0.1:" + port + "/" + database;
        }

        /** The same, with one more variable for each two. */
        Map<String, String> with(String... namesAndValues) {
            Map<String, String> all = new HashMap<>(variables);
            for (int i = 0; i < namesAndValues.length; i += 2) {
                all.put(namesAndValues[i], namesAndValues[i + 1]);
            }
            return all;
        }
    }

    /** One way to say it; the well-formed ones lead to the server. */
    record Form(String name, boolean wellFormed, Function<Target, DatabaseOptions> options) {}

    private void add(String name, Function<Target, DatabaseOptions> options) {
        forms.add(new Form(name, true, options));
    }

    private void addUrl(String name, Function<Target, String> url) {
        add(name, target -> DatabaseOptions.of(url.apply(target), target.variables()));
    }

    private void addBad(String name, Function<Target, String> url) {
        forms.add(new Form(name, false, target -> DatabaseOptions.of(url.apply(target), target.variables())));
    }

    private void addWellFormed() {
        addUrl("postgres://", target -> "postgres://" + target.user() + ":" + ENCODED + "@" + target.place());
        addUrl("postgresql://", target -> "postgresql://" + target.user() + ":" + ENCODED + "@" + target.place());
        addUrl("every character encoded", target -> {
            String all = CANARY.chars().mapToObj("%%%02x"::formatted).collect(Collectors.joining());
            return "postgres://" + target.user() + ":" + all + "@" + target.place();
        });
        addUrl(
                "as a parameter",
                target -> "postgres://" + target.user() + "@" + target.place() + "?password=" + ENCODED);
        addUrl(
                "twice",
                target -> "postgres://" + target.user() + ":Siskin47@" + target.place() + "?password=" + ENCODED);
        addUrl("two hosts", target -> "postgres://" + target.user() + ":" + ENCODED + "@127.0.0.1:1," + target.place());
        add(
                "without a user",
                target -> DatabaseOptions.of(
                        "postgres://:" + ENCODED + "@" + target.place(), target.with("PGUSER", target.user())));
        addUrl(
                "jdbc with parameters",
                target -> "jdbc:postgresql://" + target.place() + "?user=" + target.user() + "&password=" + ENCODED);
        addUrl(
                "jdbc with user and password",
                target -> "jdbc:postgresql://" + target.user() + ":" + ENCODED + "@" + target.place());
        add(
                "jdbc without slashes",
                target -> DatabaseOptions.of(
                        "jdbc:postgresql:" + target.database() + "?user=" + target.user() + "&password=" + ENCODED,
                        target.with("PGHOST", "127.0.0.1", "PGPORT", "" + target.port())));
        addUrl("key=value", target -> keyValue(target) + " password=" + CANARY);
        addUrl("key='value'", target -> "password = '" + CANARY + "' " + keyValue(target));
        add("PGPASSWORD", target -> DatabaseOptions.of(keyValue(target), target.with("PGPASSWORD", CANARY)));
        add(
                "the variables alone",
                target -> DatabaseOptions.fromEnvironment(target.with(
                        "PGHOST",
                        "127.0.0.1",
                        "PGPORT",
                        "" + target.port(),
                        "PGUSER",
                        target.user(),
                        "PGDATABASE",
                        target.database(),
                        "PGPASSWORD",
                        CANARY)));
        add(
                "DATABASE_URL",
                target -> DatabaseOptions.fromEnvironment(target.with(
                        "DATABASE_URL", "postgres://" + target.user() + ":" + ENCODED + "@" + target.place())));
        add(
                "PGPASSFILE",
                target -> DatabaseOptions.of(
                        keyValue(target), target.with("PGPASSFILE", file("passwords", "*:*:*:*:" + CANARY))));
        add("a service file", target -> {
            String service =
                    "[canary]\npassword=" + CANARY + "\n" + keyValue(target).replace(' ', '\n') + "\n";
            return DatabaseOptions.of(
                    "postgres:///?service=canary", target.with("PGSERVICEFILE", file("service", service)));
        });
        add("credentials", target -> DatabaseOptions.of("postgres://" + target.place(), target.with("PGUSER", "nobody"))
                .withCredentials(() -> new Credentials(target.user(), CANARY)));
    }

    private static String keyValue(Target target) {
        return "host=127.0.0.1 port=" + target.port() + " user=" + target.user() + " dbname=" + target.database();
    }

    private String file(String name, String content) {
        try {
            Path file = Files.writeString(folder.resolve(name), content);
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"))
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * With a private key that is as secret.
     *
     * @param user who has to bring a certificate, in the place of ada
     */
    void addKeys(String user, Path certificate, String key, Path store) {
        Function<Target, String> url = target -> "postgres://" + (target.user().equals("ada") ? user : target.user())
                + ":" + ENCODED + "@" + target.place();
        addUrl(
                "a key in the URL",
                target -> url.apply(target) + "?sslcert=" + certificate + "&sslkey="
                        + URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20"));
        add(
                "a key in a variable",
                target -> DatabaseOptions.of(
                        url.apply(target), target.with("PGSSLCERT", certificate.toString(), "PGSSLKEY", key)));
        addUrl("sslpassword", target -> url.apply(target) + "?sslcert=" + store + "&sslpassword=" + ENCODED);
    }

    private void addMalformed() {
        addBad("nothing encoded", target -> "postgres://ada:" + CANARY + "@" + target.place());
        addBad("a bare @", target -> "postgres://ada:Siskin47@Linnet48@" + target.place());
        addBad("a bare /", target -> "postgres://ada:Siskin47/Linnet48@" + target.place());
        addBad("a bare [", target -> "postgres://ada:Siskin47@[Linnet48@" + target.place());
        addBad("a bare %", target -> "postgres://ada:Siskin47%Linnet48@" + target.place());
        addBad("a bare space", target -> "postgres://ada:Siskin47 Linnet48@" + target.place());
        addBad("a line break", target -> "postgres://ada:Siskin47\nLinnet48@" + target.place());
        addBad("a zero", target -> "postgres://ada:Siskin47%00Linnet48@" + target.place());
        addBad("half a character", target -> "postgres://ada:Siskin47\ud800Linnet48@" + target.place());
        addBad("a scheme of another database", target -> "mysql://ada:" + ENCODED + "@" + target.place());
        addBad("one slash", target -> "postgres:/ada:" + ENCODED + "@" + target.place());
        addBad("a jdbc scheme of another database", target -> "jdbc:mysql://ada:" + ENCODED + "@" + target.place());
        addBad("no @", target -> "postgres://ada:" + ENCODED + "/app");
        addBad("no host", target -> "postgres://ada:" + ENCODED + "@:x/app");
        addBad("a port with a letter", target -> "postgres://ada:" + ENCODED + "@127.0.0.1:54x2/app");
        addBad("in the place of the port", target -> "postgres://ada@127.0.0.1:Siskin47/app");
        addBad("an open bracket", target -> "postgres://ada:" + ENCODED + "@[::1/app");
        addBad("once for each host", target -> "postgres://ada:Siskin47@one,ada:Linnet48@two/app");
        addBad("quotes around it", target -> "\"postgres://ada:" + ENCODED + "@" + target.place() + "\"");
        addBad("its variable's name before it", target -> "DATABASE_URL=postgres://ada:" + ENCODED + "@one/app");
        addBad("the command before it", target -> "psql 'postgres://ada:" + ENCODED + "@" + target.place() + "'");
        addBad("alone", target -> "Siskin47Linnet48");
        addBad("alone as a URL", target -> "postgres://" + CANARY);
    }

    private void addMalformedParameters() {
        String start = "postgres://127.0.0.1/app?user=ada";
        addBad("an unknown parameter", target -> start + "&passwd=" + ENCODED);
        addBad("a parameter that is misspelt", target -> start + "&pasword=" + ENCODED);
        addBad("a parameter without =", target -> start + "&" + ENCODED);
        addBad("a bare & in a parameter", target -> start + "&password=Siskin47&Linnet48=Bunting49");
        addBad("a bare = in a parameter", target -> start + "&password=Siskin47=Linnet48");
        addBad("a bare & in a jdbc parameter", target -> "jdbc:postgresql:app?password=Siskin47&Linnet48");
        addBad("in the place of another value", target -> start + "&sslmode=Siskin47&port=Linnet48&ssl=Wren50");
        addBad("in options, badly encoded", target -> start + "&options=-c%20app.key=Siskin47");
        addBad("as a key of SCRAM", target -> start + "&scram_client_key=" + ENCODED);
        addBad("as a secret of OAuth", target -> start + "&oauth_client_secret=" + ENCODED);
        addBad("a bare space in key=value", target -> "host=one password=Siskin47 Linnet48");
        addBad("a quote in key=value", target -> "host=one password='Siskin47'Linnet48'");
        addBad("an open quote in key=value", target -> "host=one password='Siskin47 Linnet48");
        addBad("spaces for = in key=value", target -> "host one password " + CANARY);
        String lines = "[canary]\npassword " + CANARY + "\npasswd=" + CANARY + "\n";
        forms.add(new Form(
                "bad lines in a service file",
                false,
                target -> DatabaseOptions.of(
                        "postgres:///?service=canary", target.with("PGSERVICEFILE", file("bad-service", lines)))));
        forms.add(new Form(
                "in the place of other variables",
                false,
                target -> DatabaseOptions.of(
                        "postgres://one/app", target.with("PGPORT", "Siskin47", "PGSSLMODE", "Linnet48"))));
    }
}
