package dev.serein.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a result is compared by: the SHA-256 of JSON that peers in any language can write. A row is the array of its
 * columns, and behind them what hangs on it: the array of an order's lines, the array that is a line's product. Numbers
 * are the shortest decimal, dates are ISO.
 */
final class Digest {
    private final StringBuilder text = new StringBuilder();

    private Digest() {}

    static String of(Object result) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(json(result).getBytes(UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String json(Object result) {
        Digest digest = new Digest();
        digest.write(result);
        return digest.text.toString();
    }

    private void write(@Nullable Object value) {
        if (value instanceof List<?> list) {
            text.append('[');
            for (Object each : list) {
                comma();
                write(each);
            }
            text.append(']');
        } else if (value instanceof Record row) {
            text.append('[');
            columns(row);
            text.append(']');
        } else if (value == null) {
            text.append("null");
        } else if (value instanceof Number number) {
            text.append(shortest(number));
        } else {
            text.append(Json.quoted(value.toString()));
        }
    }

    /** A row that leads another record is part of it: an order's columns stand beside its lines. */
    private void columns(Record row) {
        RecordComponent[] components = row.getClass().getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            Object value = value(components[i], row);
            if (i == 0 && value instanceof Record leading) {
                columns(leading);
            } else {
                comma();
                write(value);
            }
        }
    }

    private void comma() {
        if (text.length() > 0 && text.charAt(text.length() - 1) != '[') {
            text.append(',');
        }
    }

    private static @Nullable Object value(RecordComponent component, Record row) {
        try {
            return component.getAccessor().invoke(row);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String shortest(Number number) {
        BigDecimal exact = new BigDecimal(number.toString());
        return exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString();
    }
}
