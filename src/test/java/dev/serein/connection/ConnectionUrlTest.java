package dev.serein.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionUrlTest {
    private static final String ME = System.getProperty("user.name");

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    postgresql://ada:pw@db.example.com:6432/app   | ada   | pw    | db.example.com:6432/app
                    postgres://ada:pw@db.example.com:6432/app     | ada   | pw    | db.example.com:6432/app
                    jdbc:postgresql://db.example.com:6432/app?user=ada&password=pw | ada | pw | db.example.com:6432/app
                    postgresql://ada@db                           | ada   | -     | db:5432/ada
                    postgresql://ada:@db/                         | ada   | -     | db:5432/ada
                    postgresql://ada@/app                         | ada   | -     | localhost:5432/app
                    postgresql://ada@:6432/app                    | ada   | -     | localhost:6432/app
                    postgresql://ada@db:/app                      | ada   | -     | db:5432/app
                    postgresql://ada@db?                          | ada   | -     | db:5432/ada
                    postgresql:///app?user=ada                    | ada   | -     | localhost:5432/app
                    postgresql://ada@[::1]/app                    | ada   | -     | [::1]:5432/app
                    postgresql://ada@[2001:db8::7]:6432/app       | ada   | -     | [2001:db8::7]:6432/app
                    postgresql://ada@[fe80::1%25eth0]/app         | ada   | -     | [fe80::1%eth0]:5432/app
                    postgresql://ada@one:1,two,[::1]:3/app        | ada   | -     | one:1,two:5432,[::1]:3/app
                    postgresql://a%64a:p%40%3A%2F%3f%23w@d%62/a%20p%2Fp | ada | p@:/?#w | db:5432/a p/p
                    postgresql://a+da:p+w@db/a+b                  | a+da  | p+w   | db:5432/a+b
                    postgresql://ada:p:w?#&=%25@db/app            | ada   | p:w?#&=% | db:5432/app
                    postgresql://ada:%C3%BC%E2%82%AC@db/app       | ada   | ü€    | db:5432/app
                    postgresql://ada:ü€@db/app                    | ada   | ü€    | db:5432/app
                    postgresql://İI@db/ıi                         | İI    | -     | db:5432/ıi
                    """)
    void takesAUrlApart(String text, String user, String password, String address) {
        ConnectionUrl url = ConnectionUrl.parse(text);

        assertThat(url.user()).isEqualTo(user);
        assertThat(url.password()).isEqualTo(password);
        assertThat(url.address()).isEqualTo(address);
    }

    @Test
    void whatIsLeftOutIsAsPostgresqlHasIt() {
        ConnectionUrl url = ConnectionUrl.parse("postgresql://");

        assertThat(url.hosts()).containsExactly(new HostAndPort("localhost", 5432));
        assertThat(url.user()).isEqualTo(ME);
        assertThat(url.password()).isNull();
        assertThat(url.database()).isEqualTo(ME);
        assertThat(url.parameters()).isEmpty();
    }

    @Test
    void parametersAreDecodedAndMayBeSpeltAsTheDriverDoes() {
        assertThat(ConnectionUrl.parse(
                                "postgresql://db/app?application_name=a%26b+c&connect_timeout=3&options=-c%20x=1")
                        .parameters())
                .isEqualTo(Map.of(
                        Parameter.APPLICATION_NAME, "a&b+c",
                        Parameter.CONNECT_TIMEOUT, "3",
                        Parameter.OPTIONS, "-c x=1"));
        assertThat(ConnectionUrl.parse("jdbc:postgresql://db/app?ApplicationName=shop&channelBinding=require")
                        .parameters())
                .isEqualTo(Map.of(Parameter.APPLICATION_NAME, "shop", Parameter.CHANNEL_BINDING, "require"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                              | it does not begin with postgresql://, postgres://, jdbc:postgresql:// (character 1)
                    mysql://canary@db               | it does not begin with postgresql://, postgres://, jdbc:postgresql:// (character 1)
                    POSTGRES://canary@db            | it does not begin with postgresql://, postgres://, jdbc:postgresql:// (character 1)
                    postgres://u:canary@db:0        | the port is not a number from 1 to 65535 (character 24)
                    postgres://u:canary@db:65536/a  | the port is not a number from 1 to 65535 (character 24)
                    postgres://u:canary@db:5x/a     | the port is not a number from 1 to 65535 (character 24)
                    postgres://db:٣/a               | the port is not a number from 1 to 65535 (character 15)
                    postgres://u:can@ary@db/a       | a "@" in the user or the password is written %40 (character 21)
                    postgres://u:can@x/ary@db/a     | a "@" in the user or the password is written %40 (character 23)
                    postgres://u:can/ary@db/a       | a "/" in the user or the password is written %2F (character 17)
                    postgres://u:canary@db/a/b      | a "/" in the database is written %2F (character 25)
                    postgres://u:canary%@db/a       | the password has a "%" without two hexadecimal digits after it, or %00 (character 20)
                    postgres://u:canary%4@db/a      | the password has a "%" without two hexadecimal digits after it, or %00 (character 20)
                    postgres://u:canary%0x@db/a     | the password has a "%" without two hexadecimal digits after it, or %00 (character 20)
                    postgres://u:canary%00@db/a     | the password has a "%" without two hexadecimal digits after it, or %00 (character 20)
                    postgres://u%ff:canary@db/a     | the user is not UTF-8 once decoded (character 12)
                    postgres://u:can ary@db/a       | it holds a space, a line break or the like (character 17)
                    postgres://u:canary@d!b/a       | the host is not a name or an address (character 21)
                    postgres://u:canary@a,,b%2c/a   | the host is not a name or an address (character 24)
                    postgres://u:canary@[::1/a      | the IPv6 address has no closing bracket (character 21)
                    postgres://u:canary@[db]/a      | the host is not an IPv6 address (character 21)
                    postgres://u:canary@[::1]x/a    | the host is not an IPv6 address (character 21)
                    postgres://u:canary@%2Ftmp/a    | the host is a Unix socket, which is not supported (character 21)
                    postgres://u:canary@db/a?sslmode | a parameter has no "=" (character 26)
                    postgres://u:canary@db/a?a%zz=1 | the name of a parameter has a "%" without two hexadecimal digits after it, or %00 (character 27)
                    """)
    void aMalformedUrlIsRefusedWithThePartAndThePosition(String text, String problem) {
        InvalidConnectionUrl refusal =
                catchThrowableOfType(InvalidConnectionUrl.class, () -> ConnectionUrl.parse(text));

        assertThat(refusal).hasMessage(problem).hasNoCause();
        assertThat(refusal.problems()).containsExactly(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ?sslmode=verify_full                 | the parameter sslmode is not one of disable, allow, prefer, require, verify-ca, verify-full (character 17)
                    ?sslmode=                            | the parameter sslmode is not one of disable, allow, prefer, require, verify-ca, verify-full (character 17)
                    ?connect_timeout=1s                  | the parameter connect_timeout is not a number of seconds, 1 or more (character 17)
                    ?user=a&user=b                       | the parameter user is said twice (character 24)
                    ?sslmode=require&sslmode=disable     | the parameter sslmode is said twice (character 33)
                    ?sslmode=require&sslrootcert=system  | sslrootcert=system needs sslmode=verify-full, not require
                    ?sslmode=prefer&sslrootcert=ca.pem   | sslmode=prefer does not look at sslrootcert: say require or verify-full
                    """)
    void aParameterThatWouldNotBeHeededIsRefused(String query, String problem) {
        InvalidConnectionUrl refusal =
                catchThrowableOfType(InvalidConnectionUrl.class, () -> ConnectionUrl.parse("postgres://db/a" + query));

        assertThat(refusal).hasMessage(problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socketFactory",
                "sslfactory",
                "sslhostnameverifier",
                "authenticationPluginClassName",
                "sslpasswordcallback",
                "xmlFactoryFactory",
                "loggerFile",
                "SSLMODE"
            })
    void aParameterThatIsNotKnownIsRefusedByName(String name) {
        InvalidConnectionUrl refusal = catchThrowableOfType(
                InvalidConnectionUrl.class, () -> ConnectionUrl.parse("postgres://db/a?" + name + "=canary"));

        assertThat(refusal)
                .hasMessage("the parameter " + name + " is not supported; known are application_name, channel_binding,"
                        + " connect_timeout, gssencmode, options, sslmode, sslrootcert, user, password (character 17)");
    }

    @Test
    void allProblemsOfParametersAreReportedTogether() {
        InvalidConnectionUrl refusal = catchThrowableOfType(
                InvalidConnectionUrl.class, () -> ConnectionUrl.parse("postgres://db/a?sslmode=on&pool=3"));

        assertThat(refusal.problems()).hasSize(2);
    }

    @Test
    void whatMayBeTheRestOfAPasswordIsNeverQuoted() {
        for (String text : List.of(
                "postgres://u:1/canary?canary=1@db/a",
                "postgres://u:p@db/a?canary=1@db/a",
                "postgres://u:1/x?canary@db/a",
                "postgres://u:canary@canary@db/a",
                "postgres://canary:canary/canary@canary:canary/canary",
                "canary")) {
            InvalidConnectionUrl refusal =
                    catchThrowableOfType(InvalidConnectionUrl.class, () -> ConnectionUrl.parse(text));

            assertThat(refusal.toString()).doesNotContain("canary");
            assertThat(refusal).hasNoCause();
        }
    }

    @Test
    void halfACharacterIsRefused() {
        assertThat(catchThrowableOfType(
                        InvalidConnectionUrl.class, () -> ConnectionUrl.parse("postgres://u:\ud800@db/a")))
                .hasMessage("it holds half a character (character 14)");
    }

    @Test
    void shownItHidesPasswordAndParameters() {
        assertThat(ConnectionUrl.parse("postgres://ada:canary@db/app?application_name=canary"))
                .hasToString("postgresql://ada@db:5432/app");
    }
}
