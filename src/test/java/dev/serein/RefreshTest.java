package dev.serein;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.db.ProductSalesDao;
import dev.serein.db.ProductsDao;
import dev.serein.db.ProductsInsert;
import dev.serein.postgres.junit.Scratch;
import java.math.BigDecimal;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@ReferenceSchema
class RefreshTest {
    private static final String REFRESH = "do 'begin if (select relispopulated from pg_catalog.pg_class where oid ="
            + " ''\"public\".\"product_sales\"''::regclass) then refresh materialized view concurrently"
            + " \"public\".\"product_sales\"; else refresh materialized view \"public\".\"product_sales\"; end if; end'";

    @Scratch
    static MigratedDatabase migrated;

    private static SentSql sent;
    private static Database db;

    @BeforeAll
    static void open() {
        sent = new SentSql(migrated.dataSource());
        db = Database.using(sent.dataSource());
    }

    @Test
    void readersGoOnMeanwhileAndThenSeeTheNewRows() {
        ProductSalesDao sales = new ProductSalesDao(db);
        sales.refresh();
        long before = sales.count();
        long id = new ProductsDao(db)
                .insert(ProductsInsert.sku("s").name("n").price(BigDecimal.ONE))
                .id();
        db.transaction(reader -> {
            assertThat(new ProductSalesDao(reader).count()).isEqualTo(before);
            sent.taken();
            TransactionOptions other = TransactionOptions.defaults().withIndependent(true);
            db.transaction(other, writer -> new ProductSalesDao(writer).refresh());
            assertThat(sent.taken()).singleElement().asString().endsWith("; " + REFRESH);
        });

        assertThat(sales.getByProductId(id).orderCount()).isZero();
        sent.taken();
    }

    @Test
    void withATransactionItIsUndone() {
        ProductSalesDao sales = new ProductSalesDao(db);
        sales.refresh();
        long before = sales.count();
        try {
            db.transaction(tx -> {
                new ProductsDao(tx).insert(ProductsInsert.sku("t").name("n").price(BigDecimal.ONE));
                new ProductSalesDao(tx).refresh();
                assertThat(new ProductSalesDao(tx).count()).isEqualTo(before + 1);
                throw new IllegalStateException("changed my mind");
            });
        } catch (IllegalStateException expected) {
            // that is the one
        }
        assertThat(sales.count()).isEqualTo(before);
        sent.taken();
    }
}
