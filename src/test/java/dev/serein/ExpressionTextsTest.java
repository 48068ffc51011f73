package dev.serein;

import static dev.serein.db.Tables.ACCOUNTS;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.db.AccountsDao;
import dev.serein.db.AccountsInsert;
import dev.serein.db.AccountsRow;
import dev.serein.db.UsersDao;
import dev.serein.db.UsersInsert;
import dev.serein.db.UsersRow;
import dev.serein.db.tables.records.AccountsRecord;
import dev.serein.postgres.junit.Scratch;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An update that computes is rendered once, whatever it computes with. */
@ReferenceSchema
class ExpressionTextsTest {
    @Scratch
    static MigratedDatabase migrated;

    @RegisterExtension
    final Sent sent = new Sent(migrated);

    private enum Form {
        ANY,
        OTHER
    }

    private final ExpressionTexts texts = new ExpressionTexts();
    private int rendered;

    @Test
    void setsWhatTheExpressionSaysThisTime() {
        UsersRow ada = new UsersDao(sent.db())
                .insert(UsersInsert.email("ada@example.com").name("Ada"));
        AccountsDao accounts = new AccountsDao(sent.db());
        AccountsRow account = accounts.insert(AccountsInsert.userId(ada.id()).credits(0L));
        sent.forget();
        List<Long> credits = new ArrayList<>();
        for (long more : new long[] {1, 20, 300, 4_000, 50_000}) {
            credits.add(accounts.update(account.id(), a -> a.set(ACCOUNTS.CREDITS, ACCOUNTS.CREDITS.plus(more)))
                    .credits());
        }
        for (long less : new long[] {1, 20, 300}) {
            credits.add(accounts.update(account.id(), a -> a.set(ACCOUNTS.CREDITS, ACCOUNTS.CREDITS.minus(less)))
                    .credits());
        }
        assertThat(credits).containsExactly(1L, 21L, 321L, 4_321L, 54_321L, 54_320L, 54_300L, 54_000L);
        List<String> sentTexts = sent.taken();
        assertThat(sentTexts).hasSize(8);
        assertThat(new HashSet<>(sentTexts)).hasSize(2);
        assertThat(sentTexts.get(4)).contains("set \"credits\" = (\"public\".\"accounts\".\"credits\" + ?)");
    }

    @Test
    void isRenderedOnceItHasComeAgain() {
        for (long i = 0; i < 10; i++) {
            sql(Form.ANY, ACCOUNTS.CREDITS.plus(i));
        }
        assertThat(rendered).isEqualTo(2);
        assertThat(texts.size()).isEqualTo(1);
    }

    @Test
    void isAnotherTextWhereMoreThanTheValuesDiffers() {
        List<String> all = new ArrayList<>();
        for (long i = 0; i < 4; i++) {
            all.add(sql(Form.ANY, ACCOUNTS.CREDITS.plus(i)).text());
            all.add(sql(Form.ANY, ACCOUNTS.CREDITS.plus(ACCOUNTS.ID)).text());
            all.add(sql(Form.ANY, ACCOUNTS.CREDITS.plus(i).mul(2L)).text());
            all.add(sql(Form.ANY, ACCOUNTS.CREDITS.plus(DSL.val(i).mul(2L))).text());
        }
        assertThat(all.subList(0, 4)).doesNotHaveDuplicates();
        assertThat(all.subList(4, 8)).isEqualTo(all.subList(0, 4));
        assertThat(all.subList(12, 16)).isEqualTo(all.subList(0, 4));
        sql(Form.OTHER, ACCOUNTS.CREDITS.plus(1L));
        assertThat(rendered).isEqualTo(9);
    }

    @Test
    void isRenderedEachTimeWhereItsValuesCannotBeTold() {
        for (long i = 0; i < 4; i++) {
            assertThat(sql(Form.ANY, ACCOUNTS.CREDITS.plus(DSL.inline(i))).text())
                    .contains("+ " + i);
            sql(Form.ANY, DSL.field("credits + {0}", Long.class, DSL.val(i)));
            sql(Form.ANY, DSL.field(DSL.select(USERS.ID).from(USERS).where(USERS.ID.eq(i))));
        }
        assertThat(rendered).isEqualTo(12);
        assertThat(texts.size()).isZero();
    }

    private Sql sql(Form form, Field<Long> expression) {
        Assignments<AccountsRecord> patch = Assignments.none(ACCOUNTS).with(ACCOUNTS.CREDITS, expression);
        BitSet set = patch.columns();
        return texts.of(ShapeWalk.through(form, ACCOUNTS.$columns(), set, patch), ACCOUNTS, () -> {
            rendered++;
            return Sql.of(DSL.update(ACCOUNTS).set(ACCOUNTS.CREDITS, expression).where(ACCOUNTS.ID.isNotNull()));
        });
    }
}
