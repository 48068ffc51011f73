package dev.serein.postgres.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.postgres.ScratchDatabase;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.test.annotation.Commit;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;

/** Spring's context is made with the URL of the class's database, and kept from one method to the next. */
class BesideSpringTest {
    @Configuration
    static class Application {
        @Bean
        DataSource dataSource(
                @Value("${url}") String url, @Value("${user}") String user, @Value("${password}") String password) {
            return new DriverManagerDataSource(url, user, password);
        }

        @Bean
        JdbcTemplate jdbc(DataSource dataSource) {
            return new JdbcTemplate(dataSource);
        }

        @Bean
        PlatformTransactionManager transactions(DataSource dataSource) {
            return new DataSourceTransactionManager(dataSource);
        }
    }

    @PostgresTest(migrations = "migration")
    @SpringJUnitConfig(Application.class)
    static class Springs {
        @Scratch
        static ScratchDatabase database;

        @DynamicPropertySource
        static void properties(DynamicPropertyRegistry registry) {
            registry.add("url", database::jdbcUrl);
            registry.add("user", database::user);
            registry.add("password", database::password);
        }

        @Autowired
        JdbcTemplate jdbc;

        @BeforeAll
        static void before(@Autowired JdbcTemplate jdbc) {
            jdbc.update("insert into users (email, name) values ('ada@example.com', 'Ada')");
        }

        @RepeatedTest(3)
        void seesOnlyWhatTheClassBeganWith(@Autowired DataSource source) {
            assertThat(new JdbcTemplate(source).queryForList("select name from users", String.class))
                    .containsExactly("Ada");
            assertThat(jdbc.queryForObject("select current_database()", String.class))
                    .isEqualTo(database.name());
            jdbc.update("insert into users (email, name) values ('bob@example.com', 'Bob')");
            jdbc.update("update users set name = 'Changed'");
        }

        @RepeatedTest(2)
        @Transactional
        void inATransactionOfSprings(ScratchDatabase mine) {
            assertThat(mine).isSameAs(database);
            assertThat(jdbc.queryForList("select name from users", String.class))
                    .containsExactly("Ada");
            jdbc.update("insert into users (email, name) values ('bob@example.com', 'Bob')");
        }

        @RepeatedTest(2)
        @Transactional
        @Commit
        @org.springframework.test.context.jdbc.Sql("/scripts/bob.sql")
        void withAScriptOfSprings() {
            assertThat(jdbc.queryForList("select name from users order by name", String.class))
                    .containsExactly("Ada", "Bob");
        }
    }

    @Test
    void aContextKeepsItsDatabaseAndEachMethodFindsItAsItWas() {
        Run.of(Springs.class).passed(7);
    }
}
