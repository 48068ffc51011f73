package dev.serein.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/** What the driver makes of a URL. */
class DriverPropertiesTest {

    private static PGSimpleDataSource driver(String url) {
        return (PGSimpleDataSource) ConnectionUrl.parse(url).dataSource();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    localhost                                      | prefer      | -      | driver
                    LOCALHOST                                      | prefer      | -      | driver
                    127.0.0.1                                      | prefer      | -      | driver
                    127.1.2.3,[::1],[0:0:0:0:0:0:0:1]              | prefer      | -      | driver
                    localhost,db.example.com                       | verify-full | -      | jvm
                    db.example.com                                 | verify-full | -      | jvm
                    localhost.example.com                          | verify-full | -      | jvm
                    127.0.0.1.example.com                          | verify-full | -      | jvm
                    db.example.com/localhost?application_name=localhost | verify-full | - | jvm
                    10.0.0.1                                       | verify-full | -      | jvm
                    db.example.com?sslrootcert=ca.pem              | verify-full | ca.pem | driver
                    localhost?sslrootcert=ca.pem                   | verify-full | ca.pem | driver
                    db.example.com?sslrootcert=system              | verify-full | -      | jvm
                    db?sslmode=verify-full&sslrootcert=system      | verify-full | -      | jvm
                    db?sslmode=disable                             | disable     | -      | driver
                    db?sslmode=allow                               | allow       | -      | driver
                    db?sslmode=prefer                              | prefer      | -      | driver
                    db?sslmode=require                             | require     | -      | driver
                    db?sslmode=require&sslrootcert=ca.pem          | verify-ca   | ca.pem | driver
                    db?sslmode=verify-ca&sslrootcert=ca.pem        | verify-ca   | ca.pem | driver
                    db?sslmode=verify-full&sslrootcert=ca.pem      | verify-full | ca.pem | driver
                    db?sslmode=verify-full                         | verify-full | -      | driver
                    """)
    void tlsIsWhatTheUrlSaysAndVerifiedWhenItSaysNothing(
            String rest, String mode, String rootCert, String authorities) {
        PGSimpleDataSource driver = driver("postgresql://" + rest);

        assertThat(driver.getSslMode()).isEqualTo(mode);
        assertThat(driver.getSslRootCert()).isEqualTo(rootCert);
        assertThat(driver.getProperty(PGProperty.SSL_FACTORY))
                .isEqualTo(
                        authorities.equals("jvm")
                                ? "org.postgresql.ssl.DefaultJavaSSLFactory"
                                : "org.postgresql.ssl.LibPQFactory");
    }

    @Test
    void nothingWaitsForEver() {
        PGSimpleDataSource driver = driver("postgresql://db/app");

        assertThat(driver.getConnectTimeout()).isEqualTo(5);
        assertThat(driver.getLoginTimeout()).isEqualTo(5);
        assertThat(driver.getSocketTimeout()).isEqualTo(40);
        assertThat(driver.getCancelSignalTimeout()).isEqualTo(2);
        assertThat(driver.getTcpKeepAlive()).isTrue();
        assertThat(driver.getOptions())
                .isEqualTo("-c statement_timeout=30000 -c lock_timeout=10000"
                        + " -c idle_in_transaction_session_timeout=60000");
    }

    @Test
    void theDetailOfErrorsStaysOutOfMessages() {
        assertThat(driver("postgresql://db/app").getLogServerErrorDetail()).isFalse();
    }

    @Test
    void userAndPasswordAreNeverPartOfTheDriversOwnUrl() {
        PGSimpleDataSource driver = driver("postgresql://ada:canary@db/app");

        assertThat(driver.getUser()).isEqualTo("ada");
        assertThat(driver.getPassword()).isEqualTo("canary");
        assertThat(driver.getURL()).startsWith("jdbc:postgresql://db:5432/app?").doesNotContain("ada", "canary");
    }

    @Test
    void everyHostIsTriedWithItsPort() {
        PGSimpleDataSource driver = driver("postgresql://one:1,[::1],two/app");

        assertThat(driver.getServerNames()).containsExactly("one", "[::1]", "two");
        assertThat(driver.getPortNumbers()).containsExactly(1, 5432, 5432);
    }

    @Test
    void whatTheUrlSaysReplacesTheDefault() {
        PGSimpleDataSource driver = driver(
                "postgresql://db/app?application_name=shop&connect_timeout=9&gssencmode=prefer&options=-c%20a=b");

        assertThat(Stream.of(driver.getApplicationName(), driver.getGssEncMode()))
                .containsExactly("shop", "prefer");
        driver.setLoginTimeout(30); // as a pool does
        assertThat(driver.getConnectTimeout()).isEqualTo(9);
        assertThat(driver.getLoginTimeout()).isEqualTo(9);
        assertThat(driver.getOptions())
                .startsWith("-c statement_timeout=30000 ")
                .endsWith(" -c a=b");
    }
}
