package dev.serein.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.flyway.Script;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server refuses just those statements in a transaction that are known not to run in one. */
class RefusedInTransactionTest {
    private static final String REFUSED = "25001";

    private static final List<String> STATEMENTS = List.of(
            "create index concurrently i on t (b)",
            "create unique index concurrently if not exists i on t (a)",
            "drop index concurrently t_b",
            "drop index concurrently if exists nothing",
            "reindex index concurrently t_b",
            "reindex table concurrently t",
            "reindex (verbose) table concurrently t",
            "reindex (concurrently) table t",
            "reindex (verbose, concurrently true) index t_b",
            "reindex (concurrently false) index t_b",
            "reindex (concurrently off) schema public",
            "reindex (verbose) table t",
            "reindex table t",
            "reindex schema public",
            "reindex schema concurrently public",
            "alter table p detach partition p1 concurrently",
            "alter table if exists only public.p detach partition public.p1 concurrently",
            "alter table p detach partition p1",
            "alter table p detach partition p1 finalize",
            "vacuum",
            "vacuum t",
            "vacuum (analyze) t",
            "analyze t",
            "alter system set work_mem = '5MB'",
            "create database serein_none",
            "drop database if exists serein_none",
            "alter database serein_none set tablespace pg_default",
            "create tablespace x location '/nowhere'",
            "drop tablespace if exists x",
            "alter table t set tablespace pg_default",
            "cluster",
            "cluster verbose",
            "cluster t",
            "cluster verbose t using t_pkey",
            "discard all",
            "discard plans",
            "create subscription s2 connection 'dbname=none' publication pub",
            "drop subscription s ",
            "alter subscription s refresh publication",
            "alter subscription s refresh publication with (copy_data = false)",
            "alter subscription s set publication pub",
            "alter subscription s set publication pub with (refresh = false)",
            "alter subscription s add publication pub2",
            "alter subscription s add publication pub2 with (refresh = false)",
            "alter subscription s set (synchronous_commit = on)",
            "alter subscription s rename to s3",
            "commit prepared 'x'",
            "rollback prepared 'x'",
            "refresh materialized view concurrently v",
            "alter type e add value 'y'",
            "create index i on t (b)");

    @TempDir
    Path folder;

    @Test
    void asTheServerSays() throws Exception {
        try (Deployment deployment = new Deployment(folder)) {
            deployment.run("create table t (a int primary key, b int); create index t_b on t (b);"
                    + " alter table t cluster on t_pkey;"
                    + " create table p (a int) partition by range (a);"
                    + " create table p1 partition of p for values from (0) to (10);"
                    + " create materialized view v as select 1 as a; create unique index on v (a);"
                    + " create type e as enum ('x');");
            String subscription =
                    "s_" + deployment.ask("select current_database()").get(0);
            deployment.run("create subscription " + subscription
                    + " connection 'dbname=none' publication pub with (connect = false)");
            try (Connection connection = deployment.connect()) {
                Map<String, Boolean> known = new TreeMap<>();
                Map<String, Boolean> refused = new TreeMap<>();
                for (String statement : STATEMENTS) {
                    known.put(statement, !inTransaction(deployment, statement));
                    refused.put(
                            statement,
                            isRefused(
                                    connection,
                                    statement.replace("subscription s ", "subscription " + subscription + " ")));
                }

                assertThat(known).isEqualTo(refused);
            } finally {
                deployment.run("alter subscription " + subscription + " set (slot_name = none)");
                deployment.run("drop subscription " + subscription);
            }
        }
    }

    private boolean inTransaction(Deployment deployment, String sql) {
        deployment.file("V1__x.sql", sql);
        FluentConfiguration configuration =
                MigrationFiles.at(List.of(folder.toString())).flyway(null);
        return Script.of(configuration.getResourceProvider().getResource("V1__x.sql"), configuration)
                .statements()
                .get(0)
                .inTransaction();
    }

    private static boolean isRefused(Connection connection, String sql) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            if (sql.startsWith("alter subscription")) {
                statement.execute("update pg_subscription set subenabled = true"); // else it is refused for that
            }
            statement.execute(sql);
            return false;
        } catch (SQLException e) {
            return REFUSED.equals(e.getSQLState());
        } finally {
            connection.rollback();
        }
    }
}
