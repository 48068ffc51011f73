package dev.serein;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionUseTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set search_path = x",
                " /* why */ SET\nROLE x",
                "(set x.y to 1)",
                "select 1; set x.y to 1",
                "Set Session Authorization x",
                "set session characteristics as transaction read only",
                "reset all",
                "listen x",
                "unlisten *",
                "discard temp",
                "prepare x as select 1",
                "do 'begin end'",
                "call x()",
                "declare x cursor with hold for select 1",
                "create temp table x ()",
                "CREATE TEMPORARY VIEW x as select 1",
                "create\n\ttemp\n\ttable x ()",
                "create table pg_temp.x ()",
                "select 1 into temp x",
                "select set_config('a.b', 'c', false)",
                "select set_config($1, $2, $3)",
                "select SET_CONFIG('a', ')', false)",
                "select \"set_config\"('a', 'true', false)",
                "select set_config('a', 'b', true), set_config('a', 'b', false)",
                "with x as (select pg_catalog.set_config ('a', 'b', false)) select * from x",
                "select pg_advisory_lock(1)",
                "select PG_TRY_ADVISORY_LOCK_SHARED(1, 2)",
                "insert into x select 1 from pg_try_advisory_lock(1)"
            })
    void seesWhatMayLast(String sql) {
        assertThat(SessionUse.of(sql)).isEqualTo(SessionUse.LASTING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set local search_path = x",
                "SET  LOCAL role x",
                "select set_config('a', coalesce('b', ''), true)",
                "select set_config('a', ')''', TRUE )",
                "select 1; set local x.y = 1"
            })
    void seesWhatEndsWithTheTransaction(String sql) {
        assertThat(SessionUse.of(sql)).isEqualTo(SessionUse.LOCAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-- set x",
                "select 1",
                "select \"set\" from x",
                "select reset_config(1), offset_config, set_configuration('a', 'b', false)",
                "select temperature, temp from x order by temp",
                "update x set search_path = 1",
                "delete from x where y = 'z'; insert into x values (1)",
                "select pg_advisory_xact_lock(1), pg_advisory_unlock(2)",
                "settle(1)",
                "set transaction isolation level serializable",
                "set constraints all deferred",
                "create table temps (temp int)",
                "create index on x (temp)",
                "prepare transaction 'x'",
                "calls",
                "copy x from stdin",
                "lock table x"
            })
    void passesWhatLeavesNothing(String sql) {
        assertThat(SessionUse.of(sql)).isEqualTo(SessionUse.NONE);
    }
}
