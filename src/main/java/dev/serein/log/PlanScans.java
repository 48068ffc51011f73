package dev.serein.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.tools.json.ContainerFactory;
import org.jooq.tools.json.JSONParser;
import org.jooq.tools.json.ParseException;
import org.jspecify.annotations.Nullable;

/** Reads off a plan what it reads from end to end. */
final class PlanScans {
    private static final Set<String> INDEX_SCANS = Set.of("Index Scan", "Index Only Scan", "Bitmap Index Scan");
    /** They want all rows before they have their first. */
    private static final Set<String> READ_ALL = Set.of("Sort", "Hash", "WindowAgg");

    private final List<Scan> found = new ArrayList<>();

    /**
     * One.
     *
     * @param index that it walks through, which may be one of some rows only; null if it reads the table itself
     */
    record Scan(
            String schema,
            String table,
            @Nullable String index,
            @Nullable String condition) {}

    private PlanScans() {}

    /** @param json of {@code explain (format json, verbose)} */
    static List<Scan> of(String json) {
        PlanScans scans = new PlanScans();
        try {
            List<?> plans = (List<?>) new JSONParser().parse(json, (ContainerFactory) null);
            for (Object each : plans) {
                if (each instanceof Map<?, ?> explained && explained.get("Plan") instanceof Map<?, ?> plan) {
                    scans.visit(plan, false);
                }
            }
        } catch (ParseException e) {
            throw new IllegalStateException("The server's plan is no JSON", e);
        }
        return scans.found;
    }

    /** @param stops whether what is above it may have enough before its last row */
    private void visit(Map<?, ?> node, boolean stops) {
        String type = text(node, "Node Type");
        String schema = text(node, "Schema");
        String table = text(node, "Relation Name");
        String condition = text(node, "Filter");
        Map<?, ?> access = "Bitmap Heap Scan".equals(type) ? first(node) : node;
        if (isEndToEnd(access) && schema != null && table != null && (condition != null || !stops)) {
            found.add(new Scan(schema, table, text(access, "Index Name"), condition));
        }
        if (node.get("Plans") instanceof List<?> inner) {
            inner.forEach(each -> visit((Map<?, ?>) each, stops(type, node, (Map<?, ?>) each, stops)));
        }
    }

    private static Map<?, ?> first(Map<?, ?> node) {
        return node.get("Plans") instanceof List<?> inner && inner.get(0) instanceof Map<?, ?> first ? first : node;
    }

    /** An index without a condition is walked through from end to end; one of some rows only has one of its own. */
    private static boolean isEndToEnd(Map<?, ?> access) {
        String type = text(access, "Node Type");
        return "Seq Scan".equals(type)
                || type != null
                        && INDEX_SCANS.contains(type)
                        && !access.containsKey("Index Cond")
                        && !access.containsKey("Order By");
    }

    private static boolean stops(@Nullable String type, Map<?, ?> node, Map<?, ?> inner, boolean stops) {
        String relation = text(inner, "Parent Relationship");
        // a subquery that is run once gives one row: of many, it was asked whether there are any
        if ("Limit".equals(type) || "InitPlan".equals(relation)) {
            return true;
        }
        boolean aggregated = "Aggregate".equals(type) && !"Sorted".equals(text(node, "Strategy"));
        return stops && !aggregated && (type == null || !READ_ALL.contains(type)) && !"Inner".equals(relation);
    }

    private static @Nullable String text(Map<?, ?> node, String key) {
        return node.get(key) instanceof String text ? text : null;
    }
}
